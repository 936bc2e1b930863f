// How many nonces a thread tries a second, by us and by others. The same bundle runs in Node and in a page.
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import { createSHA256 } from 'hash-wasm'
import { midstate } from '../../js-sdk/src/pow/midstate.js'
import { type Search, searchBy, searchInScript } from '../../js-sdk/src/pow/search.js'

export interface Figure {
  name: string
  /** Hashes a second of each round, in millions. */
  rates: number[]
}

/** Tries so many nonces from `start` on. */
type Contender = (start: number, count: number) => void | Promise<void>

/** Out of reach: nobody finds anything. */
const TARGET = { high: 0, low: 0 }
const IN_FLIGHT = 256

const block = new Uint8Array(44)
crypto.getRandomValues(block.subarray(0, 32))

/** The block with this nonce. */
function withNonce(nonce: number, bytes = block): Uint8Array<ArrayBuffer> {
  new DataView(bytes.buffer).setUint32(40, nonce)
  return bytes
}

/** Others are given what we are: 44 bytes, and a look at the first 32 bits. */
function look(digest: Uint8Array): void {
  if ((digest[0]! | digest[1]! | digest[2]! | digest[3]!) === 0) found++
}
let found = 0

function ours(search: Search): Contender {
  const words = midstate(block.subarray(0, 32))
  return (start, count) => { found += search(words, { start, count }, TARGET).length }
}

function each(hash: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): Contender {
  return (start, count) => { for (let nonce = start; nonce < start + count; nonce++) look(hash(withNonce(nonce))) }
}

const digest = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => look(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))

async function webCryptoOneByOne(start: number, count: number): Promise<void> {
  for (let nonce = start; nonce < start + count; nonce++) await digest(withNonce(nonce))
}

async function webCryptoInFlight(start: number, count: number): Promise<void> {
  for (let nonce = start; nonce < start + count; nonce += IN_FLIGHT) {
    await Promise.all(Array.from({ length: IN_FLIGHT }, (_, index) => digest(withNonce(nonce + index, block.slice()))))
  }
}

async function contenders(simd: BufferSource, scalar: BufferSource, more: Record<string, Contender>): Promise<[string, Contender, number][]> {
  const hasher = await createSHA256()
  return [
    ['almenara, SIMD', ours(searchBy(await WebAssembly.compile(simd))), 2 ** 16],
    ['almenara, scalar', ours(searchBy(await WebAssembly.compile(scalar))), 2 ** 16],
    ['almenara, JavaScript', ours(searchInScript), 2 ** 14],
    ['hash-wasm, init update digest', each((bytes) => hasher.init().update(bytes).digest('binary')), 2 ** 13],
    ['@noble/hashes, sha256', each(nobleSha256), 2 ** 13],
    ['WebCrypto, one by one', webCryptoOneByOne, 2 ** 9],
    [`WebCrypto, ${IN_FLIGHT} in flight`, webCryptoInFlight, 2 ** 9],
    ...Object.entries(more).map(([name, contender]): [string, Contender, number] => [name, contender, 2 ** 13]),
  ]
}

async function rate(contender: Contender, count: number, ms: number): Promise<number> {
  const began = performance.now()
  let done = 0
  let took = 0
  while (took < ms) {
    await contender(done, count)
    done += count
    took = performance.now() - began
  }
  return done / took / 1000
}

/** Measures everybody in turns, after a round that does not count: what else the machine does meets all of them. */
export async function measure(modules: { simd: BufferSource; scalar: BufferSource }, rounds: number, ms: number, more: Record<string, Contender> = {}): Promise<Figure[]> {
  const all = await contenders(modules.simd, modules.scalar, more)
  const figures = all.map(([name]): Figure => ({ name, rates: [] }))
  for (let round = -1; round < rounds; round++) {
    for (const [index, [, contender, count]] of all.entries()) {
      const each = await rate(contender, count, ms)
      if (round >= 0) figures[index]!.rates.push(each)
    }
  }
  return figures
}

export { each }
