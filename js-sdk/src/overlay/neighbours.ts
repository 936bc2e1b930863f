import { Allowance } from '../data/allowance.js'
import type { OverlayFrame } from './frames.js'
import { OPEN_WITHIN, RATES } from './limits.js'
import type { Ports } from './ports.js'

/** A peer at the other end of a link. */
export interface Neighbour {
  /** How many links it says to have. */
  degree: number
  /** Which end began the link, and may end it when it is not needed. */
  readonly begun: 'here' | 'there'
  readonly allowances: Record<keyof typeof RATES, Allowance>
}

/** A link that was asked for. */
interface Opening {
  readonly until: number
  /** The link that is given up when this one stands. */
  readonly instead: string | undefined
}

/** The links that stand and those that are being made: no peer twice, and never this one itself. */
export class Neighbours {
  readonly self: string
  readonly #ports: Ports
  readonly #standing = new Map<string, Neighbour>()
  readonly #opening = new Map<string, Opening>()

  constructor(self: string, ports: Ports) {
    this.self = self
    this.#ports = ports
  }

  get degree(): number {
    return this.#standing.size
  }

  /** Links that stand, and those that will if nothing goes wrong. */
  get load(): number {
    return this.#standing.size + this.#opening.size
  }

  get ids(): string[] {
    return [...this.#standing.keys()]
  }

  /** Whether some link will be given up for another that is being made. */
  get moving(): boolean {
    return [...this.#opening.values()].some(({ instead }) => instead !== undefined)
  }

  has(peer: string): boolean {
    return this.#standing.has(peer)
  }

  of(peer: string): Neighbour | undefined {
    return this.#standing.get(peer)
  }

  entries(): IterableIterator<[string, Neighbour]> {
    return this.#standing.entries()
  }

  opens(peer: string): boolean {
    return this.#opening.has(peer)
  }

  /** Whether a link to the peer stands or is being made, or would be one to ourselves. */
  knows(peer: string): boolean {
    return peer === this.self || this.has(peer) || this.opens(peer)
  }

  /** One of them at random but those; undefined when there is none. */
  pick(except: readonly string[] = []): string | undefined {
    const rest = this.ids.filter((peer) => !except.includes(peer))
    return rest[Math.floor(this.#ports.random() * rest.length)]
  }

  /** Asks for a link along the path, the last of which is the peer. */
  open(path: readonly string[], instead?: string): void {
    const peer = path.at(-1) as string
    this.#opening.set(peer, { until: this.#ports.clock.now() + OPEN_WITHIN, instead })
    this.#ports.links.open(peer, path)
  }

  /** A link stands. The one that it was made for instead is closed. */
  up(peer: string, begun: Neighbour['begun']): void {
    const instead = this.#opening.get(peer)?.instead
    this.#opening.delete(peer)
    const now = this.#ports.clock.now()
    const allowance = (name: keyof typeof RATES): Allowance => new Allowance(RATES[name].most, RATES[name].perSecond, now)
    this.#standing.set(peer, { degree: 0, begun, allowances: { cast: allowance('cast'), other: allowance('other'), search: allowance('search') } })
    if (instead !== undefined) this.close(instead)
  }

  down(peer: string): void {
    this.#standing.delete(peer)
  }

  /** A link that was asked for comes to nothing. */
  refused(peer: string): void {
    this.#opening.delete(peer)
  }

  close(peer: string): void {
    if (this.#standing.delete(peer)) this.#ports.links.close(peer)
  }

  send(peer: string, frame: OverlayFrame): boolean {
    return this.#standing.has(peer) && this.#ports.links.send(peer, frame)
  }

  sendAll(frame: OverlayFrame, except?: string): void {
    for (const peer of this.ids) if (peer !== except) this.send(peer, frame)
  }

  /** Forgets the links that were asked for and did not come. */
  expire(): void {
    const now = this.#ports.clock.now()
    for (const [peer, { until }] of this.#opening) if (until <= now) this.#opening.delete(peer)
  }

  closeAll(): void {
    this.#opening.clear()
    for (const peer of this.ids) this.close(peer)
  }
}
