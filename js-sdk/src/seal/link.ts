import { base64url } from '../ids.js'
import { type Bytes, decode, field, joined, label, number, utf8 } from './bytes.js'
import { verify } from './ed25519.js'
import { type Address, party } from './envelope.js'
import { SealError } from './errors.js'
import { type Identity, peerIdOf } from './identity.js'
import { sha256 } from './webcrypto.js'

/** A signature over a description as text: public key, seconds, 0 for everybody or 1 for one peer, signature. */
const PROOF = 32 + 4 + 1 + 64
const NO_OFFER = new Uint8Array(32)
const STRONG = /^sha-(256|384|512)$/

/** A session description as plain data. */
export interface Description {
  /** Whether it asks or answers. */
  readonly type: 'offer' | 'answer'
  /** The description itself (SDP, RFC 8866). */
  readonly sdp: string
}

/** What is signed, besides the description: who to whom, when, and which offer an answer is for. */
export interface Statement extends Omit<Address, 'kind'> {
  readonly time: number
  /** The hash of the offer that an answer is for, 32 bytes. */
  readonly offer: Bytes | undefined
}

export interface LinkProof { readonly key: Bytes; readonly time: number; readonly toAll: boolean; readonly signature: Bytes }

/**
 * The certificate that a session description names: `sha-256 AB:CD:…`. Throws unless there is exactly one, by a hash
 * that is not broken: with two of them nobody could say which one the connection has.
 */
export function fingerprintOf(sdp: string): string {
  const lines = sdp.split(/\r\n|\r|\n/).filter((line) => /^\s*a=fingerprint/i.test(line))
  const named = new Set(lines.map((line) => {
    const [, name = '', value = ''] = /^a=fingerprint:(\S+) ((?:[0-9a-f]{2}:)+[0-9a-f]{2})$/i.exec(line) ?? []
    return `${name.toLowerCase()} ${value.toUpperCase()}`
  }))
  const [first = ''] = named
  if (named.size !== 1 || !STRONG.test(first.split(' ')[0]!)) throw new SealError('malformed', 'a description')
  return first
}

/** The ICE user fragments that it names, in their order, each once: one, unless media are not bundled. */
export function ufragsOf(sdp: string): string {
  return [...new Set([...sdp.matchAll(/^a=ice-ufrag:(\S+)/gm)].map(([, ufrag]) => ufrag))].join(' ')
}

/** What is signed; its hash names an offer in the answer to it. */
export async function statement({ type, sdp }: Description, { room, from, to, time, offer }: Statement): Promise<Bytes> {
  const complete = type === 'answer' ? offer && to : type === 'offer' && !offer
  if (!complete) throw new SealError('malformed', 'a description')
  return joined(
    label('seal-link'), room, party(from), party(to), Uint8Array.of(type === 'offer' ? 1 : 2), number(time, 4), offer ?? NO_OFFER,
    field(fingerprintOf(sdp)), field(ufragsOf(sdp)), await sha256(utf8(sdp)),
  )
}

export async function sign(identity: Identity, said: Bytes, { to, time }: Statement): Promise<string> {
  return base64url(joined(identity.key, number(time, 4), number(to === undefined ? 0 : 1, 1), await identity.sign(said)))
}

export function readProof(text: unknown): LinkProof | undefined {
  const bytes = decode(text, PROOF)
  if (!bytes || bytes[36]! > 1) return undefined
  return { key: bytes.slice(0, 32), time: new DataView(bytes.buffer).getUint32(32), toAll: bytes[36] === 0, signature: bytes.slice(37) }
}

/** Whether the proof is the signature of that peer. */
export async function isSignedBy(peer: string, { key, signature }: LinkProof, said: Bytes): Promise<boolean> {
  return await peerIdOf(key) === peer && verify(key, signature, said)
}
