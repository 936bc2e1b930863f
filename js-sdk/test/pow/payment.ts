import { createHash } from 'node:crypto'
import type { Work } from '../../src/pow/index.js'

export { quote } from '../../src/testing/quote.js'

const FACTORS = { 'post': [1, 1], 'join': [2, 4], 'claim': [3, 1], 'token': [4, 16], 'dht-put': [5, 32] } as const

const sha256 = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()

/** The expected hashes, by the document. */
export function effort(work: Work): number {
  const bytes = Buffer.from(work.body).length
  const batches = Math.max(1, Math.ceil((work.messages ?? 1) / 16), Math.ceil(bytes / 16_384))
  return Math.min(Buffer.from(work.quote, 'base64url').readUInt32BE(27) * FACTORS[work.action][1] * batches, 2 ** 24)
}

/** C of section 1.5: what the nonces are bound to. */
export function challenge(work: Work, salt: Uint8Array): Buffer {
  return sha256(
    Buffer.from('almenara/pow-proof/v1\0'), Buffer.from(work.quote, 'base64url'), Buffer.of(FACTORS[work.action][0]),
    work.room === undefined ? Buffer.alloc(32) : Buffer.from(work.room, 'base64url'),
    work.subject === undefined ? Buffer.alloc(32) : sha256(Buffer.from(work.subject)),
    sha256(Buffer.from(work.body)), salt,
  )
}

/** What is wrong with a payment for this work, checked without the code under test: empty when it is good. */
export function faults(payment: string, work: Work): string[] {
  const [text, encoded] = payment.split('.') as [string, string]
  const proof = Buffer.from(encoded, 'base64url')
  if (!/^[\w-]{63}\.[\w-]{96}$/.test(payment) || text !== work.quote || proof.length !== 72) return [`malformed: ${payment}`]
  const c = challenge(work, proof.subarray(0, 8))
  const nonces = Array.from({ length: 16 }, (_, index) => proof.readUInt32BE(8 + 4 * index))
  const limit = (2n ** 64n - 1n) * 16n / BigInt(Math.max(16, effort(work)))
  return nonces.flatMap((nonce, index) => {
    const block = Buffer.alloc(12)
    block.writeUInt32BE(nonce, 8)
    const isLate = index > 0 && nonces[index - 1]! >= nonce
    return [...(isLate ? [`nonce ${index} is not greater`] : []), ...(sha256(c, block).readBigUInt64BE() > limit ? [`nonce ${index} is no good`] : [])]
  })
}
