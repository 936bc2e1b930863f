import { Book } from '../../../src/nodes/book.js'
import { cheaper } from '../../../src/nodes/cheaper.js'
import type { NodeBook } from '../../../src/nodes/ports.js'
import type { NodeStorage } from '../../../src/nodes/storage.js'
import type { Timeline } from '../../overlay/timeline.js'
import type { Network, Traffic } from './network.js'
import { type Dice, MINUTE, type Nodes, type SimNode } from './population.js'
import type { Verify } from '../../../src/nodes/item.js'

/** So many nodes a member holds; what fewer would do is seen by the first of them. */
export const HELD = 3
/** Milliseconds until a page sees that a node is gone which closes its connections, or says nothing any more. */
const NOTICED = [1_000, 15_000] as const
/** Between two look-ups. */
const AGAIN = [3 * MINUTE, 5 * MINUTE] as const

export interface World { readonly clock: Timeline; readonly dice: Dice; readonly nodes: Nodes; readonly network: Network; readonly verify: Verify }

/** A page in a room: looks for the best nodes, joins them, and goes on to the next when one is gone. */
export class Member {
  readonly room: string
  readonly traffic: Traffic = { requests: 0, bytes: 0, asked: new Set(), failed: 0 }
  /** The traffic of the first look-up. */
  first: { requests: number; bytes: number; nodes: number; failed: number; seconds: number } | undefined
  /** The nodes that it has joined, best first. */
  joined: readonly SimNode[] = []
  /** Where it bought relays. */
  bought: SimNode | undefined
  readonly book: NodeBook
  readonly #world: World
  #phase: 'in' | 'gone' = 'in'
  #settling: 'no' | 'yes' | 'again' = 'no'

  constructor(world: World, room: string, bootstrap: readonly SimNode[], storage: NodeStorage | null) {
    const { clock, dice, network, verify } = world
    this.room = room
    this.#world = world
    this.book = new Book(bootstrap.map(({ node }) => node.url), { storage, fetch: network.fetch(this.traffic) }, { clock, random: dice, verify })
  }

  async come(): Promise<void> {
    const began = this.#world.clock.now()
    await this.#look()
    const { requests, bytes, asked, failed } = this.traffic
    this.first = { requests, bytes, nodes: asked.size, failed, seconds: (this.#world.clock.now() - began) / 1_000 }
    const nodes = this.joined.slice(0, 2).map(({ node }) => node)
    const { url = '' } = cheaper(nodes, (node) => this.book.cost(node), this.#world.dice) ?? {}
    this.bought = this.#world.nodes.at(`${url}/`)
    this.#later()
  }

  leave(): void {
    this.#phase = 'gone'
    this.joined = []
  }

  /** A node has died. */
  lost(node: SimNode): void {
    const { clock, dice } = this.#world
    clock.after(node.silent ? NOTICED[1] * dice() + NOTICED[0] : NOTICED[0], () => {
      if (!this.joined.includes(node)) return
      this.book.note(node.node, 'failed')
      this.joined = this.joined.filter((other) => other !== node)
      void this.#settle()
    })
  }

  #later(): void {
    const { clock, dice } = this.#world
    clock.after(AGAIN[0] + (AGAIN[1] - AGAIN[0]) * dice(), () => {
      if (this.#phase === 'in') void this.#look().then(() => this.#later())
    })
  }

  async #look(): Promise<void> {
    await this.book.find(this.room).catch(() => {})
    await this.#settle()
  }

  /** Joins the best that are there. */
  async #settle(): Promise<void> {
    if (this.#settling !== 'no') {
      this.#settling = 'again'
      return
    }
    this.#settling = 'yes'
    const next: SimNode[] = []
    for (const { url } of await this.book.ranked(this.room)) {
      const node = this.#world.nodes.at(`${url}/`)
      if (node && (this.joined.includes(node) || await this.#join(node))) next.push(node)
      if (next.length === HELD) break
    }
    if (this.#phase === 'in') this.joined = next
    const again = (this.#settling as string) === 'again'
    this.#settling = 'no'
    if (again) await this.#settle()
  }

  async #join(node: SimNode): Promise<boolean> {
    const there = await this.#world.network.reach(node)
    this.book.note(node.node, there ? { after: node.roundTrip, effort: node.effort } : 'failed')
    return there
  }
}
