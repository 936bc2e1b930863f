import type { MeshNode } from './ports.js'

/** The nodes that a room does not want now, and why. */
export class Shunned {
  /** Until when a node that was given up is passed over, by its key. */
  readonly #passed = new Map<string, number>()
  readonly #refusing = new Set<string>()
  readonly #liars = new Set<string>()
  readonly #dear = new Set<string>()

  passOver({ key }: MeshNode, until: number): void {
    this.#passed.set(key, until)
  }

  isPassedOver({ key }: MeshNode, now: number): boolean {
    return (this.#passed.get(key) ?? 0) > now
  }

  /** When nodes are not passed over any more. */
  get ends(): readonly number[] {
    return [...this.#passed.values()]
  }

  /** It has refused for good. */
  refuses({ key }: MeshNode): void {
    this.#refusing.add(key)
  }

  /** It is not what it says: that is for ever. */
  lies({ key }: MeshNode): void {
    this.#liars.add(key)
  }

  asksTooMuch({ key }: MeshNode): void {
    this.#dear.add(key)
  }

  isDear({ key }: MeshNode): boolean {
    return this.#dear.has(key)
  }

  /** Those of the nodes that may let the room in. */
  among(nodes: readonly MeshNode[]): readonly MeshNode[] {
    return nodes.filter(({ key }) => !this.#liars.has(key) && !this.#refusing.has(key))
  }

  /** More may be paid. */
  pays(): void {
    this.#dear.clear()
  }

  /** A good while has passed: what was refused may be granted. */
  forgive(): void {
    this.#dear.clear()
    this.#refusing.clear()
  }
}
