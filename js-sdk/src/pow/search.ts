import { NONCE, SCHEDULE, STATE, WORDS } from './midstate.js'
import { IV, rounds, sigma0, sigma1 } from './sha256.js'

/** How many nonces make a proof, and the most that one search gives. */
export const NONCES = 16

/** A range of nonces below 2^32: `count` is a positive multiple of 4. */
export interface Block {
  start: number
  count: number
}

/** 64 bits, as two numbers of 32. */
export interface Target {
  high: number
  low: number
}

/**
 * Tries the nonces of a block and gives those whose hash has first 64 bits of at most the target, in ascending order; it ends at the sixteenth.
 * What is searched for is a midstate (midstate.ts).
 */
export type Search = (words: Uint32Array, block: Block, target: Target) => number[]

interface Exports {
  memory: WebAssembly.Memory
  search(start: number, count: number, high: number, low: number): number
}

/** The search of a module that scripts/wasm.mjs has made. */
export function searchBy(module: WebAssembly.Module): Search {
  const { memory, search } = new WebAssembly.Instance(module).exports as unknown as Exports
  const table = new Uint32Array(memory.buffer, 0, WORDS)
  const found = new Uint32Array(memory.buffer, WORDS * 4, NONCES)
  return (words, { start, count }, { high, low }) => {
    table.set(words)
    return [...found.subarray(0, search(start, count, high, low))]
  }
}

/** The search where there is no WebAssembly. */
export const searchInScript: Search = (words, { start, count }, { high, low }) => {
  const found: number[] = []
  const table = Int32Array.from(words)
  const w = table.slice(SCHEDULE)
  const state = new Int32Array(8)
  for (let nonce = start; nonce < start + count && found.length < NONCES; nonce++) {
    expand(table, w, nonce)
    for (let t = 0; t < 8; t++) state[t] = table[STATE + t]!
    state[0]! += nonce
    state[4]! += nonce
    rounds(state, w, NONCE + 1, 64)
    const first = state[0]! + IV[0]! >>> 0
    if (first < high || first === high && state[1]! + IV[1]! >>> 0 <= low) found.push(nonce)
  }
  return found
}

/** The words of the schedule that vary. */
function expand(table: Int32Array, w: Int32Array, nonce: number): void {
  w[NONCE] = nonce
  w[17] = table[SCHEDULE + 17]! + nonce
  w[19] = table[SCHEDULE + 19]! + sigma1(w[17])
  w[21] = table[SCHEDULE + 21]! + sigma1(w[19])
  for (let t = 23; t < 64; t++) w[t] = sigma1(w[t - 2]!) + w[t - 7]! + sigma0(w[t - 15]!) + w[t - 16]!
}
