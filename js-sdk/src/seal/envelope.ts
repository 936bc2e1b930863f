import { AlmenaraError, misuse } from '../errors.js'
import { toJson } from '../frames.js'
import { base64url } from '../ids.js'
import { type Bytes, decode, joined, label, number, utf8 } from './bytes.js'
import { SealError } from './errors.js'
import { isPeerId } from './identity.js'

/** What a sealed message is: a signal, a standing offer or an answer to one. */
export type Kind = 'signal' | 'offer' | 'answer'

const KINDS: Record<Kind, number> = { signal: 1, offer: 2, answer: 3 }

/** Everything that an envelope is bound to. */
export interface Address {
  /** The 32 bytes of the room id. */
  readonly room: Bytes
  readonly from: string
  /** Undefined: everybody else. */
  readonly to: string | undefined
  readonly kind: Kind
}

export interface Content {
  /** Its place in the stream of the same sender, receiver and kind, from 0. */
  readonly seq: number
  /** When it was sealed, in seconds. */
  readonly time: number
  readonly data: unknown
}

/** What an envelope is made with: 1 the secret of the room, 2 the key of a known peer. */
export type Version = 1 | 2

/** An envelope on its way: what goes unencrypted in front, and the rest. */
export interface Envelope { readonly version: Version; readonly toAll: boolean; readonly rest: Bytes }

/** The lengths that a content is padded to. */
const SIZES = [256, 1024, 4096, 16_384, 32_768]
const HEAD = 10
/** What stands before the padded content, and the tag of AES-GCM behind it. */
const OVERHEAD = { 1: 2 + 12 + 16, 2: 2 + 32 + 16 }
const NOBODY = new Uint8Array(26)

/** The peer id as it is bound; zeros stand for everybody. Throws `misuse` for what is no peer id. */
export function party(peer: string | undefined): Bytes {
  if (peer === undefined) return NOBODY
  if (!isPeerId(peer)) throw misuse('A peer id has 26 characters of lower-case base32.')
  return utf8(peer)
}

/** The associated data. */
export function associated({ room, from, to, kind }: Address, version: Version): Bytes {
  return joined(label('seal-envelope'), Uint8Array.of(version), room, party(from), party(to), Uint8Array.of(KINDS[kind]))
}

/** The content in one of five lengths. Throws `too-large` for one that exceeds the longest, `misuse` for data that JSON does not know. */
export function pad({ seq, time, data }: Content): Bytes {
  const body = utf8(toJson(data))
  const size = SIZES.find((each) => each >= HEAD + body.length)
  if (size === undefined) throw new AlmenaraError('too-large', `A sealed message takes ${SIZES.at(-1)! - HEAD} bytes at most.`)
  const padded = new Uint8Array(size)
  padded.set(joined(number(seq, 4), number(time, 4), number(body.length, 2), body))
  return padded
}

/** The content of decrypted bytes. */
export function unpad(bytes: Bytes): Content {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const end = HEAD + view.getUint16(8)
  if (end > bytes.length || bytes.subarray(end).some((byte) => byte !== 0)) throw new SealError('malformed', 'a message')
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(HEAD, end))
    return { seq: view.getUint32(0), time: view.getUint32(4), data: JSON.parse(text) as unknown }
  } catch {
    throw new SealError('malformed', 'a message')
  }
}

export function formatEnvelope({ version, toAll, rest }: Envelope): string {
  return base64url(joined(Uint8Array.of(version, toAll ? 0 : 1), rest))
}

/** Undefined for what is no envelope of that version: another length, another way to write it. */
export function readEnvelope(text: unknown, version: Version): Envelope | undefined {
  if (typeof text !== 'string') return undefined
  const size = SIZES.map((each) => each + OVERHEAD[version]).find((each) => Math.ceil(each * 4 / 3) === text.length)
  const bytes = size === undefined ? undefined : decode(text, size)
  if (bytes?.[0] !== version || bytes[1]! > 1) return undefined
  return { version, toAll: bytes[1] === 0, rest: bytes.slice(2) }
}
