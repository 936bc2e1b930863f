import { createHash, randomBytes, randomInt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { wasm } from '../../scripts/wasm.mjs'
import { midstate } from '../../src/pow/midstate.js'
import { type Block, type Search, searchBy, searchInScript, type Target } from '../../src/pow/search.js'
import { sha256 } from '../../src/pow/sha256.js'

const MOST: Target = { high: 0xffffffff, low: 0xffffffff }

const searches: [string, Search][] = [
  ['SIMD', searchBy(new WebAssembly.Module(wasm('simd')))],
  ['scalar', searchBy(new WebAssembly.Module(wasm('scalar')))],
  ['script', searchInScript],
]

/** The first 64 bits of the hash of a nonce, by another implementation. */
function oracle(challenge: Uint8Array, nonce: number): bigint {
  const block = Buffer.alloc(44)
  block.set(challenge)
  block.writeBigUInt64BE(BigInt(nonce), 36)
  return createHash('sha256').update(block).digest().readBigUInt64BE()
}

function halves(value: bigint): Target {
  return { high: Number(value >> 32n), low: Number(value & 0xffffffffn) }
}

/** What a search has to give. */
function expected(challenge: Uint8Array, { start, count }: Block, target: bigint): number[] {
  const nonces = Array.from({ length: count }, (_, index) => start + index)
  return nonces.filter((nonce) => oracle(challenge, nonce) <= target).slice(0, 16)
}

test('SHA-256 agrees with another implementation at every length around the ends of blocks', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = randomBytes(length)
    expect(Buffer.from(sha256(bytes)).equals(createHash('sha256').update(bytes).digest()), `${length} bytes`).toBe(true)
  }
})

describe.each(searches)('the search by %s', (_, search) => {
  test('agrees with another implementation on 10,000 random challenges and nonces', () => {
    for (let round = 0; round < 2_500; round++) {
      const challenge = randomBytes(32)
      const block = { start: randomInt(2 ** 32 - 4), count: 4 }
      const hashes = [0, 1, 2, 3].map((lane) => oracle(challenge, block.start + lane))
      // The hash of one of the four is the target: it is found, those below it are, and with one less it is not.
      const target = hashes[round % 4] as bigint
      const found = search(midstate(challenge), block, halves(target))
      const without = search(midstate(challenge), block, halves(target - 1n))
      expect(found).toEqual(expected(challenge, block, target))
      expect(without).toEqual(found.filter((nonce) => nonce !== block.start + round % 4))
    }
  })

  test('finds in a long block what another implementation finds, and ends at the sixteenth', () => {
    const challenge = randomBytes(32)
    for (const target of [2n ** 64n / 1_000n, 2n ** 64n / 300n, 2n ** 64n - 1n]) {
      const block = { start: 4_000, count: 16_384 }
      expect(search(midstate(challenge), block, halves(target))).toEqual(expected(challenge, block, target))
    }
  })

  test('accepts every nonce when the target is the greatest, and none but a hash of zeros when it is 0', () => {
    const words = midstate(randomBytes(32))
    expect(search(words, { start: 0, count: 64 }, MOST)).toEqual(Array.from({ length: 16 }, (_, nonce) => nonce))
    expect(search(words, { start: 0, count: 4 }, MOST)).toEqual([0, 1, 2, 3])
    expect(search(words, { start: 0, count: 4_096 }, { high: 0, low: 0 })).toEqual([])
  })

  test('takes nonces as unsigned up to the last', () => {
    const block = { start: 2 ** 32 - 8, count: 8 }
    expect(search(midstate(randomBytes(32)), block, MOST)).toEqual(Array.from({ length: 8 }, (_, index) => 2 ** 32 - 8 + index))
  })

  test('leaves nothing of one challenge to the next', () => {
    const [one, other] = [randomBytes(32), randomBytes(32)]
    const block = { start: 0, count: 4_096 }
    const target = 2n ** 64n / 200n
    for (const challenge of [one, other, one]) {
      expect(search(midstate(challenge), block, halves(target))).toEqual(expected(challenge, block, target))
    }
  })
})
