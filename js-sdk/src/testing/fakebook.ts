import type { Clock } from '../clock.js'
import type { MeshNode, NodeBook, Outcome } from '../nodes/ports.js'

/** Milliseconds that a node which has failed comes last. */
const DOWN = 30_000

/** Knows all nodes, which are as good as their place in the list; those that have failed lately come last. */
export class FakeBook implements NodeBook {
  readonly #nodes: readonly MeshNode[]
  readonly #clock: Clock
  readonly #failed = new Map<string, number>()

  constructor(urls: readonly string[], clock: Clock) {
    this.#nodes = urls.map((url) => ({ url, key: url }))
    this.#clock = clock
  }

  async ranked(): Promise<readonly MeshNode[]> {
    const down = ({ key }: MeshNode): number => Number((this.#failed.get(key) ?? 0) > this.#clock.now())
    return [...this.#nodes].sort((one, other) => down(one) - down(other))
  }

  find(): Promise<readonly MeshNode[]> { return this.ranked() }

  async prove(): Promise<void> {}

  note({ key }: MeshNode, outcome: Outcome): void {
    this.#failed.set(key, typeof outcome === 'string' ? this.#clock.now() + DOWN : 0)
  }

  cost(): number { return 1 }
}
