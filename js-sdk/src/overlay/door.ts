import { BEACON, DOORS, OFFERS, ROUND } from './limits.js'
import type { Neighbours } from './neighbours.js'
import type { Ports } from './ports.js'

/** Links that a newcomer takes from the node before it goes on by itself: with two, one loss does not throw it out. */
const ENTRY = 2
const LONGEST_WAIT = 32_000

export interface DoorConfig {
  readonly neighbours: Neighbours
  readonly ports: Ports
  /** How many links this peer takes at most. */
  readonly most: number
  /** Whether links are missing that the overlay does not find. */
  stranded(): boolean
  /** Broadcasts a beacon. */
  beacon(): void
}

/**
 * When this peer is in the room at the node: to enter, to be met there by newcomers as one of some 24 doors, and to come back when its
 * part of the overlay has lost the others. The first of the doors (the least id) gives a beacon to all every 20 s. A door that does not hear
 * that one is in another part and joins the two; a peer that hears none for long is in a part without doors, tells its part so, and becomes one.
 */
export class Door {
  readonly #config: DoorConfig
  /** When a beacon was heard of the one who ought to give it, or when that one changed. */
  #leader: { id: string; heard: number } = { id: '', heard: 0 }
  #heardAt = 0
  #beaconAt = 0
  /** When a door gives a beacon in the place of the first. */
  #insteadAt = 0
  /** When a peer that is no door goes back. */
  #backAt = 0
  #claimAt = 0
  #refusals = 0
  /** Came back because nothing was heard. */
  #joining = false
  #claiming = false

  constructor(config: DoorConfig) {
    this.#config = config
    this.#heard()
  }

  round(): void {
    const { neighbours, ports: { entrance } } = this.#config
    if (!entrance.members && this.#now() >= this.#backAt && neighbours.degree > 0) this.#goBack()
    const wants = this.#wants()
    if (!entrance.members && wants) entrance.enter()
    this.#go(wants)
  }

  /** A beacon of that door. */
  heard(from: string): void {
    if (from === this.#leader.id) this.#leader.heard = this.#now()
    this.#heard()
  }

  /** This peer is in the room at the node now. */
  entered(): void {
    this.#go(this.#wants())
  }

  up(): void {
    this.#refusals = 0
    this.#claimAt = 0
    if (this.#claiming) this.#met()
    this.#go(this.#wants())
  }

  /** A claim came to nothing. */
  refused(): void {
    this.#refusals++
    this.#claimAt = this.#now() + this.#jitter(Math.min(LONGEST_WAIT, ROUND / 2 * 2 ** this.#refusals))
    this.#met()
  }

  #wants(): boolean {
    return this.#joining || this.#config.neighbours.degree < ENTRY || this.#config.stranded()
  }

  /** What there is to do in the room at the node, if this peer is there. */
  #go(wants: boolean): void {
    const { entrance, random } = this.#config.ports
    const { members } = entrance
    if (!members) return
    this.#lead(members)
    const claims = wants || this.#parted()
    const excess = members.length + 1 - DOORS
    if (claims) this.#claim(members)
    else if (random() * (members.length + 1) < excess) return entrance.leave()
    // Newcomers go to those who are linked already, unless there are none.
    entrance.stand(claims && excess > 0 && this.#refusals === 0 ? 0 : this.#offers())
  }

  #offers(): number {
    const { neighbours, most } = this.#config
    return Math.max(0, Math.min(OFFERS, most - neighbours.load))
  }

  #claim(members: readonly string[]): void {
    const { neighbours, ports: { entrance } } = this.#config
    if (members.every((peer) => neighbours.knows(peer))) return this.#met()
    if (this.#now() < this.#claimAt) return
    this.#claimAt = this.#now() + 4 * ROUND
    this.#claiming = true
    entrance.claim(neighbours.ids)
  }

  /** Gives the beacon when that is up to this door, or when nobody does. */
  #lead(members: readonly string[]): void {
    const { self } = this.#config.neighbours
    const now = this.#now()
    const leader = members.reduce((least, peer) => peer < least ? peer : least, self)
    if (leader !== this.#leader.id) {
      this.#leader = { id: leader, heard: now }
      this.#beaconAt = Math.max(this.#beaconAt, this.#heardAt + BEACON)
    }
    if (leader === self ? now < this.#beaconAt : now < this.#insteadAt) return
    if (leader === self) this.#leader.heard = now
    this.#beaconAt = now + BEACON
    this.#heard()
    this.#config.beacon()
  }

  /** The first of the doors is silent here, though it is there: it may be in another part. */
  #parted(): boolean {
    return this.#leader.id !== this.#config.neighbours.self && this.#now() - this.#leader.heard > 3 * BEACON
  }

  /** Its beacon first, so that the others of its part stay where they are. */
  #goBack(): void {
    this.#heard()
    this.#joining = true
    this.#config.beacon()
  }

  /** The parts are joined, or there is nobody to join with. */
  #met(): void {
    this.#joining = this.#claiming = false
    this.#leader.heard = this.#now()
  }

  #heard(): void {
    const now = this.#now()
    const { random } = this.#config.ports
    this.#heardAt = now
    this.#insteadAt = now + BEACON * (2 + random())
    this.#backAt = now + BEACON * (4 + 16 * random())
  }

  #jitter(ms: number): number {
    return ms * (0.5 + this.#config.ports.random() / 2)
  }

  #now(): number {
    return this.#config.ports.clock.now()
  }
}
