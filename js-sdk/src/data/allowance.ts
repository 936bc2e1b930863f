/** How often a peer may ask: `most` times at once, and again as time goes by. */
export class Allowance {
  readonly #most: number
  readonly #perSecond: number
  #left: number
  #since: number

  /** `now`: milliseconds of any clock. */
  constructor(most: number, perSecond: number, now: number) {
    this.#most = this.#left = most
    this.#perSecond = perSecond
    this.#since = now
  }

  /** Takes one; false when none is left. */
  take(now: number): boolean {
    const gained = Math.max(0, now - this.#since) / 1_000 * this.#perSecond
    this.#left = Math.min(this.#most, this.#left + gained)
    this.#since = now
    if (this.#left < 1) return false
    this.#left--
    return true
  }
}
