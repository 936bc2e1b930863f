import { type Bytes, joined, number, utf8 } from './bytes.js'
import { hmac, hmacKey, needing, type Pair, subtle } from './webcrypto.js'

// Hybrid Public Key Encryption (RFC 9180), one message a context: mode_auth of DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and
// AES-256-GCM (2) or, as in the vectors of the RFC, AES-128-GCM (1).

export type Aead = 1 | 2

/** What both ends have once they agree. */
export interface Context {
  readonly key: CryptoKey
  readonly nonce: Bytes
  /** A further secret of 32 bytes, for the use that is named. */
  export(use: Bytes): Promise<Bytes>
}

const X25519 = 'X25519'
const MODE_AUTH = Uint8Array.of(2)
const NONE = new Uint8Array(0)
const ZEROS = new Uint8Array(32)
const KEM = joined(utf8('KEM'), number(0x20, 2))

/** A public key from its 32 bytes. */
export function publicKey(bytes: Bytes): Promise<CryptoKey> {
  return needing(X25519, () => subtle().importKey('raw', bytes, X25519, true, []))
}

export async function bytesOf(key: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await subtle().exportKey('raw', key))
}

export interface Outgoing { readonly own: Pair; readonly to: CryptoKey; readonly ephemeral: Pair; readonly info: Bytes; readonly aead: Aead }

/** The sender's side: SetupAuthS. */
export async function outgoing({ own, to, ephemeral, info, aead }: Outgoing): Promise<Context> {
  const secret = joined(await agreed(ephemeral.privateKey, to), await agreed(own.privateKey, to))
  const keys = await Promise.all([ephemeral.publicKey, to, own.publicKey].map(bytesOf))
  return schedule(await extracted(secret, joined(...keys)), info, aead)
}

export interface Incoming { readonly own: Pair; readonly from: CryptoKey; readonly enc: Bytes; readonly info: Bytes; readonly aead: Aead }

/** The receiver's side: SetupAuthR. Rejects for an `enc` of small order. */
export async function incoming({ own, from, enc, info, aead }: Incoming): Promise<Context> {
  const secret = joined(await agreed(own.privateKey, await publicKey(enc)), await agreed(own.privateKey, from))
  const keys = await Promise.all([own.publicKey, from].map(bytesOf))
  return schedule(await extracted(secret, joined(enc, ...keys)), info, aead)
}

/** WebCrypto rejects a result of zeros with an OperationError. */
async function agreed(own: CryptoKey, other: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await subtle().deriveBits({ name: X25519, public: other }, own, 256))
}

async function extracted(secret: Bytes, kemContext: Bytes): Promise<Bytes> {
  return expand(await extract(NONE, KEM, 'eae_prk', secret), KEM, 'shared_secret', { info: kemContext, length: 32 })
}

async function schedule(shared: Bytes, info: Bytes, aead: Aead): Promise<Context> {
  const suite = joined(utf8('HPKE'), number(0x20, 2), number(1, 2), number(aead, 2))
  const context = joined(MODE_AUTH, await extract(NONE, suite, 'psk_id_hash', NONE), await extract(NONE, suite, 'info_hash', info))
  const secret = await extract(shared, suite, 'secret', NONE)
  const derive = (use: string, length: number): Promise<Bytes> => expand(secret, suite, use, { info: context, length })
  const exporter = await derive('exp', 32)
  return {
    key: await subtle().importKey('raw', await derive('key', 16 * aead), 'AES-GCM', false, ['encrypt', 'decrypt']),
    nonce: await derive('base_nonce', 12),
    export: (use) => expand(exporter, suite, 'sec', { info: use, length: 32 }),
  }
}

/** LabeledExtract. WebCrypto takes no empty key; one of zeros is the same to HMAC. */
async function extract(salt: Bytes, suite: Bytes, use: string, secret: Bytes): Promise<Bytes> {
  return hmac(await hmacKey(salt.length === 0 ? ZEROS : salt), utf8('HPKE-v1'), suite, utf8(use), secret)
}

/** LabeledExpand for at most 32 bytes, which take one block. */
async function expand(secret: Bytes, suite: Bytes, use: string, { info, length }: { info: Bytes; length: number }): Promise<Bytes> {
  const block = await hmac(await hmacKey(secret), number(length, 2), utf8('HPKE-v1'), suite, utf8(use), info, Uint8Array.of(1))
  return block.slice(0, length)
}
