import type { Settings } from './options.js'

/** Makes RTCPeerConnections with the ICE servers of the options and of the node. */
export class Connections {
  readonly #settings: Settings
  #fromNode: readonly RTCIceServer[] = []

  constructor(settings: Settings) {
    this.#settings = settings
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
    const servers = await this.#servers()
    return this.#construct(this.#settings.iceTransportPolicy === 'relay' ? servers : servers.map(withoutTurn).filter((server) => server.urls.length > 0))
  }

  /** Gives a connection that comes from the pool the TURN servers that it did without, for its ICE restarts. */
  async complete(pc: RTCPeerConnection): Promise<void> {
    const iceServers = await this.#servers()
    if (pc.signalingState !== 'closed') pc.setConfiguration({ iceServers, iceTransportPolicy: this.#settings.iceTransportPolicy })
  }

  async #servers(): Promise<RTCIceServer[]> {
    return [...this.#fromNode, ...await this.#settings.iceServers()]
  }

  #construct(iceServers: RTCIceServer[]): RTCPeerConnection {
    const PeerConnection = this.#settings.peerConnection as typeof RTCPeerConnection
    return new PeerConnection({ iceServers, iceTransportPolicy: this.#settings.iceTransportPolicy })
  }
}

function withoutTurn(server: RTCIceServer): RTCIceServer {
  const urls = typeof server.urls === 'string' ? [server.urls] : server.urls
  return { ...server, urls: urls.filter((url) => !/^turns?:/.test(url)) }
}
