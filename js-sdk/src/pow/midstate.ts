import { IV, K, rounds, sigma0, sigma1 } from './sha256.js'

/** Where the words of a midstate lie; scripts/wasm.mjs reads them there. */
export const STATE = 0
export const ROUND = 8
export const SCHEDULE = 72
export const WORDS = 136

/** The word of the block that is the nonce. */
export const NONCE = 10

/**
 * Whether word t of the schedule depends on the nonce. Word 10 does, and whatever is made of it.
 * 17, 19, 21 are made of it or of each other, and from 23 on every word is.
 */
export const VARIES: readonly boolean[] = Array.from({ length: 64 }, (_, t) => t === NONCE || t === 17 || t === 19 || t === 21 || t >= 23)

/**
 * Everything about the block `challenge (32 bytes) || u32 0 || u64 nonce` that is the same for every nonce, 136 words:
 *
 *     0   the state after round 10, for nonce 0: the nonce is added to a and e
 *     8   for each round its constant, with the word of the schedule where that does not vary
 *     72  for each word of the schedule that varies the sum of the parts that do not
 */
export function midstate(challenge: Uint8Array): Uint32Array<ArrayBuffer> {
  const view = new DataView(challenge.buffer, challenge.byteOffset, 32)
  const w = new Int32Array(64)
  for (let t = 0; t < 8; t++) w[t] = view.getInt32(4 * t)
  w[11] = 0x80000000
  w[15] = 44 * 8
  const still = (t: number): number => VARIES[t] ? 0 : w[t]!
  for (let t = 16; t < 64; t++) w[t] = sigma1(still(t - 2)) + still(t - 7) + sigma0(still(t - 15)) + still(t - 16)
  const state = Int32Array.from(IV)
  rounds(state, w, 0, NONCE + 1)
  const words = new Uint32Array(WORDS)
  words.set(state, STATE)
  words.set(K.map((constant, t) => constant + still(t)), ROUND)
  words.set(w, SCHEDULE)
  return words
}
