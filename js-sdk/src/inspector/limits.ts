import { isWhole } from '../data/values.js'
import { misuse } from '../errors.js'

/** Entries that a timeline keeps. */
export const ENTRIES = 2_000
const MOST_ENTRIES = 100_000
/** Characters of the text of an entry. */
export const TEXT_LENGTH = 1_000
/** Milliseconds over which a rate is taken at least: browsers give the same statistics again when they are asked often. */
export const RATE_SPAN = 500
/** Milliseconds between two updates of the element. */
export const INTERVAL = 1_000

/** How much a recorder keeps. */
export interface RecorderOptions {
  /** Entries that the timeline keeps; beyond that the oldest are dropped, and counted. Default 2,000; 1 to 100,000. */
  readonly limit?: number | undefined
}

export function limitOf({ limit = ENTRIES }: RecorderOptions): number {
  if (isWhole(limit, 1, MOST_ENTRIES)) return limit
  throw misuse(`Give limit as a whole number of entries from 1 to ${MOST_ENTRIES}.`)
}
