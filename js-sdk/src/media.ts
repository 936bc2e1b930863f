import { MEDIA } from './channel.js'
import { misuse, reason } from './errors.js'
import type { RoomEvents, StreamOptions } from './events.js'
import type { Peer } from './peer.js'
import { Received } from './received.js'
import type { Room } from './room.js'

/** Absent: everybody, also those who come later. */
type Audience = string | readonly string[] | undefined

/** The JSON of no metadata. */
const NONE = 'null'

interface Shared {
  readonly stream: MediaStream
  /** Absent: everybody, also those who come later. */
  readonly to: readonly string[] | undefined
  /** From whom it was taken away. */
  readonly not: Set<string>
  readonly metadata: unknown
}

/** What one connection sends. */
interface Sending {
  /** The lines of the description that each stream has. */
  readonly lines: Map<MediaStream, RTCRtpTransceiver[]>
  /** What was said about each, as JSON. */
  readonly said: Map<MediaStream, string>
  /** One change after the other, for a sender gets its track later than it is told. */
  changes: Promise<void>
}

export interface MediaConfig {
  readonly room: Room
  note(text: string, peer: string): void
  tell<K extends 'track' | 'metadata' | 'ended' | 'error'>(name: K, ...args: RoomEvents[K]): void
}

/** The streams that this end sends, and to whom; peers get theirs when their link comes up. */
export class Media {
  readonly received: Received
  readonly #config: MediaConfig
  readonly #sending = new WeakMap<RTCPeerConnection, Sending>()
  #shared: Shared[] = []

  constructor(config: MediaConfig) {
    this.#config = config
    this.received = new Received(config.tell)
    for (const name of ['close', 'left'] as const) config.room.on(name, () => this.received.sweep())
  }

  /** `tracks`: those that the stream had when it was added. Added again for the same peers, it has other metadata, if any are given. */
  add(stream: MediaStream, tracks: readonly MediaStreamTrack[], options: Audience | StreamOptions, said: string): void {
    const to = list(typeof options === 'string' || Array.isArray(options) ? options as Audience : (options as StreamOptions | undefined)?.to)
    const before = this.#shared.find((shared) => shared.stream === stream && String(shared.to) === String(to))
    const metadata: unknown = said === NONE ? before?.metadata : JSON.parse(said)
    const shared: Shared = { stream, to, not: new Set(), metadata }
    this.#shared = [...this.#shared.filter((other) => other !== before), shared]
    for (const peer of this.#peers()) this.#give(peer, shared, tracks)
  }

  remove(stream: MediaStream, audience: Audience): void {
    const to = list(audience)
    this.#shared = this.#shared.filter((shared) => to || shared.stream !== stream)
    for (const shared of this.#shared) if (shared.stream === stream) to?.forEach((id) => shared.not.add(id))
    for (const peer of this.#peers()) if (!to || to.includes(peer.id)) this.#stop(peer, stream, () => true)
  }

  addTrack(track: MediaStreamTrack, stream: MediaStream): void {
    const all = this.#sent(stream)
    if (!stream.getTracks().includes(track)) stream.addTrack(track)
    for (const peer of this.#peers()) for (const shared of all) this.#give(peer, shared, [track])
  }

  removeTrack(track: MediaStreamTrack, stream: MediaStream): void {
    this.#sent(stream)
    if (stream.getTracks().includes(track)) stream.removeTrack(track)
    for (const peer of this.#peers()) this.#stop(peer, stream, ({ sender }) => sender.track === track)
  }

  async replace(old: MediaStreamTrack, track: MediaStreamTrack): Promise<void> {
    for (const { stream } of this.#shared) {
      if (!stream.getTracks().includes(old)) continue
      stream.removeTrack(old)
      stream.addTrack(track)
    }
    await Promise.all([...this.#peers()].map((peer) => this.#change(peer, async (_, { lines }) => {
      for (const { sender } of [...lines.values()].flat()) if (sender.track === old) await sender.replaceTrack(track)
    })))
  }

  /** The link of the peer is up: it gets what it is meant to get. */
  linked(peer: Peer): void {
    this.received.linked(peer)
    for (const shared of this.#shared) this.#give(peer, shared, shared.stream.getTracks())
  }

  #peers(): Iterable<Peer> {
    return this.#config.room.peers.values()
  }

  #sent(stream: MediaStream): Shared[] {
    const all = this.#shared.filter((shared) => shared.stream === stream)
    if (all.length === 0) throw misuse('Send the stream first, by addStream().')
    return all
  }

  /**
   * Adds the tracks that are not being sent yet, each on a line of the description that only sends, so that it can go with the stream.
   * Chromium gives a line that is used again its first stream back.
   */
  #give(peer: Peer, shared: Shared, tracks: readonly MediaStreamTrack[]): void {
    const { stream, to, not, metadata } = shared
    const { connection, state } = peer
    const up = state !== 'connecting' && peer.channel?.readyState === 'open'
    if (!connection || (to && !to.includes(peer.id)) || not.has(peer.id) || !up) return
    if (metadata !== undefined && state === 'reconnecting') return this.#later(connection, peer, shared)
    void this.#change(peer, (pc, { lines, said }) => {
      this.#say(peer, said, shared)
      const own = lines.get(stream) ?? []
      const more = tracks.filter((track) => !own.some(({ sender }) => sender.track === track))
      lines.set(stream, [...own, ...more.map((track) => pc.addTransceiver(track, { direction: 'sendonly', streams: [stream] }))])
    }).catch(() => {})
  }

  /** While the path is away, the description would go through the node and overtake the metadata, which waits in the data channel. */
  #later(connection: RTCPeerConnection, peer: Peer, shared: Shared): void {
    connection.addEventListener('iceconnectionstatechange', () => {
      if (this.#shared.includes(shared)) this.#give(peer, shared, shared.stream.getTracks())
    }, { once: true })
  }

  #say(peer: Peer, said: Map<MediaStream, string>, { stream, metadata }: Shared): void {
    const text = metadata === undefined ? said.get(stream) : JSON.stringify(metadata)
    if (text === undefined || said.get(stream) === text) return
    said.set(stream, text)
    this.#config.room.action(MEDIA).send({ stream: stream.id, metadata }, peer.id)
  }

  /** Stops those lines of a stream: those of a later one take their places. */
  #stop(peer: Peer, stream: MediaStream, which: (line: RTCRtpTransceiver) => boolean): void {
    void this.#change(peer, (_, { lines, said }) => {
      const [gone, rest]: [RTCRtpTransceiver[], RTCRtpTransceiver[]] = [[], []]
      for (const line of lines.get(stream) ?? []) (which(line) ? gone : rest).push(line)
      for (const line of gone) line.stop()
      lines.set(stream, rest)
      if (rest.length > 0) return
      lines.delete(stream)
      said.delete(stream)
    }).catch(() => {})
  }

  async #change({ connection, id }: Peer, step: (pc: RTCPeerConnection, sending: Sending) => Promise<void> | void): Promise<void> {
    if (!connection) return
    const sending = this.#sending.get(connection) ?? { lines: new Map(), said: new Map(), changes: Promise.resolve() }
    this.#sending.set(connection, sending)
    const done = sending.changes.then(() => step(connection, sending))
    sending.changes = done.catch((error) => this.#config.note(reason(error), id))
    return done
  }
}

function list(to: Audience): readonly string[] | undefined {
  return typeof to === 'string' ? [to] : to
}
