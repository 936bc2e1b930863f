import type { Clock } from '../clock.js'

/** One way of a connection: what is carried arrives after its delay, in the order in which it was sent. */
export class Lane {
  readonly #clock: Clock
  readonly #delay: () => number
  readonly #under: (() => void)[] = []
  #timers = 0
  #last = 0

  /** `delay`: milliseconds, asked for each thing that is sent; 0 arrives in a microtask, unless it has to wait for what was sent before. */
  constructor(clock: Clock, delay: () => number) {
    this.#clock = clock
    this.#delay = delay
  }

  carry(arrive: () => void): void {
    const now = this.#clock.now()
    this.#last = Math.max(this.#timers > 0 ? this.#last : now, now + this.#delay())
    this.#under.push(arrive)
    if (this.#timers === 0 && this.#last <= now) return queueMicrotask(() => this.#next())
    this.#timers++
    this.#clock.after(this.#last - now, () => {
      this.#timers--
      this.#next()
    })
  }

  /** Whichever timer fires, the first one arrives: timers of one moment have no order of their own. */
  #next(): void {
    this.#under.shift()?.()
  }
}
