import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto'
import { base32 } from '../../src/seal/bytes.js'
import { challenge } from '../seal/challenge.js'

const label = (name: string): Buffer => Buffer.from(`almenara/${name}/v1\0`)
const hash = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

/** Gives challenges and checks proofs as section 10 of docs/protocol.md has it, written down once more with other means. */
export class Proofs {
  /** The host that challenges name; empty: any. */
  host = ''
  readonly #secret = randomBytes(32)
  readonly #issued = new Set<string>()
  readonly #spent = new Set<string>()

  challenge(): string {
    const text = challenge(this.#secret, Math.floor(Date.now() / 1000), randomBytes(11), this.host)
    this.#issued.add(text)
    return text
  }

  /** Challenges that were given so far are not good any more. */
  expire(): void {
    this.#issued.clear()
  }

  /** The peer that the proof is of; undefined unless it may join the room of that id. */
  peer(proof: unknown, room: string): string | undefined {
    const bytes = Buffer.from(typeof proof === 'string' ? proof : '', 'base64url')
    const [given, key, signature, roomKey, roomSignature] = cut(bytes, [48, 32, 64, 32, 64])
    if (bytes.length !== 240 || !given || !key || !signature || !roomKey || !roomSignature) return undefined
    const id = Buffer.from(room, 'base64url')
    const good = this.#issued.has(given.toString('base64url')) && hash(roomKey).equals(id)
      && isSigned(key, signature, label('seal-peer'), given, id) && isSigned(roomKey, roomSignature, label('seal-join'), given, id, key)
    const once = `${given.toString('hex')} ${key.toString('hex')}`
    if (!good || this.#spent.has(once)) return undefined
    this.#spent.add(once)
    return base32(hash(key), 26)
  }
}

function isSigned(key: Buffer, signature: Buffer, ...message: Buffer[]): boolean {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.toString('base64url') }, format: 'jwk' })
  return verify(null, Buffer.concat(message), publicKey, signature)
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  let at = 0
  return sizes.map((size) => bytes.subarray(at, at += size))
}
