import { createHash } from 'node:crypto'

/** Text of a function that makes the same bytes here and in pages: so many, and others for another seed. */
export const NOISE = `(size, seed = 42) => {
  const words = new Uint32Array(Math.ceil(size / 4))
  let state = seed
  for (let i = 0; i < words.length; i++) words[i] = state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return new Uint8Array(words.buffer, 0, size)
}`
const noise = new Function(`return ${NOISE}`)() as (size: number, seed?: number) => Uint8Array

/** The SHA-256 of such bytes, in hex. */
export function hashOfNoise(size: number, seed?: number): string {
  return createHash('sha256').update(noise(size, seed)).digest('hex')
}
