import { misuse } from '../errors.js'
import { isWhole } from '../data/values.js'

/** Links that a peer of a partial mesh wants, unless told. */
export const DEGREE = 6
export const LEAST_DEGREE = 3
export const MOST_DEGREE = 32

/** Milliseconds between two looks at the links. */
export const ROUND = 2_000
/** Milliseconds after which a link that was asked for is given up. */
export const OPEN_WITHIN = 12_000
/** UTF-16 code units that a broadcast or a carried signal may have. */
export const DATA = 16_384
/** UTF-16 code units of an id. */
export const ID = 64

/** Links that a walk crosses before it may end, and the most; its end is then close to a random peer of some ten thousand. */
export const STEPS = 8
export const MOST_STEPS = 12
/** Peers in a path, both ends included: those of the longest walk, and one on each side. */
export const PATH = MOST_STEPS + 3
/** Links that a search for a peer crosses; one more is known without asking. */
export const SEARCH = 4
/** Links that a broadcast crosses after the first: three times the diameter of 10,000 peers. */
export const HOPS = 32

/** Broadcasts and searches that are remembered, so that none is taken twice: so many, or those of so many milliseconds, twice. */
export const REMEMBERED = 8_192
export const REMEMBERED_FOR = 60_000

/** Frames that a link may bring: at once, and again for each second. What is more is dropped. */
export const RATES = {
  /** Broadcasts. */
  cast: { most: 256, perSecond: 64 },
  /** What keeps the overlay, and carried signals. */
  other: { most: 256, perSecond: 64 },
  /** Searches: one is sent on to hundreds of peers. */
  search: { most: 16, perSecond: 1 },
} as const

/** Peers that are in the room at the node, roughly: those that newcomers meet. */
export const DOORS = 24
/** Standing offers of a peer that is there. */
export const OFFERS = 2
/** Milliseconds between two beacons, of the one that gives them for all. */
export const BEACON = 20_000
/** Milliseconds between two shuffles of a peer, on average. */
export const SHUFFLE = 300_000

/** Degrees of a peer in a partial mesh. */
export interface Degrees {
  /** Fewer links than these, and walks that find none: the peer goes back to the node. */
  readonly least: number
  /** It looks for links until it has so many. */
  readonly wanted: number
  /** It takes no more than these. */
  readonly most: number
}

/** The degrees around the one that is wanted; throws `misuse` for one that can't work. */
export function degreesOf(wanted: number = DEGREE): Degrees {
  if (!isWhole(wanted, LEAST_DEGREE, MOST_DEGREE)) throw misuse(`Give the degree as a whole number from ${LEAST_DEGREE} to ${MOST_DEGREE}.`)
  return { least: Math.ceil(wanted / 2), wanted, most: wanted + Math.ceil(wanted / 2) }
}

/** Peers for which a star has one relay more, from two on. */
export const CLIENTS = 16
/** Relays of a star at most, and links that a relay takes. */
export const MOST_RELAYS = 16
export const RELAY_LINKS = 64
/** Relays that a peer of a star is linked with. */
export const REDUNDANCY = 2
/** Milliseconds between two announcements of a peer's score; it is forgotten after three. */
export const ANNOUNCE = 20_000
/** The best score. */
export const MOST_SCORE = 1_000
/** Scores that are remembered: the members of a full room, five times. */
export const SCORES = 500
