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
    return this.#construct(await this.#configuration())
  }

  /**
   * For a standing offer: without TURN, for an allocation that waits is soon exhausted or gone. Whoever answers brings
   * relay candidates along, and after the answer the link gets every server (see `complete`).
   */
  async makeStanding(): Promise<RTCPeerConnection> {
    const { iceServers, iceTransportPolicy } = await this.#configuration()
    const fewer = iceTransportPolicy === 'relay' ? iceServers : iceServers.map(withoutTurn).filter(({ urls }) => urls.length > 0)
    return this.#construct({ iceServers: fewer, iceTransportPolicy })
  }

  /** Gives a connection that comes from the pool the TURN servers that it did without, for its ICE restarts. */
  async complete(pc: RTCPeerConnection): Promise<void> {
    const configuration = await this.#configuration()
    if (pc.signalingState !== 'closed') pc.setConfiguration(configuration)
  }

  async #configuration() {
    const { iceServers, iceTransportPolicy } = this.#settings
    return { iceServers: [...this.#fromNode, ...await iceServers()], iceTransportPolicy }
  }

  #construct(configuration: RTCConfiguration): RTCPeerConnection {
    const PeerConnection = this.#settings.peerConnection as typeof RTCPeerConnection
    return new PeerConnection(configuration)
  }
}

function withoutTurn(server: RTCIceServer): RTCIceServer {
  return { ...server, urls: [server.urls].flat().filter((url) => !/^turns?:/.test(url)) }
}
