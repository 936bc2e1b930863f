import { isWhole } from '../data/values.js'
import { misuse } from '../errors.js'

/** Bounds of sharing and fetching. */
export interface FileLimits {
  /** Bytes of a file. */
  readonly bytes: number
  /** Chunks of a file. */
  readonly chunks: number
  /** Chunks that a peer may have asked for and not got yet. */
  readonly uploads: number
  /** Chunks that are asked of a peer at a time. */
  readonly window: number
  /** Milliseconds without a chunk after which others are asked for what a peer was to bring. */
  readonly patience: number
}

const MIB = 1_048_576
const DEFAULTS: FileLimits = { bytes: 512 * MIB, chunks: 16_384, uploads: 64, window: 32, patience: 5_000 }
/** What a peer has is told in one message, a bit for each chunk. */
const MOST: FileLimits = { bytes: Number.MAX_SAFE_INTEGER, chunks: 262_144, uploads: 1_024, window: 256, patience: 3_600_000 }

/** Bytes of a chunk: it goes in one message, and every data channel takes 64 KiB. */
export const CHUNK = 32_768
export const SMALLEST_CHUNK = 1_024
export const LARGEST_CHUNK = 61_440

export function fileLimits(options: Partial<FileLimits>): FileLimits {
  const limits = { ...DEFAULTS }
  for (const name of Object.keys(DEFAULTS) as (keyof FileLimits)[]) {
    const value = options[name]
    if (value === undefined) continue
    if (!isWhole(value, 1, MOST[name])) throw misuse(`Give ${name} as a whole number from 1 to ${MOST[name]}.`)
    limits[name] = value
  }
  return limits
}
