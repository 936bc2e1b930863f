import { type Clock, Timer } from '../../clock.js'
import { HELLO_WITHIN } from './limits.js'

/** Somebody of whom it is not known yet whether it is a contact. */
interface Guest { readonly decided: Promise<void>; decide(): void }

/** Which peers are which contacts: a peer that was one once is so for as long as the page. */
export class Acquaintances {
  readonly #clock: Clock
  /** None is forgotten: only contacts get in here. */
  readonly #contacts = new Map<string, string>()
  readonly #guests = new Map<string, Guest>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The key of the contact that the peer is; undefined unless it is one. */
  contact(peer: string): string | undefined {
    return this.#contacts.get(peer)
  }

  /** The peer is here, and may say who it is. */
  meet(peer: string): void {
    if (this.contact(peer) !== undefined || this.#guests.has(peer)) return
    const timer = new Timer(this.#clock)
    let decide!: () => void
    const decided = new Promise<void>((resolve) => {
      decide = () => {
        timer.stop()
        resolve()
      }
    })
    timer.set(HELLO_WITHIN, decide)
    this.#guests.set(peer, { decided, decide })
  }

  /** Resolves when the peer has said who it is, or that it is somebody else, or has had its time. */
  async decided(peer: string): Promise<void> {
    await this.#guests.get(peer)?.decided
  }

  /** It is that contact; without one, nobody that is known. */
  decide(peer: string, contact?: string): void {
    if (contact !== undefined) this.#contacts.set(peer, contact)
    this.#guests.get(peer)?.decide()
  }

  left(peer: string): void {
    this.#guests.get(peer)?.decide()
    this.#guests.delete(peer)
  }

  end(): void {
    for (const { decide } of this.#guests.values()) decide()
  }
}
