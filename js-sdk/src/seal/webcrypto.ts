import type { Bytes } from './bytes.js'
import { joined } from './bytes.js'
import { unsupported } from './errors.js'

/** An X25519 key pair. */
export interface Pair {
  /** Can't be read, only used. */
  readonly privateKey: CryptoKey
  /** What others get. */
  readonly publicKey: CryptoKey
}

/** What is taken from where the code runs; tests set the time and the dice. */
export interface Means {
  /** Milliseconds since the epoch. */
  now(): number
  random(length: number): Bytes
  pair(): Promise<Pair>
}

export const platform: Means = {
  now: Date.now,
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  pair: () => needing('X25519', () => subtle().generateKey('X25519', false, ['deriveBits'])) as Promise<Pair>,
}

/** The platform's WebCrypto; throws `unsupported` where the page may not use it. */
export function subtle(): SubtleCrypto {
  const { crypto } = globalThis as { crypto?: Crypto }
  if (!crypto?.subtle) throw unsupported('a secure context')
  return crypto.subtle
}

/** Runs what needs an algorithm that older browsers lack. */
export async function needing<T>(algorithm: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if ((error as Error).name === 'NotSupportedError') throw unsupported(algorithm, error)
    throw error
  }
}

export async function sha256(...parts: readonly Uint8Array[]): Promise<Bytes> {
  return new Uint8Array(await subtle().digest('SHA-256', joined(...parts)))
}

/** A key for HMAC-SHA-256. */
export function hmacKey(bytes: Bytes): Promise<CryptoKey> {
  return subtle().importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
}

export async function hmac(key: CryptoKey, ...parts: readonly Uint8Array[]): Promise<Bytes> {
  return new Uint8Array(await subtle().sign('HMAC', key, joined(...parts)))
}
