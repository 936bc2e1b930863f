import { base64url } from '../ids.js'
import { type Bytes, joined, label, utf8 } from './bytes.js'
import { type Channel, channelOf } from './channel.js'
import { type Signer, signerOf } from './ed25519.js'
import { sha256, subtle } from './webcrypto.js'

/** Senders whose keys are kept; those of others are derived again. */
const KEPT = 256

/** Everything that follows from a room secret, by HKDF-SHA-256 (RFC 5869). */
export interface RoomKeys {
  /** The room id: the SHA-256 of the public key of `signer`. */
  readonly room: string
  /** Proves to a node that this peer knows the secret. */
  readonly signer: Signer
  /** Proves that a link is between two who know the secret. */
  readonly channel: Channel
  /** The AES-256-GCM key of one sender. */
  envelope(from: string): Promise<CryptoKey>
}

export async function roomKeys(secret: Bytes): Promise<RoomKeys> {
  const root = await subtle().importKey('raw', secret, 'HKDF', false, ['deriveBits', 'deriveKey'])
  const derivation = (info: Bytes): HkdfParams => ({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info })
  const bits = async (use: string): Promise<Bytes> => new Uint8Array(await subtle().deriveBits(derivation(label(use)), root, 256))
  const signer = await signerOf(await bits('seal-room'))
  const senders = new Map<string, Promise<CryptoKey>>()
  return {
    room: base64url(await sha256(signer.key)),
    signer,
    channel: channelOf(await bits('seal-channel')),
    envelope(from) {
      const key = senders.get(from) ?? subtle().deriveKey(
        derivation(joined(label('seal-envelope'), utf8(from))), root, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
      senders.delete(from)
      senders.set(from, key)
      const [oldest] = senders.keys()
      if (senders.size > KEPT) senders.delete(oldest as string)
      return key
    },
  }
}
