import { isWhole } from '../data/values.js'
import { type Bytes, joined } from '../data/bytes.js'

/*
 * What goes over the wire: a byte that tells the kind, and what follows.
 *
 *   ask, askBack   8 bytes of digest, the state vector    what have you that I lack?
 *   answer         an update, or nothing if both have the same
 *   update         an update that was just made
 *   presence       JSON: [client, clock, state]           one's own entry of the awareness; null: it has gone
 *   piece          id, bytes of the whole, offset (32 bits each), bytes of a message
 *
 * Who is asked by `ask` answers and asks back, unless the digests are the same; `askBack` is only answered. The digest is taken over the
 * state vector and the deletions, so that two who differ in deletions alone find out.
 */
export const KINDS = ['ask', 'askBack', 'answer', 'update', 'presence', 'piece'] as const
export type Kind = typeof KINDS[number]

export interface Message { readonly kind: Kind; readonly body: Uint8Array }
export interface Question { readonly digest: Uint8Array; readonly vector: Uint8Array }
export interface Piece { readonly id: number; readonly total: number; readonly at: number; readonly bytes: Uint8Array }

const DIGEST = 8
const PIECE_HEAD = 12

export function encodeMessage(kind: Kind, ...body: readonly ArrayLike<number>[]): Bytes {
  return joined([KINDS.indexOf(kind)], ...body)
}

export function encodePiece({ id, total, at, bytes }: Piece): Bytes {
  const head = new DataView(new ArrayBuffer(PIECE_HEAD))
  for (const [index, value] of [id, total, at].entries()) head.setUint32(4 * index, value)
  return encodeMessage('piece', new Uint8Array(head.buffer), bytes)
}

/** What a peer has sent, if it is a message. */
export function decodeMessage(data: unknown): Message | undefined {
  if (!(data instanceof Uint8Array)) return undefined
  const kind = KINDS[data[0] ?? KINDS.length]
  return kind && { kind, body: data.subarray(1) }
}

export function decodeQuestion(body: Uint8Array): Question | undefined {
  return body.length > DIGEST ? { digest: body.subarray(0, DIGEST), vector: body.subarray(DIGEST) } : undefined
}

export function decodePiece(body: Uint8Array): Piece | undefined {
  if (body.length <= PIECE_HEAD) return undefined
  const view = new DataView(body.buffer, body.byteOffset)
  const [id, total, at] = [view.getUint32(0), view.getUint32(4), view.getUint32(8)]
  const bytes = body.subarray(PIECE_HEAD)
  return at + bytes.length > total ? undefined : { id, total, at, bytes }
}

/** One's own entry of the awareness as a peer has sent it. */
export interface Presence { readonly client: number; readonly clock: number; readonly state: object | null }

export function encodePresence({ client, clock, state }: Presence): Bytes {
  return encodeMessage('presence', new TextEncoder().encode(JSON.stringify([client, clock, state])))
}

export function decodePresence(body: Uint8Array): Presence | undefined {
  try {
    const [client, clock, state] = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown[]
    if (!isWhole(client, 0) || !isWhole(clock, 0) || typeof state !== 'object' || Array.isArray(state)) return undefined
    return { client, clock, state }
  } catch {
    return undefined
  }
}

/** Two sums after the manner of FNV-1a, 8 bytes; not for secrets. */
export function digest(bytes: Uint8Array): Bytes {
  let one = 0x811c9dc5
  let other = 0x9747b28c
  for (const byte of bytes) {
    one = Math.imul(one ^ byte, 0x01000193)
    other = Math.imul(other ^ byte, 0x85ebca6b)
    other ^= other >>> 13
  }
  const both = new DataView(new ArrayBuffer(DIGEST))
  both.setInt32(0, one)
  both.setInt32(4, other)
  return new Uint8Array(both.buffer)
}
