import { type Clock, Timer } from './clock.js'
import type { Live } from './connections.js'
import { reason } from './errors.js'
import { linkStats } from './measure.js'
import { selectedPath } from './paths.js'
import type { Relays as Bought } from './purse.js'
import { isTurn } from './turn.js'

export { linkStats, selectedPath }

export interface RelaysConfig {
  readonly time: Clock
  /** Buys TURN servers of the node; none where it has none. */
  buy(): Promise<Bought>
  /** The connections in use. */
  live(): Iterable<Live>
  /** Gives a connection the servers there are now. */
  configure(pc: RTCPeerConnection): Promise<void>
  note(text: string): void
}

/** Of the life of a credential this share is used. */
const USED = 0.8
/** Nothing is renewed sooner, should the clocks of client and server differ, and nothing that failed is tried again sooner. */
const SOONEST = 60_000
/** How long the node is not asked again for relays that it did not give. */
const AGAIN = 10_000
/** A name of the TURN REST API begins with the end of its credential, in seconds of the epoch. */
const MOMENT = /^(\d+):/

/** The TURN servers of a room: buys those of the node, and gives relayed connections new credentials before theirs end. */
export class Relays {
  readonly #config: RelaysConfig
  readonly #renewal: Timer
  #bought: readonly RTCIceServer[] = []
  #buying: Promise<void> | undefined
  #again = 0
  /** When the next renewal is due: it is never put off. */
  #due = Infinity
  /** The credentials of the application whose end has been reckoned with. */
  readonly #known = new Set<string>()
  #phase: 'open' | 'closed' = 'open'

  constructor(config: RelaysConfig) {
    this.#config = config
    this.#renewal = new Timer(config.time)
  }

  /** Buys relays unless there are some, one purchase at a time. What was bought goes to every connection from then on, for where one has needed it the next one will. */
  async buy(): Promise<boolean> {
    if (this.#bought.length === 0 && this.#config.time.now() >= this.#again) this.#buying = this.#purchase()
    await this.#buying
    return this.#bought.length > 0
  }

  /** Buys relays unless some are given. */
  async need(given: readonly RTCIceServer[]): Promise<void> {
    if (!given.some(isTurn)) await this.buy()
  }

  /** The servers given and those bought. The credential among them that ends first is renewed before it does. */
  among(given: readonly RTCIceServer[]): RTCIceServer[] {
    for (const { username = '' } of given) {
      const left = Number(MOMENT.exec(username)?.[1] ?? 0) * 1000 - this.#config.time.now()
      // What has ended says no more than that a clock is wrong, or that the number means something else.
      if (left <= 0 || this.#known.has(username)) continue
      this.#known.add(username)
      this.#plan(left)
    }
    return [...given, ...this.#bought]
  }

  close(): void {
    this.#phase = 'closed'
    this.#renewal.stop()
  }

  /** `left`: milliseconds that a credential is good. */
  #plan(left: number): void {
    const { time } = this.#config
    const due = time.now() + Math.max(left * USED, SOONEST)
    if (this.#phase === 'closed' || due >= this.#due) return
    this.#due = due
    this.#renewal.set(due - time.now(), () => void this.#renew())
  }

  async #purchase(): Promise<void> {
    const { buy, time, note } = this.#config
    this.#again = Infinity
    try {
      const { servers, ttl } = await buy()
      this.#bought = servers
      if (servers.length > 0) this.#plan(ttl * 1000)
    } catch (error) {
      note(`no relay: ${reason(error)}`)
    }
    this.#again = time.now() + AGAIN
  }

  /** A connection that is relayed gets new credentials and looks for a path with those; when there are none, its allocation stands on as long as the server lets it. */
  async #renew(): Promise<void> {
    const bought = this.#bought
    this.#due = Infinity
    this.#known.clear()
    this.#bought = []
    for (const { pc, renew } of this.#config.live()) {
      try {
        if ((await selectedPath(pc))?.local !== 'relay') continue
        if (bought.length > 0 && !(await this.buy())) throw new Error('the node gives none now')
        await this.#config.configure(pc)
        renew()
      } catch (error) {
        this.#config.note(`no new credentials: ${reason(error)}`)
        if (this.#bought.length === 0) this.#bought = bought
        this.#plan(0)
      }
    }
  }
}
