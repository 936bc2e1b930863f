import { createHash } from 'node:crypto'
import type { Bytes } from '../../src/seal/bytes.js'
import { signerOf } from '../../src/seal/ed25519.js'
import { type Identity, identityOf } from '../../src/seal/identity.js'
import { type Means, type Pair, platform } from '../../src/seal/webcrypto.js'

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
export const unhex = (text: string): Bytes => Uint8Array.from(Buffer.from(text, 'hex'))

/** 32 bytes that follow from a name. */
export const bytesFor = (name: string): Bytes => Uint8Array.from(createHash('sha256').update(name).digest())

/** The same peer in every run. */
export const identityFor = async (name: string): Promise<Identity> => identityOf(await signerOf(bytesFor(name)))

/** The X25519 key pair of a private key. */
export async function pairOf(secret: Uint8Array): Promise<Pair> {
  const pkcs8 = Uint8Array.from([...unhex('302e020100300506032b656e04220420'), ...secret])
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'X25519', true, ['deriveBits'])
  const { x } = await crypto.subtle.exportKey('jwk', privateKey)
  const publicKey = await crypto.subtle.importKey('raw', Buffer.from(x ?? '', 'base64url'), 'X25519', true, [])
  return { privateKey, publicKey }
}

/** A clock that tests turn, and chance as it comes. */
export function turnable(now = 1_800_000_123_000): Means & { time: number } {
  return { ...platform, time: now, now() { return this.time } }
}

/** Time and dice that are the same in every run. */
export function fixed(name: string, now = 1_800_000_123_000): Means {
  let drawn = 0
  const draw = (): Bytes => bytesFor(`${name} ${drawn++}`)
  return { now: () => now, random: (length) => draw().slice(0, length), pair: () => pairOf(draw()) }
}

/** A session description as browsers write it, of an end with that name. */
export function sdpOf(name: string, more = ''): string {
  const fingerprint = hex(bytesFor(`${name} certificate`)).toUpperCase().match(/../g)!.join(':')
  return [
    'v=0', 'o=- 4611731400430051336 2 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0', 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0', `a=ice-ufrag:${hex(bytesFor(name)).slice(0, 4)}`, `a=ice-pwd:${hex(bytesFor(name)).slice(4, 28)}`,
    `a=fingerprint:sha-256 ${fingerprint}`, 'a=setup:actpass', 'a=mid:0', 'a=sctp-port:5000', ...more ? [more] : [], '',
  ].join('\r\n')
}
