import type { Clock } from './clock.js'
import { reason } from './errors.js'
import type { Settings } from './options.js'
import type { Relays as Bought } from './purse.js'
import type { Relays } from './relays.js'

/** A connection that is in use, and how it looks for a new path. */
export interface Live { readonly pc: RTCPeerConnection; renew(): void }

export interface ConnectionsConfig {
  readonly settings: Settings
  readonly clock: Clock
  /** Buys TURN servers of the node. */
  buy(): Promise<Bought>
  live(): Iterable<Live>
  note(text: string): void
}

/** Makes RTCPeerConnections with the ICE servers of the options and of the node. */
export class Connections {
  readonly #config: ConnectionsConfig
  #fromNode: readonly RTCIceServer[] = []
  #relays: Relays | undefined
  #closed = false

  constructor(config: ConnectionsConfig) {
    this.#config = config
  }

  /** The node has named these ICE servers. */
  named(servers: readonly RTCIceServer[]): void {
    this.#fromNode = servers
  }

  async make(): Promise<RTCPeerConnection> {
    return this.#construct(await this.#servers())
  }

  /**
   * For a standing offer: without TURN, for an allocation that waits is soon exhausted or gone. Whoever answers brings
   * relay candidates along, and after the answer the link gets every server (see `complete`).
   */
  async makeStanding(): Promise<RTCPeerConnection> {
    return this.#construct((await this.#servers()).map(withoutTurn).filter(({ urls }) => urls.length > 0))
  }

  /** Gives a connection every server there is, for its next ICE restart. */
  async complete(pc: RTCPeerConnection): Promise<void> {
    const iceServers = await this.#servers()
    if (pc.signalingState !== 'closed') pc.setConfiguration({ ...pc.getConfiguration(), iceServers })
  }

  /** There is no path: gives the connection the relays of the node. False when there are none. */
  async relay(pc: RTCPeerConnection): Promise<boolean> {
    if (!this.#config.settings.turn) return false
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
    const { iceServers, relayOnly, turn } = this.#config.settings
    const given = [...this.#fromNode, ...await iceServers()]
    const buys = relayOnly && turn && !given.some(isTurn)
    try {
      if (buys || given.some(({ username }) => /^\d+:/.test(username ?? ''))) await this.#load()
      if (buys) await this.#relays?.buy()
    } catch (error) {
      this.#config.note(reason(error))
    }
    return this.#relays?.among(given) ?? given
  }

  async #load(): Promise<Relays> {
    const { Relays } = await import('./relays.js')
    this.#relays ??= new Relays({ ...this.#config, time: this.#config.clock, configure: (pc) => this.complete(pc) })
    if (this.#closed) this.#relays.close()
    return this.#relays
  }

  #construct(iceServers: RTCIceServer[]): RTCPeerConnection {
    const { peerConnection, relayOnly } = this.#config.settings
    const PeerConnection = peerConnection as typeof RTCPeerConnection
    return new PeerConnection({ iceServers, iceTransportPolicy: relayOnly ? 'relay' : 'all' })
  }
}

function isTurn({ urls }: RTCIceServer): boolean {
  return [urls].flat().some((url) => /^turns?:/.test(url))
}

function withoutTurn(server: RTCIceServer): RTCIceServer {
  return { ...server, urls: [server.urls].flat().filter((urls) => !isTurn({ urls })) }
}
