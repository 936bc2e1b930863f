import type { Entrance } from '../../src/overlay/index.js'
import type { Timeline } from './timeline.js'

/** Milliseconds of one way to the node, of gathering for an offer, of the life of an offer that is half over, and of the seat of one who has crashed. */
const WAY = 50
const GATHER = 300
const REFRESH = 30_000
const GRACE = 25_000
const AGAIN = 2_000
/** Members of a room. */
export const SEATS = 100

/** What the node has been asked, and what it has told. */
export interface Counts { joins: number; full: number; offers: number; refreshes: number; claims: number; inVain: number; answers: number; events: number }

/** Who is told of what the node does for a peer. */
export interface Guest {
  readonly id: string
  readonly alive: () => boolean
  entered(): void
  /** A claimed offer of that author: makes the link if the author still wants it. */
  answer(author: string): void
  refused(): void
}

interface Seat { readonly guest: Guest; wanted: number; making: number; standing: number; cancel: () => void }

/** The room at the node, as docs/protocol.md has it: 100 seats, standing offers, claims at random among authors, and every change told to all who are there. */
export class Node {
  readonly counts: Counts = { joins: 0, full: 0, offers: 0, refreshes: 0, claims: 0, inVain: 0, answers: 0, events: 0 }
  readonly seats = new Map<string, Seat>()
  readonly #clock: Timeline
  readonly #random: () => number

  constructor(clock: Timeline, random: () => number) {
    this.#clock = clock
    this.#random = random
  }

  /** The door of the room for one peer. */
  entrance(guest: Guest): Entrance {
    const node = this
    let entering = false
    return {
      get members() {
        if (!node.seats.has(guest.id)) return undefined
        return [...node.seats.keys()].filter((peer) => peer !== guest.id)
      },
      enter: () => {
        if (entering || this.seats.has(guest.id)) return
        entering = true
        const seated = (): void => { entering = false }
        this.#clock.after(2 * WAY, () => this.#sit(guest) ? seated() : this.#clock.after(AGAIN * (0.5 + this.#random()), seated))
      },
      // Who has crashed says nothing.
      leave: () => { if (guest.alive()) this.vacate(guest.id) },
      stand: (offers) => this.#stand(guest.id, offers),
      claim: (except) => this.#clock.after(WAY, () => this.#claim(guest, except)),
    }
  }

  /** A member has left; `crashed`: its seat is kept until the grace is over. */
  vacate(peer: string, crashed = false): void {
    const seat = this.seats.get(peer)
    if (!seat) return
    seat.cancel()
    seat.standing = seat.wanted = 0
    if (crashed) return void this.#clock.after(GRACE, () => this.vacate(peer))
    this.seats.delete(peer)
    this.#tell()
  }

  #sit(guest: Guest): boolean {
    if (!guest.alive()) return true
    if (this.seats.size >= SEATS) {
      this.counts.full++
      return false
    }
    this.counts.joins++
    const seat: Seat = { guest, wanted: 0, making: 0, standing: 0, cancel: () => {} }
    this.seats.set(guest.id, seat)
    const refresh = (): void => {
      this.counts.refreshes += seat.standing
      seat.cancel = this.#clock.after(REFRESH, refresh)
    }
    seat.cancel = this.#clock.after(REFRESH, refresh)
    this.#tell()
    guest.entered()
    return true
  }

  #stand(peer: string, offers: number): void {
    const seat = this.seats.get(peer)
    if (!seat) return
    seat.wanted = offers
    for (; seat.standing > offers; seat.standing--) this.#tell()
    while (seat.standing + seat.making < offers) {
      seat.making++
      this.#clock.after(GATHER, () => {
        seat.making--
        if (this.seats.get(peer) !== seat || seat.standing >= seat.wanted) return
        seat.standing++
        this.counts.offers++
        this.#tell()
      })
    }
  }

  #claim(guest: Guest, except: readonly string[]): void {
    if (!guest.alive() || !this.seats.has(guest.id)) return
    this.counts.claims++
    const authors = [...this.seats.values()].filter(({ guest: { id }, standing }) => standing > 0 && id !== guest.id && !except.includes(id))
    const author = authors[Math.floor(this.#random() * authors.length)]
    if (!author) {
      this.counts.inVain++
      return void this.#clock.after(WAY, () => guest.refused())
    }
    author.standing--
    this.#stand(author.guest.id, author.wanted)
    this.counts.answers++
    this.#tell()
    this.#clock.after(3 * WAY, () => guest.answer(author.guest.id))
  }

  /** All members but one hear of a change. */
  #tell(): void {
    this.counts.events += Math.max(0, this.seats.size - 1)
  }
}
