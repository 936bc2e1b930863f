import { AlmenaraError, broken, misuse } from './errors.js'
import { isObject } from './messages.js'
import type { NegotiationMessage } from './negotiation.js'

/** What applications may send: text, JSON values and bytes. Bytes arrive as a Uint8Array. */
export type Data = string | number | boolean | null | readonly unknown[] | { readonly [key: string]: unknown } | object | ArrayBuffer | ArrayBufferView

/** What travels over the data channel `almenara` (section 8 of docs/protocol.md). */
export type Frame =
  | { kind: 'message'; data: unknown }
  | { kind: 'action'; name: string; data: unknown }
  | { kind: 'link'; message: NegotiationMessage }
  | { kind: 'bye' }
  | { kind: 'self'; self: string }
  /** Of the comparison of five emoji. */
  | { kind: 'check'; text: string }

export type Encoded = string | Uint8Array<ArrayBuffer>

/** How the names of the SDK's own actions begin. */
export const OWN = 'almenara/'

const MESSAGE = 0
const ACTION = 1

/** A frame for application data; of a certain action when a name is given. */
export function encodeData(data: unknown, action?: string): Encoded {
  const bytes = asBytes(data)
  if (bytes) return encodeBytes(bytes, action)
  return `{${action === undefined ? '' : `"a":${JSON.stringify(action)},`}"m":${toJson(data)}}`
}

/** How many bytes a text takes in UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}

/** A frame of the SDK's own, as it stands on the wire. */
export const encodeControl: (frame: { l: NegotiationMessage } | { bye: true } | { self: string }) => string = JSON.stringify

/** Undefined for a frame that this version does not know; throws for one that is broken. */
export function decodeFrame(raw: unknown): Frame | undefined {
  const bytes = asBytes(raw)
  if (bytes) return decodeBytes(bytes)
  if (typeof raw !== 'string') throw broken('a frame of the peer')
  const frame: unknown = JSON.parse(raw)
  if (!isObject(frame)) throw broken('a frame of the peer')
  if ('m' in frame) return typeof frame.a === 'string' ? { kind: 'action', name: frame.a, data: frame.m } : { kind: 'message', data: frame.m }
  if (isObject(frame.l)) return { kind: 'link', message: frame.l as NegotiationMessage }
  if (frame.bye === true) return { kind: 'bye' }
  if (typeof frame.self === 'string') return { kind: 'self', self: frame.self }
  if (typeof frame.check === 'string') return { kind: 'check', text: frame.check }
  return undefined
}

function encodeBytes(bytes: Uint8Array, action: string | undefined): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode(action ?? '')
  if (name.length > 255) throw misuse('A name takes 255 bytes at most.')
  const head = action === undefined ? [MESSAGE] : [ACTION, name.length, ...name]
  const frame = new Uint8Array(head.length + bytes.length)
  frame.set(head)
  frame.set(bytes, head.length)
  return frame
}

function decodeBytes(frame: Uint8Array): Frame | undefined {
  if (frame[0] === MESSAGE) return { kind: 'message', data: frame.subarray(1) }
  if (frame[0] !== ACTION) return undefined
  const end = 2 + (frame[1] ?? 256)
  if (end > frame.length) throw broken('a frame of the peer')
  return { kind: 'action', name: new TextDecoder().decode(frame.subarray(2, end)), data: frame.subarray(end) }
}

function asBytes(data: unknown): Uint8Array | undefined {
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return undefined
}

/** A value of the application's as JSON; throws `misuse` for one that has none. */
export function toJson(value: unknown): string {
  let cause: unknown
  try {
    const json: string | undefined = JSON.stringify(value)
    if (json !== undefined) return json
  } catch (error) {
    cause = error
  }
  throw new AlmenaraError('misuse', 'Send a value that JSON knows.', { cause })
}
