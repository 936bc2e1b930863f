import { Overlay, type OverlayFrame, type Topology } from '../../src/overlay/index.js'
import { Node } from './node.js'
import { seeded } from './random.js'
import { Timeline } from './timeline.js'

/** Milliseconds: a link's way, the making of a link once both ends have their descriptions, and how long it takes to see that a link is dead. */
const WAY = { least: 20, most: 120 }
const MAKING = 400
const NOTICED = { least: 5_000, most: 13_000 }
/** A description and its candidates, in UTF-16 code units. */
const OFFER = `offer ${'-'.repeat(1_500)}`
const ANSWER = `answer ${'-'.repeat(1_500)}`
const NO = 'no'

export interface PeerOfWorld {
  readonly id: string
  readonly overlay: Overlay
  state: 'alive' | 'gone'
  /** Links by their other ends, with the milliseconds of their way. */
  readonly links: Map<string, number>
  readonly delivered: string[]
  readonly signals: { data: string; path: readonly string[] }[]
}

/** Peers with the overlay's real code, on a network and a node that are not real. The same seed gives the same course. */
export class World {
  readonly clock = new Timeline()
  readonly random: () => number
  readonly node: Node
  readonly peers = new Map<string, PeerOfWorld>()
  /** Messages over links by their kind. */
  readonly sent: Record<string, number> = {}
  /** Broadcasts that reached somebody, by their text. */
  readonly reached = new Map<string, number>()
  /** Sees every message; false loses it. */
  passes: (from: string, to: string, frame: OverlayFrame) => boolean = () => true
  /** Whether there is a path between two peers: not between two NATs that hide their ports, without a relay of TURN. */
  reaches: (one: string, other: string) => boolean = () => true
  #made = 0
  #links = 0

  constructor(seed: number) {
    this.random = seeded(seed)
    this.node = new Node(this.clock, this.random)
  }

  get alive(): PeerOfWorld[] {
    return [...this.peers.values()].filter(({ state }) => state === 'alive')
  }

  /** Links that were made. */
  get links(): number {
    return this.#links
  }

  pass(ms: number): void {
    this.clock.pass(ms)
  }

  /** A peer comes. */
  add(topology: Topology): PeerOfWorld {
    const id = `${Math.floor(this.random() * 2 ** 32).toString(36)}-${(this.#made++).toString(36)}`
    const links = new Map<string, number>()
    const delivered: string[] = []
    const signals: PeerOfWorld['signals'] = []
    const overlay = new Overlay(id, topology, {
      clock: this.clock,
      random: this.random,
      links: {
        open: (to, path) => { if (!overlay.carry(path, OFFER)) overlay.refused(to) },
        close: (to) => this.#cut(id, to),
        send: (to, frame) => this.#send(id, to, frame),
      },
      entrance: this.node.entrance({ id, entered: () => overlay.entered(), alive: () => peer.state === 'alive', answer: (author) => this.#claimed(id, author), refused: () => overlay.refused() }),
      delivered: (data) => {
        delivered.push(data)
        this.reached.set(data, (this.reached.get(data) ?? 0) + 1)
      },
      signal: (data, path) => this.#signal(peer, data, path),
    })
    const peer: PeerOfWorld = { id, overlay, links, delivered, signals, state: 'alive' }
    this.peers.set(id, peer)
    return peer
  }

  /** The peer says farewell. */
  leave(peer: PeerOfWorld): void {
    peer.overlay.leave()
    peer.state = 'gone'
    this.peers.delete(peer.id)
  }

  /** The peer is gone without a word. */
  crash(peer: PeerOfWorld): void {
    peer.state = 'gone'
    this.node.vacate(peer.id, true)
    this.peers.delete(peer.id)
    for (const other of peer.links.keys()) this.#notice(other, peer.id)
    // Its clock stands still as well; what it had begun meets nobody.
    peer.links.clear()
    peer.overlay.leave()
  }

  /** A link breaks at both ends. */
  break(one: string, other: string): void {
    this.peers.get(one)?.links.delete(other)
    this.peers.get(other)?.links.delete(one)
    this.peers.get(one)?.overlay.down(other)
    this.peers.get(other)?.overlay.down(one)
  }

  /** Two peers are linked at once, whatever led to it; the first one has begun. */
  connect(one: string, other: string): void {
    const [a, b] = [this.peers.get(one), this.peers.get(other)]
    if (!a || !b || a === b || a.links.has(other)) return
    const way = WAY.least + this.random() * (WAY.most - WAY.least)
    a.links.set(other, way)
    b.links.set(one, way)
    this.#links++
    a.overlay.up(other, 'here')
    if (a.links.has(other)) b.overlay.up(one, 'there')
  }

  #attempt(one: string, other: string): void {
    if (this.reaches(one, other)) return this.connect(one, other)
    this.peers.get(one)?.overlay.refused(other)
    this.peers.get(other)?.overlay.refused(one)
  }

  #claimed(by: string, author: string): void {
    if (this.peers.get(author)?.overlay.accepts(by, true)) this.clock.after(MAKING, () => this.#attempt(by, author))
    else this.peers.get(by)?.overlay.refused()
  }

  #signal(peer: PeerOfWorld, data: string, path: readonly string[]): void {
    const [from] = path as [string]
    const back = [...path].reverse()
    if (data === OFFER) return void peer.overlay.carry(back, peer.overlay.accepts(from, false) ? ANSWER : NO)
    if (data === ANSWER) return void this.clock.after(MAKING, () => this.#attempt(peer.id, from))
    if (data === NO) return peer.overlay.refused(from)
    peer.signals.push({ data, path })
  }

  #send(from: string, to: string, frame: OverlayFrame): boolean {
    const way = this.peers.get(from)?.links.get(to)
    if (way === undefined) return false
    this.sent[frame.o] = (this.sent[frame.o] ?? 0) + 1
    if (!this.passes(from, to, frame)) return true
    this.clock.after(way, () => {
      const peer = this.peers.get(to)
      if (peer?.links.has(from)) peer.overlay.receive(from, frame)
    })
    return true
  }

  #cut(one: string, other: string): void {
    const way = this.peers.get(one)?.links.get(other)
    this.peers.get(one)?.links.delete(other)
    if (way === undefined) return
    this.clock.after(way, () => {
      if (this.peers.get(other)?.links.delete(one)) this.peers.get(other)?.overlay.down(one)
    })
  }

  #notice(peer: string, gone: string): void {
    this.clock.after(NOTICED.least + this.random() * (NOTICED.most - NOTICED.least), () => {
      this.peers.get(peer)?.links.delete(gone)
      this.peers.get(peer)?.overlay.down(gone)
    })
  }
}
