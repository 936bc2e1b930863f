import { argon2id } from 'hash-wasm'

/** Argon2id (RFC 9106) with 64 MiB, three passes and one lane: 32 bytes, after about half a second. */
export function argon2(password: Uint8Array, salt: Uint8Array): Promise<Uint8Array> {
  return argon2id({ password, salt, memorySize: 65_536, iterations: 3, parallelism: 1, hashLength: 32, outputType: 'binary' })
}
