import { FIRST_REST, FORGIVEN_AFTER, LONGEST_REST, PROVEN_FOR } from './limits.js'

/** What a round trip is taken for before there was one. */
const USUAL_ROUND_TRIP = 200
/** Of each round trip the mean takes this share. */
const SHARE = 1 / 8

/**
 * How it went with a node. One that has failed is down, and is not asked during its rest, which doubles with each failure; one answer brings it up again. Its failures are forgotten
 * only after a good while, so that a node that comes and goes is down for longer each time, and the order of nodes rests.
 */
export class Health {
  #state: 'up' | 'down' = 'up'
  #failures = 0
  #until = 0
  #roundTrip: number | undefined
  #price = { effort: 0, until: 0 }

  get isDown(): boolean {
    return this.#state === 'down'
  }

  /** Whether it has ever answered. */
  get isKnown(): boolean {
    return this.#roundTrip !== undefined
  }

  /** Whether it should be left alone. */
  isResting(now: number): boolean {
    return this.isDown && now < this.#until
  }

  /** Several failures during a rest are one. */
  failed(now: number): void {
    if (this.isResting(now)) return
    if (now - this.#until > FORGIVEN_AFTER) this.#failures = 0
    this.#state = 'down'
    this.#until = now + Math.min(LONGEST_REST, FIRST_REST * 2 ** this.#failures++)
  }

  /** It has answered after so many milliseconds, and asked so much work for a post as far as is known. */
  answered(now: number, after: number, effort?: number): void {
    this.#state = 'up'
    this.#roundTrip = this.#roundTrip === undefined ? after : this.#roundTrip + (after - this.#roundTrip) * SHARE
    if (effort !== undefined) this.#price = { effort, until: now + PROVEN_FOR }
  }

  /** The work for a post times the round trip. The price is what the node says, or what it asked within the hour when that was more. */
  cost(now: number, effort: number): number {
    const price = now < this.#price.until ? Math.max(effort, this.#price.effort) : effort
    return Math.max(1, price) * Math.max(1, this.#roundTrip ?? USUAL_ROUND_TRIP)
  }
}
