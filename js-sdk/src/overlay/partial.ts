import { Door } from './door.js'
import type { Cast, Degree, Move, Scores, Walk } from './frames.js'
import type { Gossip } from './gossip.js'
import { type Degrees, MOST_STEPS, ROUND, SHUFFLE, STEPS } from './limits.js'
import type { Neighbours } from './neighbours.js'
import type { Ports } from './ports.js'
import type { Shape } from './shape.js'

/** Milliseconds that a walk, and the link it brings, take at most as a rule. */
const WALK = 2 * ROUND
/** Walks in vain, after which the node is asked. */
const PATIENCE = 3
const MOST_DOUBLINGS = 3

export interface PartialConfig {
  readonly degrees: Degrees
  readonly neighbours: Neighbours
  readonly gossip: Gossip
  readonly ports: Ports
}

/**
 * A random mesh in which everybody has about the same number of links. Who has too few sends walks, and the peers where they end make
 * links to it. Who has too many has a neighbour move its link to a neighbour that has too few; as the new link comes before the old one
 * goes, and all three stay connected, this parts nobody.
 */
export class Partial implements Shape {
  readonly #config: PartialConfig
  readonly #door: Door
  #seekAt = 0
  #vain = 0
  #moveAt = 0
  #shuffleAt: number
  #told = 0
  /** The neighbour that was asked to move its link. */
  #mover: string | undefined

  constructor(config: PartialConfig) {
    this.#config = config
    this.#door = new Door({
      neighbours: config.neighbours,
      ports: config.ports,
      most: config.degrees.most,
      stranded: () => this.#stranded(),
      beacon: () => config.gossip.cast('beacon', ''),
    })
    this.#shuffleAt = this.#nextShuffle()
  }

  round(): void {
    const { neighbours, degrees } = this.#config
    this.#door.round()
    const lacking = degrees.wanted - neighbours.load
    if (lacking > 0) this.#seek(lacking)
    else if (neighbours.degree > degrees.wanted) this.#relieve()
    if (this.#now() >= this.#shuffleAt) this.#shuffle()
    this.#tell()
  }

  entered(): void {
    this.#door.entered()
  }

  up(peer: string): void {
    const { neighbours } = this.#config
    this.#vain = 0
    this.#seekAt = 0
    this.#door.up()
    neighbours.send(peer, { o: 'degree', degree: neighbours.degree })
  }

  down(peer: string): void {
    this.#vain = 0
    // For a link that was handed over in a shuffle another one comes back.
    this.#seekAt = peer === this.#mover ? this.#now() + 2 * WALK : 0
  }

  refused(peer: string | undefined): void {
    if (peer === undefined) this.#door.refused()
  }

  /** Those who come from the node have no other place to go to. */
  accepts(claimed: boolean): boolean {
    const { neighbours, degrees } = this.#config
    return neighbours.load < (claimed ? degrees.most : degrees.wanted + 1)
  }

  frame(by: string, frame: Walk | Move | Degree | Scores): void {
    const neighbour = this.#config.neighbours.of(by)
    if (frame.o === 'degree' && neighbour) neighbour.degree = frame.degree
    if (frame.o === 'walk') this.#walk(by, frame.path)
    if (frame.o === 'move') this.#move(by, frame.to)
  }

  cast({ kind, from }: Cast): void {
    if (kind === 'beacon') this.#door.heard(from)
  }

  /** Who is at the node anyway asks it for any link that it lacks. */
  #stranded(): boolean {
    const { neighbours, degrees, ports } = this.#config
    return this.#vain >= PATIENCE && neighbours.load < (ports.entrance.members ? degrees.wanted : degrees.least)
  }

  /** A walk brings two links as a rule: one from where it ends, and one that moves over from there. */
  #seek(lacking: number): void {
    const { neighbours } = this.#config
    const now = this.#now()
    if (now < this.#seekAt || neighbours.degree === 0) return
    this.#seekAt = now + WALK * 2 ** Math.min(this.#vain++, MOST_DOUBLINGS)
    for (let walks = Math.ceil(lacking / 4); walks > 0; walks--) {
      neighbours.send(neighbours.pick() as string, { o: 'walk', path: [neighbours.self] })
    }
  }

  /** Ends the walk here by a link to its first peer, or sends it on to somebody it has not come by. */
  #walk(by: string, path: readonly string[]): void {
    const { neighbours, degrees } = this.#config
    const [seeker] = path as [string]
    if (path.at(-1) !== by || path.includes(neighbours.self)) return
    const all = [...path, neighbours.self]
    const next = path.length < MOST_STEPS ? neighbours.pick(all) : undefined
    const room = (next === undefined ? degrees.most : degrees.wanted) - neighbours.load
    const mayEnd = next === undefined || path.length >= STEPS
    if (mayEnd && room > 0 && !neighbours.knows(seeker)) neighbours.open(all.reverse())
    else if (next !== undefined) neighbours.send(next, { o: 'walk', path: all })
  }

  /** Has one neighbour move its link to the neighbour that lacks most. */
  #relieve(): void {
    const { neighbours, degrees } = this.#config
    const poorest = [...neighbours.entries()].filter(([, { degree }]) => degree > 0 && degree < degrees.wanted).sort(([, one], [, other]) => one.degree - other.degree)[0]
    if (poorest) this.#hand(poorest[0])
  }

  /** Has a neighbour move its link to another one. The one who gets it has too many then and does the same: so two links have changed their ends, at random. */
  #shuffle(): void {
    const { neighbours, degrees } = this.#config
    this.#shuffleAt = this.#nextShuffle()
    const to = neighbours.pick()
    if (to !== undefined && neighbours.degree >= degrees.wanted && (neighbours.of(to)?.degree ?? 0) <= degrees.wanted) this.#hand(to)
  }

  #hand(to: string): void {
    const { neighbours } = this.#config
    this.#mover = neighbours.pick([to])
    if (this.#mover !== undefined) neighbours.send(this.#mover, { o: 'move', to })
  }

  /** One at a time, and not faster than links are made: a neighbour may wish what it likes. */
  #move(by: string, to: string): void {
    const { neighbours } = this.#config
    const now = this.#now()
    if (now < this.#moveAt || neighbours.moving || neighbours.knows(to) || !neighbours.has(by)) return
    this.#moveAt = now + WALK
    neighbours.open([neighbours.self, by, to], by)
  }

  #tell(): void {
    const { neighbours } = this.#config
    if (neighbours.degree === this.#told) return
    this.#told = neighbours.degree
    neighbours.sendAll({ o: 'degree', degree: neighbours.degree })
  }

  #nextShuffle(): number {
    return this.#now() + SHUFFLE * (0.5 + this.#config.ports.random())
  }

  #now(): number {
    return this.#config.ports.clock.now()
  }
}
