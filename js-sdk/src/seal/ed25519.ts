import { type Bytes, joined, same } from './bytes.js'
import { needing, subtle } from './webcrypto.js'

/** A key pair that signs (Ed25519, RFC 8032). The private key does not leave WebCrypto. */
export interface Signer {
  /** The public key, 32 bytes. */
  readonly key: Bytes
  /** Signs the parts as one message; the signature has 64 bytes. */
  sign(...message: readonly Uint8Array[]): Promise<Bytes>
}

const NAME = 'Ed25519'
/** What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410). */
const PKCS8 = hex('302e020100300506032b657004220420')

/** The y of the points whose order divides 8, but for those that are not below p: anybody signs anything for such a key. */
const SMALL = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map(hex)

export async function newSigner(): Promise<Signer> {
  const pair = await needing(NAME, () => subtle().generateKey(NAME, false, ['sign', 'verify'])) as CryptoKeyPair
  return signer(pair.privateKey, new Uint8Array(await subtle().exportKey('raw', pair.publicKey)))
}

/** The key pair of a seed of 32 bytes. */
export async function signerOf(seed: Uint8Array): Promise<Signer> {
  const read = (extractable: boolean): Promise<CryptoKey> => subtle().importKey('pkcs8', joined(PKCS8, seed), NAME, extractable, ['sign'])
  // The public key comes out of WebCrypto only by way of the private one.
  const { x } = await subtle().exportKey('jwk', await needing(NAME, () => read(true)))
  const key = Uint8Array.from(atob((x ?? '').replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0))
  return signer(await read(false), key)
}

function signer(privateKey: CryptoKey, key: Bytes): Signer {
  return { key, sign: async (...message) => new Uint8Array(await subtle().sign(NAME, privateKey, joined(...message))) }
}

/** Whether that is the signature of the message by a sound key. Never throws for a bad key. */
export async function verify(key: Bytes, signature: Bytes, ...message: readonly Uint8Array[]): Promise<boolean> {
  if (!isSound(key)) return false
  try {
    const imported = await needing(NAME, () => subtle().importKey('raw', key, NAME, false, ['verify']))
    return await subtle().verify(NAME, imported, signature, joined(...message))
  } catch (error) {
    // What is no point of the curve may not be imported, or not be used.
    if (/^(DataError|OperationError)$/.test((error as Error).name)) return false
    throw error
  }
}

/** Whether 32 bytes are written as RFC 8032 has them (y below p) and are no point of small order. */
export function isSound(key: Uint8Array): boolean {
  if (key.length !== 32) return false
  const y = key.map((byte, index) => index === 31 ? byte & 0x7f : byte)
  const canonical = y[31] !== 0x7f || y[0]! < 0xed || y.slice(1, 31).some((byte) => byte !== 0xff)
  return canonical && !SMALL.some((each) => same(each, y))
}

function hex(text: string): Bytes {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}
