/** The chunks that nobody has been asked for, in no order: who fetches at the same time gets others, and can give them on. */
export class Pool {
  readonly #chunks: number[]
  readonly #places: Map<number, number>
  readonly #random: () => number
  #added = 0

  constructor(chunks: readonly number[], random: () => number) {
    this.#chunks = [...chunks]
    this.#places = new Map(chunks.map((index, place) => [index, place]))
    this.#random = random
  }

  /** How often something was added: as long as it is the same, nothing new can be found. */
  get added(): number {
    return this.#added
  }

  add(index: number): void {
    if (this.#places.has(index)) return
    this.#added++
    this.#places.set(index, this.#chunks.push(index) - 1)
  }

  /** Takes out one that is wanted, by chance. */
  take(wanted: (index: number) => boolean): number | undefined {
    const start = Math.floor(this.#random() * this.#chunks.length)
    for (let i = 0; i < this.#chunks.length; i++) {
      const index = this.#chunks[(start + i) % this.#chunks.length] as number
      if (!wanted(index)) continue
      this.remove(index)
      return index
    }
    return undefined
  }

  remove(index: number): void {
    const place = this.#places.get(index)
    if (place === undefined) return
    const last = this.#chunks.pop() as number
    this.#places.delete(index)
    if (last === index) return
    this.#chunks[place] = last
    this.#places.set(last, place)
  }
}
