const KEPT = 4_096

/** What was kept last under each of the newest keys. */
export class Recent<V> {
  readonly #values = new Map<string, V>()
  readonly #limit: number

  constructor(limit = KEPT) {
    this.#limit = limit
  }

  get(key: string): V | undefined {
    return this.#values.get(key)
  }

  delete(key: string): void {
    this.#values.delete(key)
  }

  set(key: string, value: V): void {
    this.#values.delete(key)
    this.#values.set(key, value)
    const [oldest] = this.#values.keys()
    if (this.#values.size > this.#limit) this.#values.delete(oldest as string)
  }
}
