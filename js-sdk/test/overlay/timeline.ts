import type { Clock } from '../../src/clock.js'

interface Due { readonly at: number; readonly order: number; run: (() => void) | undefined }

/** A clock that jumps from one appointment to the next; those of the same moment come in the order in which they were made. */
export class Timeline implements Clock {
  #now = 0
  #order = 0
  readonly #heap: Due[] = []

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    const due: Due = { at: this.#now + ms, order: this.#order++, run }
    this.#push(due)
    return () => { due.run = undefined }
  }

  /** Lets so many milliseconds pass. */
  pass(ms: number): void {
    const end = this.#now + ms
    for (let next = this.#heap[0]; next && next.at <= end; next = this.#heap[0]) {
      this.#pop()
      this.#now = next.at
      next.run?.()
    }
    this.#now = end
  }

  /** When the next appointment is; Infinity without one. */
  get next(): number {
    while (this.#heap[0] && !this.#heap[0].run) this.#pop()
    return this.#heap[0]?.at ?? Infinity
  }

  #push(due: Due): void {
    const heap = this.#heap
    let at = heap.length
    while (at > 0) {
      const up = (at - 1) >> 1
      const parent = heap[up] as Due
      if (!isSooner(due, parent)) break
      heap[at] = parent
      at = up
    }
    heap[at] = due
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop() as Due
    if (heap.length === 0) return
    let at = 0
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && isSooner(heap[child + 1] as Due, heap[child] as Due)) child++
      if (!isSooner(heap[child] as Due, last)) break
      heap[at] = heap[child] as Due
      at = child
    }
    heap[at] = last
  }
}

function isSooner(one: Due, other: Due): boolean {
  return one.at < other.at || one.at === other.at && one.order < other.order
}
