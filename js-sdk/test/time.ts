import type { Clock } from '../src/clock.js'

/** Milliseconds that a busy machine may need for what is under way when the time is over. */
const CRYPTOGRAPHY = 5_000

/** A clock whose hands are turned by the test, a whole millisecond at a time like that of the system; timers run in their order, promises settle between them. */
export class FakeClock implements Clock {
  #now = 1_000_000
  #timers: { at: number; run: () => void }[] = []
  readonly #settle: () => Promise<void>

  /** `settled`: lets what has been started come to rest between timers. */
  constructor(settled = settle) {
    this.#settle = settled
  }

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + Math.ceil(ms), run }
    this.#timers.push(timer)
    return () => { this.#timers = this.#timers.filter((other) => other !== timer) }
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.length
  }

  /** Lets the given time pass. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + Math.ceil(ms)
    await this.#settle()
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
      if (!next) break
      this.#timers = this.#timers.filter((other) => other !== next)
      this.#now = Math.max(this.#now, next.at)
      next.run()
      await this.#settle()
    }
    this.#now = end
  }

  /** Lets time pass in steps until the condition holds; fails after a minute of it, and as long as cryptography may take, which knows nothing of this clock. */
  async until(condition: () => boolean): Promise<void> {
    for (let waited = 0; waited < 60_000; waited += 10) {
      await this.#settle()
      if (condition()) return
      await this.pass(10)
    }
    for (const end = Date.now() + CRYPTOGRAPHY; Date.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 1))
      if (condition()) return
    }
    throw new Error(`never came to pass: ${condition}`)
  }
}

/** Lets everything that has been started come to rest. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise((resolve) => setImmediate(resolve))
}
