import type { Awareness } from 'y-protocols/awareness'
import type { Clock } from '../clock.js'
import { isWhole } from '../data/values.js'
import { misuse } from '../errors.js'

/** How a document is kept the same. */
export interface YjsOptions {
  /** Who is there, and where. Default: a new `Awareness` of the document, which ends with the provider. */
  readonly awareness?: Awareness | undefined
  /** Tells the documents of a room apart, 1 to 64 characters. Default `'doc'`. */
  readonly name?: string | undefined
  /** The most bytes of one message of a peer, which may be a whole document. Default 16 MiB; 64 KiB to 256 MiB. */
  readonly size?: number | undefined
  /** Milliseconds between two comparisons with each peer. Default 10 s; 100 at least. */
  readonly interval?: number | undefined
  /** @internal */
  readonly clock?: Clock
}

export const NAME_LENGTH = 64
/** Bytes of an awareness state as JSON. */
export const STATE_SIZE = 32_768
const KIBIBYTE = 1_024
const SIZE = 16 * KIBIBYTE * KIBIBYTE
const INTERVAL = 10_000

export function nameOf({ name = 'doc' }: YjsOptions): string {
  if (typeof name === 'string' && name.length > 0 && name.length <= NAME_LENGTH) return name
  throw misuse(`A name has 1 to ${NAME_LENGTH} characters.`)
}

export function sizeOf({ size = SIZE }: YjsOptions): number {
  if (isWhole(size, 64 * KIBIBYTE, 16 * SIZE)) return size
  throw misuse(`Give size as a whole number of bytes from ${64 * KIBIBYTE} to ${16 * SIZE}.`)
}

export function intervalOf({ interval = INTERVAL }: YjsOptions): number {
  if (isWhole(interval, 100, 2 ** 31 - 1)) return interval
  throw misuse('Give interval as a whole number of milliseconds from 100.')
}
