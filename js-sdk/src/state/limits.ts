import { AlmenaraError, misuse } from '../errors.js'
import { isWhole } from '../data/values.js'
import { isAuthor } from './entry.js'

/** Bounds of a map. All who share it need the same. */
export interface Limits {
  /** Keys, deleted ones among them until they are forgotten. */
  readonly entries: number
  /** Bytes of a key in UTF-8. */
  readonly key: number
  /** Bytes of a value as JSON in UTF-8. */
  readonly value: number
  /** Milliseconds by which the time of an entry may be ahead of this clock. */
  readonly ahead: number
  /** Milliseconds for which it is remembered that a key was deleted or has ended. */
  readonly tombstone: number
}

/** How a map is shared. */
export interface StateOptions extends Partial<Limits> {
  /** Who writes, up to 64 characters; random when left out. No two replicas may use the same at a time. */
  readonly author?: string | undefined
  /** Milliseconds between two comparisons with each peer. */
  readonly interval?: number | undefined
}

const MINUTE = 60_000
const YEAR = 365 * 24 * 60 * MINUTE
const DEFAULTS: Limits = { entries: 10_000, key: 256, value: 4_096, ahead: 5 * MINUTE, tombstone: 24 * 60 * MINUTE }
/** An entry has to fit into one message of a data channel, with its key escaped. */
const MOST: Limits = { entries: 1_000_000, key: 1_024, value: 32_768, ahead: YEAR, tombstone: YEAR }
/** The longest life of a value that ends: ten years. */
export const LONGEST = 10 * YEAR
const INTERVAL = 10_000
const SHORTEST_INTERVAL = 100

export function limitsOf(options: Partial<Limits>): Limits {
  const limits = { ...DEFAULTS }
  for (const name of Object.keys(DEFAULTS) as (keyof Limits)[]) {
    const value = options[name]
    if (value === undefined) continue
    if (!isWhole(value, 1, MOST[name])) throw misuse(`Give ${name} as a whole number from 1 to ${MOST[name]}.`)
    limits[name] = value
  }
  return limits
}

export function intervalOf({ interval = INTERVAL }: StateOptions): number {
  if (!isWhole(interval, SHORTEST_INTERVAL, 2 ** 31 - 1)) throw misuse(`Give interval as a whole number of milliseconds from ${SHORTEST_INTERVAL}.`)
  return interval
}

export function checkAuthor(author: string): string {
  if (!isAuthor(author)) throw misuse('An author is a text of 1 to 64 characters.')
  return author
}

/** @internal */
export function tooLarge(message: string): AlmenaraError {
  return new AlmenaraError('too-large', message)
}
