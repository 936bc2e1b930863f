import { base32, type Bytes } from './bytes.js'
import { newSigner, type Signer } from './ed25519.js'
import { sha256 } from './webcrypto.js'

const LENGTH = 26

/** Who this peer is for one session: a key pair that is made for it and dies with it, and the id that follows from its public key. */
export interface Identity extends Signer {
  /** The peer id: 26 characters of base32. */
  readonly peer: string
}

/** A new identity. One for each room keeps rooms from being linked. */
export async function newIdentity(): Promise<Identity> {
  return identityOf(await newSigner())
}

/** @internal */
export async function identityOf(signer: Signer): Promise<Identity> {
  return { ...signer, peer: await peerIdOf(signer.key) }
}

/** The id of the peer with that public key: the first 130 bits of its SHA-256. @internal */
export async function peerIdOf(key: Bytes): Promise<string> {
  return base32(await sha256(key), LENGTH)
}

/** @internal */
export function isPeerId(text: unknown): text is string {
  return typeof text === 'string' && /^[a-z2-7]{26}$/.test(text)
}
