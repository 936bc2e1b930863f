import { AlmenaraError, reason } from '../errors.js'

/** Milliseconds between two reports: who can send one thing that is not taken can send a thousand. */
const EVERY = 1_000

/** Tells what was dropped because it is not what it claims to be: the first of each second. */
export class Reports {
  readonly #now: () => number
  readonly #tell: (error: AlmenaraError) => void
  #until = -Infinity

  constructor(now: () => number, tell: (error: AlmenaraError) => void) {
    this.#now = now
    this.#tell = tell
  }

  readonly report = (error: unknown): void => {
    const now = this.#now()
    if (now < this.#until) return
    this.#until = now + EVERY
    this.#tell(error instanceof AlmenaraError ? error : new AlmenaraError('bad-message', `Dropped: ${reason(error)}`, { cause: error }))
  }
}
