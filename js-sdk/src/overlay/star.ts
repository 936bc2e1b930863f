import { isWhole } from '../data/values.js'
import type { Cast, Degree, Move, Scores, Walk } from './frames.js'
import type { Gossip } from './gossip.js'
import { ANNOUNCE, CLIENTS, MOST_RELAYS, MOST_SCORE, OFFERS, REDUNDANCY, RELAY_LINKS, ROUND, SCORES } from './limits.js'
import type { Neighbour, Neighbours } from './neighbours.js'
import type { Ports } from './ports.js'
import type { Routes } from './routes.js'
import type { Shape } from './shape.js'

/** Milliseconds for which a relay is passed over that has gone or could not be had: until its score is forgotten if it is gone for good. */
const AVOIDED = 3 * ANNOUNCE
const CLAIM_AGAIN = 4 * ROUND
/** A member of the room whose score is not known for so long is in another part: who has a link tells it within a round. */
const SILENT = 5 * ROUND

export interface StarConfig {
  /** How well this peer is equipped. */
  readonly score: number
  readonly neighbours: Neighbours
  readonly gossip: Gossip
  readonly routes: Routes
  readonly ports: Ports
}

/**
 * A room in which the best-equipped relay for the others: the relays are linked with each other, everybody else with two of them. Each tells
 * its score to all, and takes those for relays that have the best ones; whose link broke is passed over.
 */
export class Star implements Shape {
  readonly #config: StarConfig
  readonly #scores = new Map<string, { score: number; until: number }>()
  readonly #avoided = new Map<string, number>()
  /** Since when members at the node have not been heard of. */
  readonly #silent = new Map<string, number>()
  /** The neighbours whose links with their relays stand, and the relays that they see, but themselves. */
  readonly #settled = new Map<string, string>()
  /** Since when neither end needs the link, as this peer sees it. */
  readonly #idle = new Map<string, number>()
  /** What each neighbour was told last of the relays that this peer sees. */
  readonly #told = new Map<string, string>()
  #announceAt = 0
  #claimAt = 0

  constructor(config: StarConfig) {
    this.#config = config
  }

