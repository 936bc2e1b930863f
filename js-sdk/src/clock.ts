/** Time as the SDK sees it, injected so that tests can turn the hands. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Runs `task` once after `ms` milliseconds; the returned function cancels it. */
  after(ms: number, task: () => void): () => void
}

/** The platform would take a longer time for none at all. */
const LONGEST = 2 ** 31 - 1

/** The platform's clock. */
export const systemClock: Clock = {
  // Asked for each time, for tests put another one in its place.
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(ms, LONGEST))
    return () => clearTimeout(timer)
  },
}

/** A timer that holds at most one appointment: setting it again cancels the former. */
export class Timer {
  readonly #clock: Clock
  #cancel: (() => void) | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Milliseconds since the epoch. */
  get now(): number {
    return this.#clock.now()
  }

  get running(): boolean {
    return this.#cancel !== undefined
  }

  set(ms: number, run: () => void): void {
    this.stop()
    this.#cancel = this.#clock.after(ms, () => {
      this.#cancel = undefined
      run()
    })
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }
}
