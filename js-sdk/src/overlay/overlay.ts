import { misuse } from '../errors.js'
import { isWhole } from '../data/values.js'
import { type Cast, type OverlayFrame, parseFrame } from './frames.js'
import { Gossip } from './gossip.js'
import { DATA, type Degrees, degreesOf, MOST_SCORE, RATES, ROUND } from './limits.js'
import { Neighbours } from './neighbours.js'
import { Partial } from './partial.js'
import type { Ports } from './ports.js'
import { Routes } from './routes.js'
import type { Shape } from './shape.js'
import { Star } from './star.js'

/** Which links a room keeps, when not everybody is linked with everybody. */
export type Topology =
  | {
    /** A random mesh: the links that each peer wants, 3 to 32. */
    readonly partial: number
  }
  | {
    /** The peers with the best scores relay: the score of this one, 0 to 1000. For rooms that fit at the node. */
    readonly star: number
  }

/** One peer's part in a room where not everybody is linked with everybody. It knows neither time nor network: see `Ports`. */
export class Overlay {
  readonly #ports: Ports
  readonly #neighbours: Neighbours
  readonly #gossip: Gossip
  readonly #routes: Routes
  readonly #shape: Shape
  readonly #memories: () => number
  #cancel: (() => void) | undefined

  constructor(self: string, topology: Topology, ports: Ports) {
    this.#ports = ports
    const neighbours = (this.#neighbours = new Neighbours(self, ports))
    const gossip = (this.#gossip = new Gossip({ neighbours, ports, heard: (cast) => this.#heard(cast) }))
    const routes = (this.#routes = new Routes(neighbours, ports))
    const parts = { neighbours, gossip, routes, ports }
    if ('star' in topology) {
      const star = new Star({ ...parts, score: scoreOf(topology.star) })
      this.#shape = star
      this.#memories = () => gossip.size + routes.size + star.size
    } else {
      const degrees: Degrees = degreesOf(topology.partial)
      this.#shape = new Partial({ ...parts, degrees })
      this.#memories = () => gossip.size + routes.size
    }
    this.#next(ports.random() * ROUND / 4)
  }

  /** The id of this peer. */
  get self(): string {
    return this.#neighbours.self
  }

  /** The peers at the other ends of the links that stand. */
  get linked(): string[] {
    return this.#neighbours.ids
  }

  /** How many things are remembered of what others sent, for tests of its bounds. @internal */
  get memories(): number {
    return this.#memories()
  }

  /** Sends a text of up to 16,384 UTF-16 code units to everybody. Who has no link now, or is away, does not get it; nobody gets it twice. */
  broadcast(data: string): void {
    this.#gossip.cast('data', data)
  }

  /** Carries a signal to a peer within five links; rejects with `unknown-peer` when it is farther. That it arrives is not acknowledged. */
  async route(to: string, data: string): Promise<void> {
    if (data.length > DATA) throw misuse(`Carry ${DATA} characters at most.`)
    this.#routes.carry(await this.#routes.find(to), data)
  }

  /** Carries a signal along a path that is known: that of a link to be opened, or of a signal turned round. False when it can't leave. */
  carry(path: readonly string[], data: string): boolean {
    return this.#routes.carry(path, data)
  }

  /** Whether a link that the peer begins is welcome; `claimed`: it answers a standing offer of this peer's. */
  accepts(peer: string, claimed: boolean): boolean {
    const { self } = this.#neighbours
    return this.#cancel !== undefined && peer !== self && !this.#neighbours.has(peer) && (this.#neighbours.opens(peer) || this.#shape.accepts(claimed))
  }

  /** This peer is in the room at the node now. */
  entered(): void {
    if (this.#cancel !== undefined) this.#shape.entered()
  }

  /** A link stands, which this end has begun or the other one. */
  up(peer: string, begun: 'here' | 'there'): void {
    if (this.#cancel === undefined || peer === this.self) return this.#ports.links.close(peer)
    if (this.#neighbours.has(peer)) return
    if (!this.accepts(peer, true)) return this.#ports.links.close(peer)
    this.#neighbours.up(peer, begun)
    this.#shape.up(peer)
  }

  /** A link has ended. */
  down(peer: string): void {
    const link = this.#neighbours.of(peer)
    if (!link) return
    this.#neighbours.down(peer)
    this.#shape.down(peer, link.begun)
  }

  /** A link that was asked for can't be made; without a peer: a claim at the entrance came to nothing. */
  refused(peer?: string): void {
    if (peer !== undefined) this.#neighbours.refused(peer)
    this.#shape.refused(peer)
  }

  /** A message of the overlay from a linked peer, as JSON has it. What is not sound, or too much, is dropped. */
  receive(by: string, message: unknown): void {
    const neighbour = this.#neighbours.of(by)
    const frame = parseFrame(message)
    if (!neighbour || !frame || !neighbour.allowances[kindOf(frame)].take(this.#ports.clock.now())) return
    switch (frame.o) {
      case 'cast': return this.#gossip.hear(by, frame)
      case 'carry': case 'find': case 'found': return this.#routes.hear(by, frame)
      default: return this.#shape.frame(by, frame)
    }
  }

  /** Ends it: closes every link and leaves the entrance. Idempotent. */
  leave(): void {
    if (this.#cancel === undefined) return
    this.#cancel()
    this.#cancel = undefined
    this.#routes.close()
    this.#neighbours.closeAll()
    this.#ports.entrance.leave()
  }

  #heard(cast: Cast): void {
    if (cast.kind === 'data') this.#ports.delivered(cast.data, cast.from)
    else this.#shape.cast(cast)
  }

  #next(ms: number): void {
    this.#cancel = this.#ports.clock.after(ms, () => {
      // Not all at the same moment.
      this.#next(ROUND * (0.75 + this.#ports.random() / 2))
      this.#neighbours.expire()
      this.#shape.round()
    })
  }
}

/** The shape that is wanted if it can be; throws `misuse`. @internal */
export function checked(topology: Topology): Topology {
  if ('star' in topology) scoreOf(topology.star)
  else degreesOf(topology.partial)
  return topology
}

function scoreOf(score: number): number {
  if (!isWhole(score, 0, MOST_SCORE)) throw misuse(`Give the score as a whole number from 0 to ${MOST_SCORE}.`)
  return score
}

function kindOf({ o }: OverlayFrame): keyof typeof RATES {
  if (o === 'cast') return 'cast'
  return o === 'find' ? 'search' : 'other'
}
