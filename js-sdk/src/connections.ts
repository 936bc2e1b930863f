import type { Clock } from './clock.js'
import { reason } from './errors.js'
import type { Settings } from './options.js'
import { admit, type Place } from './places.js'
import type { Relays as Bought } from './purse.js'
import type { Relays } from './relays.js'

/** A connection that is in use, and how it looks for a new path. */
export interface Live { readonly pc: RTCPeerConnection; renew(): void }

export interface ConnectionsConfig {
  readonly options: Settings
  readonly time: Clock
  /** The ICE servers that the node has named. */
  named(): readonly RTCIceServer[]
  /** Buys TURN servers of the node. */
  buy(): Promise<Bought>
  live(): Iterable<Live>
  note(text: string): void
}

/** The connections that pages have made, in all their rooms: those of one class are those of one page. */
const pages = new WeakMap<object, Place[]>()

/** Makes RTCPeerConnections with the ICE servers of the options and of the node. */
export class Connections {
  readonly #config: ConnectionsConfig
  #relays: Relays | undefined
  #closed = false
  readonly #places: Place[]

  constructor(config: ConnectionsConfig) {
    this.#config = config
    const page: object = config.options.peerConnection ?? {}
    this.#places = pages.get(page) ?? []
    pages.set(page, this.#places)
  }

  /** Throws unless the page may have one more connection. Those that can be given up (`yields`) make room for the others. */
  admit(yields?: Place[1]): void {
    const { maxConnections } = this.#config.options
    if (this.#places.length >= maxConnections) admit(this.#places, maxConnections, !!yields)
  }

  /** A connection with those of the servers that `choose` takes. */
  async make(choose: (servers: RTCIceServer[]) => RTCIceServer[] = (servers) => servers, yields?: Place[1]): Promise<RTCPeerConnection> {
    const { peerConnection, relayOnly } = this.#config.options
    const PeerConnection = peerConnection as typeof RTCPeerConnection
    const iceServers = choose(await this.#servers())
    this.admit(yields)
    const pc = new PeerConnection({ iceServers, iceTransportPolicy: relayOnly ? 'relay' : 'all' })
    this.#places.push([new WeakRef(pc), yields])
    return pc
  }

  /** Gives a connection every server there is, for its next ICE restart. */
  async complete(pc: RTCPeerConnection): Promise<void> {
    const iceServers = await this.#servers()
    if (pc.signalingState !== 'closed') pc.setConfiguration({ ...pc.getConfiguration(), iceServers })
  }

  /** There is no path: gives the connection the relays of the node. False when there are none. */
  async relay(pc: RTCPeerConnection): Promise<boolean> {
    if (!this.#config.options.turn) return false
    const bought = await (await this.#load()).buy()
    await this.complete(pc)
    return bought
  }

  close(): void {
    this.#closed = true
    this.#relays?.close()
  }

  /** What deals with relays is fetched when there are some: when they are wanted, or when credentials were given that end. */
  async #servers(): Promise<RTCIceServer[]> {
    const { options: { iceServers, relayOnly, turn }, named } = this.#config
    const given = [...named(), ...await iceServers()]
    const buys = relayOnly && turn
    try {
      if (buys || given.some(({ username }) => /^\d+:/.test(username ?? ''))) await this.#load()
      if (buys) await this.#relays?.need(given)
    } catch (error) {
      this.#config.note(reason(error))
    }
    return this.#relays?.among(given) ?? given
  }

  async #load(): Promise<Relays> {
    const { Relays } = await import('./relays.js')
    this.#relays ??= new Relays({ ...this.#config, configure: (pc) => this.complete(pc) })
    if (this.#closed) this.#relays.close()
    return this.#relays
  }
}
