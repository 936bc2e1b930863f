import { type Bytes, joined } from '../data/bytes.js'
import { isWhole, isWholes } from '../data/values.js'
import { base64url, isRoomId } from '../ids.js'
import { isObject } from '../messages.js'

/** What peers say about files (section 8 of docs/protocol.md). */
export type FileMessage =
  | { readonly kind: 'who'; readonly id: string }
  /** Without bits: all of it. */
  | { readonly kind: 'have'; readonly id: string; readonly bits?: Uint8Array }
  | { readonly kind: 'get' | 'drop'; readonly id: string; readonly chunks: readonly number[] }
  /** Without chunks: no piece of the manifest. `busy`: not now. */
  | { readonly kind: 'no'; readonly id: string; readonly chunks: readonly number[]; readonly busy: boolean }
  | { readonly kind: 'manifest'; readonly id: string; readonly at: number }
  | { readonly kind: 'chunk'; readonly id: string; readonly index: number; readonly data: Uint8Array }
  | { readonly kind: 'piece'; readonly id: string; readonly at: number; readonly total: number; readonly data: Uint8Array }

const CHUNK = 1
const PIECE = 2
const BITS = 3
const ID = 32
const HIGHEST = 0xffff_ffff
/** So many chunks may be named at once. */
export const NAMED = 1_024

export const encode: {
  who(id: string): object
  haveAll(id: string): object
  have(id: string, bits: Uint8Array): Bytes
  get(id: string, chunks: readonly number[]): object
  drop(id: string, chunks: readonly number[]): object
  no(id: string, chunks: readonly number[], busy: boolean): object
  manifest(id: string, at: number): object
  chunk(id: string, index: number, data: Uint8Array): Bytes
  piece(id: string, part: { at: number; total: number; data: Uint8Array }): Bytes
} = {
  who: (id) => ({ who: id }),
  haveAll: (id) => ({ have: id }),
  have: (id, bits) => joined([BITS], idBytes(id), bits),
  get: (id, chunks) => ({ get: id, chunks }),
  drop: (id, chunks) => ({ drop: id, chunks }),
  no: (id, chunks, busy) => ({ no: id, chunks, ...busy && { busy } }),
  manifest: (id, at) => ({ manifest: id, at }),
  chunk: (id, index, data) => joined([CHUNK], idBytes(id), number(index), data),
  piece: (id, { at, total, data }) => joined([PIECE], idBytes(id), number(at), number(total), data),
}

/** What a peer has sent, if it is well-formed. */
export function decode(raw: unknown): FileMessage | undefined {
  if (raw instanceof Uint8Array) return decodeBytes(raw)
  if (!isObject(raw)) return undefined
  const { who, have, get, drop, no, manifest, chunks, at } = raw
  if (isId(who)) return { kind: 'who', id: who }
  if (isId(have)) return { kind: 'have', id: have }
  if (isId(manifest)) return isWhole(at, 0, HIGHEST) ? { kind: 'manifest', id: manifest, at } : undefined
  if (!isWholes(chunks, NAMED, HIGHEST)) return undefined
  if (isId(get)) return { kind: 'get', id: get, chunks }
  if (isId(drop)) return { kind: 'drop', id: drop, chunks }
  return isId(no) ? { kind: 'no', id: no, chunks, busy: raw.busy === true } : undefined
}

function decodeBytes(bytes: Uint8Array): FileMessage | undefined {
  const [kind] = bytes
  const body = 1 + ID
  const numbers = kind === CHUNK ? 1 : kind === PIECE ? 2 : 0
  const start = body + numbers * 4
  if (bytes.length < start) return undefined
  const id = base64url(bytes.subarray(1, body))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const data = bytes.subarray(start)
  if (kind === BITS) return { kind: 'have', id, bits: data }
  if (kind === CHUNK) return { kind: 'chunk', id, index: view.getUint32(body), data }
  return kind === PIECE ? { kind: 'piece', id, at: view.getUint32(body), total: view.getUint32(body + 4), data } : undefined
}

/** Whether the text can be the id of a file: 32 bytes, as that of a room. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && isRoomId(text)
}

function idBytes(id: string): Uint8Array {
  return Uint8Array.from(atob(id.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0))
}

function number(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}
