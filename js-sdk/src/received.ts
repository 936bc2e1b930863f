import { MOST_METADATA } from './channel.js'
import type { MediaConfig } from './media.js'
import { isObject } from './messages.js'
import type { Peer } from './peer.js'
import { takeOutWhenEnded } from './tracks.js'

/** Streams of one link whose metadata are kept: more than a browser can show. */
const MOST_STREAMS = 64
const LONGEST_ID = 256

/** What has come over one connection. */
interface Incoming {
  peer: Peer
  readonly streams: Map<string, MediaStream>
  /** Also of streams that are still to come. */
  readonly metadata: Map<string, unknown>
}

/** The streams that peers send, and what they say about them. They end with their connection, which may pass from a peer to the one it is under a new id. */
export class Received {
  readonly #tell: MediaConfig['tell']
  readonly #incoming = new Map<RTCPeerConnection, Incoming>()

  constructor(tell: MediaConfig['tell']) {
    this.#tell = tell
  }

  /** What a peer says about one of its streams. What breaks a bound is dropped. */
  heard(data: unknown, peer: Peer): void {
    const incoming = this.#of(peer)
    if (!incoming || !isObject(data)) return
    const { stream: id, metadata } = data
    if (typeof id !== 'string' || id.length > LONGEST_ID || metadata === undefined || JSON.stringify(metadata).length > MOST_METADATA) return
    incoming.metadata.delete(id)
    if (incoming.metadata.size >= MOST_STREAMS) incoming.metadata.delete([...incoming.metadata.keys()][0] as string)
    incoming.metadata.set(id, metadata)
    const stream = incoming.streams.get(id)
    if (stream) this.#tell('metadata', metadata, stream, peer)
  }

  track(peer: Peer, event: RTCTrackEvent): void {
    const { track, streams } = event
    takeOutWhenEnded(event)
    this.sweep()
    const incoming = this.#of(peer)
    if (!incoming) return
    const stream = streams[0] ?? new MediaStream([track])
    incoming.streams.set(stream.id, stream)
    stream.addEventListener('removetrack', () => {
      if (stream.getTracks().length === 0) this.#end(incoming, stream)
    })
    show(incoming)
    this.#tell('track', track, stream, peer, incoming.metadata.get(stream.id))
  }

  /** The link of the peer is up; it may be that of a peer that it was before. */
  linked(peer: Peer): void {
    const incoming = peer.connection && this.#incoming.get(peer.connection)
    if (!incoming || incoming.peer === peer) return
    const former = { peer: incoming.peer, streams: new Map() }
    incoming.peer = peer
    show(former)
    show(incoming)
  }

  /** The streams of connections that are closed have ended. */
  sweep(): void {
    for (const [pc, incoming] of this.#incoming) {
      if (pc.signalingState !== 'closed') continue
      this.#incoming.delete(pc)
      for (const stream of incoming.streams.values()) this.#end(incoming, stream)
    }
  }

  #of(peer: Peer): Incoming | undefined {
    const pc = peer.connection
    if (!pc) return undefined
    const incoming = this.#incoming.get(pc) ?? { peer, streams: new Map(), metadata: new Map() }
    this.#incoming.set(pc, incoming)
    return incoming
  }

  #end(incoming: Incoming, stream: MediaStream): void {
    const { peer, streams, metadata } = incoming
    if (streams.get(stream.id) !== stream) return
    streams.delete(stream.id)
    metadata.delete(stream.id)
    show(incoming)
    this.#tell('ended', stream, peer)
  }
}

function show({ peer, streams }: Pick<Incoming, 'peer' | 'streams'>): void {
  (peer as { streams: readonly MediaStream[] }).streams = [...streams.values()]
}
