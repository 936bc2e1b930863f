import { type Clock } from '../clock.js'
import { REMEMBERED, REMEMBERED_FOR } from './limits.js'

/**
 * What has been seen lately, in two generations: when the young one is full or old enough it becomes the old one, and the old
 * one is forgotten. So anything is remembered for `ms` at least unless more than `limit` others have come since, and never
 * more than `2 * limit` are kept.
 */
export class Recent {
  readonly #clock: Clock
  readonly #limit: number
  readonly #ms: number
  #young = new Set<string>()
  #old = new Set<string>()
  #since: number

  constructor(clock: Clock, limit: number = REMEMBERED, ms: number = REMEMBERED_FOR) {
    this.#clock = clock
    this.#limit = limit
    this.#ms = ms
    this.#since = clock.now()
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  /** Remembers it; false when it has been seen before. */
  add(key: string): boolean {
    this.#turn()
    if (this.#young.has(key) || this.#old.has(key)) return false
    this.#young.add(key)
    return true
  }

  #turn(): void {
    const age = this.#clock.now() - this.#since
    if (this.#young.size < this.#limit && age < this.#ms) return
    this.#old = age < 2 * this.#ms ? this.#young : new Set()
    this.#young = new Set()
    this.#since = this.#clock.now()
  }
}
