import { type Bytes, joined } from '../data/bytes.js'
import { isWhole } from '../data/values.js'
import { isObject } from '../messages.js'
import { CODE_LENGTH, isName, MESSAGE_LENGTH, TYPE_LENGTH } from './limits.js'

/** What the bytes stand for. */
export type Form = 'json' | 'bytes' | 'blob'

/** What is sent: a message, a request, or the reply to the receiver's request with the id `to`. */
export type Purpose =
  | { readonly kind: 'message' | 'request'; readonly name: string; readonly metadata?: unknown }
  | { readonly kind: 'reply'; readonly to: number }

export type Head = Purpose & {
  /** Of the sender's choice: none that is under way has the same. */
  readonly id: number
  readonly size: number
  readonly form: Form
  /** Of a Blob. */
  readonly type?: string
}

/** Why a peer does not take something; `handler-failed` comes with what the handler said. */
export const REFUSALS = ['no-handler', 'declined', 'handler-failed', 'too-large', 'overloaded', 'link-lost', 'timeout', 'bad-message'] as const
export interface Refusal {
  readonly code: typeof REFUSALS[number]
  readonly message: string
  /** The `code` of the error that the handler threw. */
  readonly reason?: string
}

/** What peers say to each other (section 8 of docs/protocol.md). */
export type Message =
  /** All the bytes, or none: the receiver is to say first that it wants them. */
  | { readonly type: 'begin'; readonly head: Head; readonly bytes: Uint8Array }
  | { readonly type: 'chunk'; readonly id: number; readonly at: number; readonly bytes: Uint8Array }
  /** The sender gives up what it has begun. */
  | { readonly type: 'cancel'; readonly id: number }
  /** The receiver has so many bytes, and takes more. */
  | { readonly type: 'got'; readonly id: number; readonly bytes: number }
  /** The receiver has it all. */
  | { readonly type: 'done'; readonly id: number }
  | ({ readonly type: 'refuse'; readonly id: number } & Refusal)

const BEGIN = 1
const CHUNK = 2
const HIGHEST = 0xffff_ffff
const BEGIN_HEAD = 3
const CHUNK_HEAD = 9
/** Bytes of a head as JSON. */
export const LONGEST_HEAD = 8_192

export const encode: {
  begin(head: Head, bytes: Uint8Array): Bytes
  chunk(id: number, at: number, bytes: Uint8Array): Bytes
  cancel(id: number): object
  got(id: number, bytes: number): object
  done(id: number): object
  refuse(id: number, refusal: Refusal): object
} = {
  begin(head, bytes) {
    const json = new TextEncoder().encode(JSON.stringify(head))
    return joined([BEGIN, json.length >> 8, json.length & 255], json, bytes)
  },
  chunk(id, at, bytes) {
    const head = new DataView(new ArrayBuffer(CHUNK_HEAD))
    head.setUint8(0, CHUNK)
    head.setUint32(1, id)
    head.setUint32(5, at)
    return joined(new Uint8Array(head.buffer), bytes)
  },
  cancel: (id) => ({ cancel: id }),
  got: (id, bytes) => ({ got: id, bytes }),
  done: (id) => ({ done: id }),
  refuse: (id, refusal) => ({ refuse: id, ...refusal }),
}

/** What a peer has sent, if it is well-formed. */
export function decode(raw: unknown): Message | undefined {
  if (raw instanceof Uint8Array) return raw[0] === BEGIN ? decodeBegin(raw) : decodeChunk(raw)
  if (!isObject(raw)) return undefined
  const { cancel, got, done, refuse, bytes } = raw
  if (isId(cancel)) return { type: 'cancel', id: cancel }
  if (isId(done)) return { type: 'done', id: done }
  if (isId(got)) return isWhole(bytes, 0) ? { type: 'got', id: got, bytes } : undefined
  return isId(refuse) ? decodeRefusal(refuse, raw) : undefined
}

function decodeBegin(raw: Uint8Array): Message | undefined {
  const [, high = 0, low = 0] = raw
  const end = BEGIN_HEAD + high * 256 + low
  if (end > raw.length || end - BEGIN_HEAD > LONGEST_HEAD) return undefined
  const head = decodeHead(parsed(raw.subarray(BEGIN_HEAD, end)))
  const bytes = raw.subarray(end)
  return head && (bytes.length === 0 || bytes.length === head.size) ? { type: 'begin', head, bytes } : undefined
}

function decodeHead(raw: unknown): Head | undefined {
  if (!isObject(raw)) return undefined
  const { id, kind, size, form, type, name, metadata, to } = raw
  if (!isId(id) || !isWhole(size, 0) || !isForm(form) || !isType(type)) return undefined
  const about = { id, size, form, ...type !== undefined && { type } }
  if (kind === 'reply') return isId(to) ? { ...about, kind, to } : undefined
  return (kind === 'message' || kind === 'request') && isName(name) ? { ...about, kind, name, metadata } : undefined
}

function decodeChunk(raw: Uint8Array): Message | undefined {
  if (raw[0] !== CHUNK || raw.length <= CHUNK_HEAD) return undefined
  const view = new DataView(raw.buffer, raw.byteOffset)
  return { type: 'chunk', id: view.getUint32(1), at: view.getUint32(5), bytes: raw.subarray(CHUNK_HEAD) }
}

function decodeRefusal(id: number, { code, message, reason }: Record<string, unknown>): Message | undefined {
  const known = REFUSALS.find((each) => each === code)
  if (!known || !isText(message, MESSAGE_LENGTH) || (reason !== undefined && !isText(reason, CODE_LENGTH))) return undefined
  return { type: 'refuse', id, code: known, message, ...reason !== undefined && { reason } }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

function isId(value: unknown): value is number {
  return isWhole(value, 0, HIGHEST)
}

function isForm(value: unknown): value is Form {
  return value === 'json' || value === 'bytes' || value === 'blob'
}

function isType(value: unknown): value is string | undefined {
  return value === undefined || isText(value, TYPE_LENGTH)
}

function isText(value: unknown, length: number): value is string {
  return typeof value === 'string' && value.length <= length
}
