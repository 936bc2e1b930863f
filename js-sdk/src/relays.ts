import { type Clock, Timer } from './clock.js'
import type { Live } from './connections.js'
import { reason } from './errors.js'
import { selectedPath } from './paths.js'

export { selectedPath }

export interface RelaysConfig {
  readonly clock: Clock
  /** Buys TURN servers of the node; none where it has none. */
  buy(): Promise<RTCIceServer[]>
  /** The connections in use. */
  live(): Iterable<Live>
  /** Gives a connection the servers there are now. */
  configure(pc: RTCPeerConnection): Promise<void>
  note(text: string): void
}

/** Of the life of a credential this share is used. */
const USED = 0.8
/** Nothing is renewed sooner, should the clocks of client and server differ. */
const SOONEST = 60_000
/** How long the node is not asked again for relays that it did not give. */
const AGAIN = 10_000

/** The TURN servers of a room: buys those of the node, and gives relayed connections new credentials before theirs end. */
export class Relays {
  readonly #config: RelaysConfig
  readonly #renewal: Timer
  #bought: readonly RTCIceServer[] = []
  #buying: Promise<void> | undefined
  #again = 0

  constructor(config: RelaysConfig) {
    this.#config = config
    this.#renewal = new Timer(config.clock)
  }

  /** Buys relays unless there are some, one purchase at a time. What was bought goes to every connection from then on, for where one has needed it the next one will. */
  async buy(): Promise<boolean> {
    if (this.#bought.length === 0 && this.#config.clock.now() >= this.#again) this.#buying = this.#purchase()
    await this.#buying
    return this.#bought.length > 0
  }

  /** The servers given and those bought. The credential among them that ends first is renewed before it does. */
  among(given: readonly RTCIceServer[]): RTCIceServer[] {
    const servers = [...given, ...this.#bought]
    const left = Math.min(...servers.map(end)) - this.#config.clock.now()
    if (left < Infinity) this.#renewal.set(Math.max(left * USED, SOONEST), () => void this.#renew())
    return servers
  }

  close(): void {
    this.#renewal.stop()
  }

  async #purchase(): Promise<void> {
    this.#again = Infinity
    this.#bought = await this.#config.buy().catch((error) => {
      this.#config.note(`no relay: ${reason(error)}`)
      return []
    })
    this.#again = this.#config.clock.now() + AGAIN
  }

  /** A connection that is relayed gets new credentials and looks for a path with those; when there are none, its allocation stands on as long as the server lets it. */
  async #renew(): Promise<void> {
    const renews = this.#bought.length > 0
    this.#bought = []
    for (const { pc, renew } of this.#config.live()) {
      if ((await selectedPath(pc))?.local !== 'relay') continue
      if (renews && !(await this.buy())) return
      await this.#config.configure(pc)
      renew()
    }
  }
}

/** When a credential ends, in milliseconds of the epoch: a name of the TURN REST API begins with it, others last. */
function end({ username }: RTCIceServer): number {
  return Number(/^\d+(?=:)/.exec(username ?? '')?.[0] ?? Infinity) * 1000
}