  /** The relays as this peer sees them, the best first. */
  get relays(): string[] {
    const { self } = this.#config.neighbours
    const scores: [string, number][] = [[self, this.#config.score]]
    for (const [peer, { score }] of this.#scores) if (!this.#avoided.has(peer)) scores.push([peer, score])
    const count = Math.min(MOST_RELAYS, Math.max(2, Math.ceil(scores.length / CLIENTS)))
    return scores.sort(([one, best], [other, next]) => next - best || (one < other ? -1 : 1)).slice(0, count).map(([peer]) => peer)
  }

  /** How many scores and gone relays are remembered. */
  get size(): number {
    return this.#scores.size + this.#avoided.size
  }

  round(): void {
    this.#forget()
    this.#enter()
    for (const peer of this.#wanted()) if (!this.#config.neighbours.knows(peer)) this.#open(peer)
    this.#prune()
    const view = this.#view
    for (const peer of this.#config.neighbours.ids) this.#tell(peer, view)
    if (this.#now() < this.#announceAt || this.#config.neighbours.degree === 0) return
    this.#announceAt = this.#now() + ANNOUNCE
    this.#config.gossip.cast('score', String(this.#config.score))
  }

  entered(): void {
    this.#enter()
  }

  up(peer: string): void {
    this.#avoided.delete(peer)
    this.#tell(peer, this.#view)
  }

  down(peer: string, begun: Neighbour['begun']): void {
    this.#ended(peer)
    if (begun === 'here') this.#avoid(peer)
  }

  refused(peer: string | undefined): void {
    if (peer !== undefined) this.#avoid(peer)
  }

  accepts(): boolean {
    return this.#config.neighbours.load < RELAY_LINKS
  }

  frame(by: string, frame: Walk | Move | Degree | Scores): void {
    if (frame.o !== 'scores') return
    for (const [peer, score] of frame.scores) this.#learn(peer, score)
    if (frame.stands) this.#settled.set(by, among(frame.scores.map(([peer]) => peer), by))
    else this.#settled.delete(by)
  }

  cast({ kind, from, data }: Cast): void {
    const score = Number(data)
    if (kind === 'score' && isWhole(score, 0, MOST_SCORE)) this.#learn(from, score)
  }

  /** The peers that a peer needs links with: all relays for a relay, else two of them, other ones than others take. */
  #wanted(relays = this.relays, peer = this.#config.neighbours.self): string[] {
    if (relays.includes(peer)) return relays.filter((relay) => relay !== peer)
    return relays.map((relay) => [mix(peer + relay), relay] as const).sort(([one], [other]) => one - other).slice(0, REDUNDANCY).map(([, relay]) => relay)
  }

  /** Whether the links stand that this peer needs. */
  get #stands(): boolean {
    const wanted = this.#wanted()
    return wanted.length > 0 && wanted.every((peer) => this.#config.neighbours.has(peer))
  }

  #open(peer: string): void {
    const { neighbours, routes } = this.#config
    const welcome = (): boolean => !neighbours.knows(peer) && this.#wanted().includes(peer)
    routes.search(peer, (path) => {
      if (!path) this.#avoid(peer)
      else if (welcome()) neighbours.open(path)
    })
  }

  /**
   * Links go that neither end needs, once those stand that both need and both see the same relays: else they may be all that holds two parts together. Some
   * never see the same, for one of them can't have a relay that the other has: after a minute the link goes all the same. Those that others began are theirs
   * to end.
   */
  #prune(): void {
    const { neighbours } = this.#config
    const relays = this.relays
    const needed = this.#wanted(relays)
    const now = this.#now()
    for (const [peer, { begun }] of [...neighbours.entries()]) {
      if (begun === 'there' || needed.includes(peer) || this.#wanted(relays, peer).includes(neighbours.self)) this.#idle.delete(peer)
      else if (!this.#idle.has(peer)) this.#idle.set(peer, now)
    }
    if (!this.#stands) return
    for (const [peer, since] of [...this.#idle]) {
      if (this.#settled.get(peer) !== among(relays, peer) && now - since < AVOIDED) continue
      this.#ended(peer)
      neighbours.close(peer)
    }
  }

  /** Forgets what is known of a link. */
  #ended(peer: string): void {
    this.#settled.delete(peer)
    this.#idle.delete(peer)
    this.#told.delete(peer)
  }

  /** Everybody stays at the node, where newcomers meet them, and comes to it for the first link. */
  #enter(): void {
    const { neighbours, ports: { entrance } } = this.#config
    if (!entrance.members) return entrance.enter()
    entrance.stand(OFFERS)
    const parted = this.#parted(entrance.members)
    if (neighbours.degree > 0 && !parted || entrance.members.length === 0 || this.#now() < this.#claimAt) return
    this.#claimAt = this.#now() + CLAIM_AGAIN
    entrance.claim(parted ? entrance.members.filter((peer) => this.#scores.has(peer)) : [])
  }

  /** Whether this peer relays a part that does not hear all members; one of the others is then claimed. */
  #parted(members: readonly string[]): boolean {
    const silent = new Set(members.filter((peer) => !this.#scores.has(peer)))
    for (const peer of this.#silent.keys()) if (!silent.has(peer)) this.#silent.delete(peer)
    for (const peer of silent) if (!this.#silent.has(peer)) this.#silent.set(peer, this.#now())
    return this.relays.includes(this.#config.neighbours.self) && [...this.#silent.values()].some((since) => this.#now() - since > SILENT)
  }

  /** The scores of this peer and of the relays, and whether its links with those stand. */
  #best(): Scores {
    const { neighbours: { self }, score } = this.#config
    const relays = this.relays.filter((relay) => relay !== self)
    return { o: 'scores', scores: [[self, score], ...relays.map((relay) => [relay, this.#scores.get(relay)?.score ?? 0] as const)], stands: this.#stands }
  }

  /** Which peers relay, and whether the links with them stand, as a text. */
  get #view(): string {
    return `${this.relays} ${this.#stands}`
  }

  /** Tells a neighbour which peers relay, and whether the links with them stand, unless it knows. */
  #tell(peer: string, view: string): void {
    if (view === this.#told.get(peer)) return
    this.#told.set(peer, view)
    this.#config.neighbours.send(peer, this.#best())
  }

  #learn(peer: string, score: number): void {
    if (peer === this.#config.neighbours.self || this.#scores.size >= SCORES && !this.#scores.has(peer)) return
    this.#scores.set(peer, { score, until: this.#now() + 3 * ANNOUNCE })
  }

  #avoid(peer: string): void {
    if (this.#scores.has(peer)) this.#avoided.set(peer, this.#now() + AVOIDED)
  }

  #forget(): void {
    const now = this.#now()
    for (const [peer, { until }] of this.#scores) if (until <= now) this.#scores.delete(peer)
    for (const [peer, until] of this.#avoided) if (until <= now) this.#avoided.delete(peer)
  }

  #now(): number {
    return this.#config.ports.clock.now()
  }
}

/** The relays but one, as a text. */
function among(relays: readonly string[], except: string): string {
  return relays.filter((relay) => relay !== except).sort().join()
}

/** A number that any change of the text changes. */
function mix(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
