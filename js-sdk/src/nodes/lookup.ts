import type { Clock } from '../clock.js'
import { AT_ONCE, BEST, LOOKUP_WITHIN, MOST_REQUESTS, SLOW, WANTED_ANSWERS } from './limits.js'

/** What a look-up asks, and whom. URLs end in a slash. */
export interface LookupHost {
  readonly clock: Clock
  /** Whom to ask first, whoever ranks how. */
  readonly first: readonly string[]
  /** The URLs of the nodes that rank best as far as is known now. */
  best(): readonly string[]
  /** Whom to ask where there are too few of them. */
  readonly others: readonly string[]
  /** Asks a node for better ones, and takes them. Rejects when it does not answer. */
  ask(url: string): Promise<void>
}

/**
 * Asks nodes for better ones, a few side by side, until the best have all answered, as Kademlia's look-ups do. Bounded in requests and time, whatever the answers
 * are; nodes that don't answer cost a place among those asked side by side only for a moment.
 */
export class Lookup {
  readonly #host: LookupHost
  /** What has become of those that were asked. */
  readonly #state = new Map<string, 'pending' | 'answered' | 'failed'>()
  /** How many of those waited for take a place. */
  #places = 0
  #wake = (): void => {}

  constructor(host: LookupHost) {
    this.#host = host
  }

  /** Resolves with how many have answered. */
  async run(): Promise<number> {
    const { clock, first } = this.#host
    let over = false
    const stop = clock.after(LOOKUP_WITHIN, () => {
      over = true
      this.#wake()
    })
    for (const url of first.slice(0, AT_ONCE)) this.#ask(url)
    for (;;) {
      for (let next = this.#next(); next !== undefined; next = this.#next()) this.#ask(next)
      if (over || !this.#waits()) break
      await new Promise<void>((resolve) => { this.#wake = resolve })
    }
    stop()
    return this.#in('answered').length
  }

  #in(state: string): string[] {
    return [...this.#state].filter(([, each]) => each === state).map(([url]) => url)
  }

  /** The best of those that have not failed. */
  #best(): readonly string[] {
    return this.#host.best().filter((url) => this.#state.get(url) !== 'failed').slice(0, BEST)
  }

  #next(): string | undefined {
    if (this.#places >= AT_ONCE || this.#state.size >= MOST_REQUESTS) return undefined
    const better = this.#best().find((url) => !this.#state.has(url))
    if (better !== undefined || this.#in('answered').length + this.#in('pending').length >= WANTED_ANSWERS) return better
    return this.#host.others.find((url) => !this.#state.has(url))
  }

  /** Whether somebody is waited for: who is among the best, or takes a place still. */
  #waits(): boolean {
    return this.#places > 0 || this.#best().some((url) => this.#state.get(url) === 'pending') || (this.#in('answered').length === 0 && this.#in('pending').length > 0)
  }

  #ask(url: string): void {
    this.#state.set(url, 'pending')
    this.#places++
    let place: 'taken' | 'free' = 'taken'
    const free = (): void => {
      if (place === 'taken') this.#places--
      place = 'free'
      this.#wake()
    }
    const stop = this.#host.clock.after(SLOW, free)
    const settle = (state: 'answered' | 'failed'): void => {
      stop()
      this.#state.set(url, state)
      free()
    }
    this.#host.ask(url).then(() => settle('answered'), () => settle('failed'))
  }
}
