/**
 * Which signals have been heard, by author and id, so that one that was sent again is dropped.
 * It remembers the newest `limit` signals; older ones can't come again, for a room's log is shorter.
 */
export class Seen {
  readonly #keys = new Set<string>()
  readonly #limit: number

  constructor(limit = 1000) {
    this.#limit = limit
  }

  /** Remembers the signal; false when it had been heard before. */
  add(from: string, id: string): boolean {
    const key = `${from} ${id}`
    if (this.#keys.has(key)) return false
    this.#keys.add(key)
    const [oldest] = this.#keys
    if (this.#keys.size > this.#limit) this.#keys.delete(oldest as string)
    return true
  }
}
