import { reason } from './errors.js'
import type { Peer } from './peer.js'

interface Shared {
  readonly stream: MediaStream
  /** Absent: everybody, also those who come later. */
  readonly to: readonly string[] | undefined
  /** From whom it was taken away. */
  readonly not: Set<string>
}

/** What one connection sends. */
interface Sending {
  /** The lines of the description that each stream has. */
  readonly lines: Map<MediaStream, RTCRtpTransceiver[]>
  /** One change after the other, for a sender gets its track later than it is told. */
  changes: Promise<void>
}

export interface MediaConfig {
  peers(): Iterable<Peer>
  note(text: string, peer: string): void
}

/** The streams that this end sends, and to whom; peers get theirs when their link comes up. */
export class Media {
  readonly #config: MediaConfig
  readonly #sending = new WeakMap<RTCPeerConnection, Sending>()
  #shared: Shared[] = []

  constructor(config: MediaConfig) {
    this.#config = config
  }

  /** `tracks`: those that the stream had when it was added. */
  add(stream: MediaStream, tracks: readonly MediaStreamTrack[], to: readonly string[] | undefined): void {
    const shared: Shared = { stream, to, not: new Set() }
    this.#shared.push(shared)
    for (const peer of this.#config.peers()) this.#give(peer, shared, tracks)
  }

  remove(stream: MediaStream, to: readonly string[] | undefined): void {
    this.#shared = this.#shared.filter((shared) => to || shared.stream !== stream)
    for (const shared of this.#shared) if (shared.stream === stream) to?.forEach((id) => shared.not.add(id))
    for (const peer of this.#config.peers()) if (!to || to.includes(peer.id)) this.#stop(peer, stream)
  }

  async replace(old: MediaStreamTrack, track: MediaStreamTrack): Promise<void> {
    for (const { stream } of this.#shared) {
      if (!stream.getTracks().includes(old)) continue
      stream.removeTrack(old)
      stream.addTrack(track)
    }
    await Promise.all([...this.#config.peers()].map((peer) => this.#change(peer, async (_, { lines }) => {
      for (const { sender } of [...lines.values()].flat()) if (sender.track === old) await sender.replaceTrack(track)
    })))
  }

  /** The link of the peer is up: it gets what it is meant to get. */
  linked(peer: Peer): void {
    for (const shared of this.#shared) this.#give(peer, shared, shared.stream.getTracks())
  }

  /**
   * Adds the tracks that are not being sent yet, each on a line of the description that only sends, so that it can go with the stream.
   * Chromium gives a line that is used again its first stream back.
   */
  #give(peer: Peer, { stream, to, not }: Shared, tracks: readonly MediaStreamTrack[]): void {
    const up = peer.state !== 'connecting' && peer.channel?.readyState === 'open'
    if ((to && !to.includes(peer.id)) || not.has(peer.id) || !up) return
    void this.#change(peer, (pc, { lines }) => {
      const own = lines.get(stream) ?? []
      const more = tracks.filter((track) => !own.some(({ sender }) => sender.track === track))
      lines.set(stream, [...own, ...more.map((track) => pc.addTransceiver(track, { direction: 'sendonly', streams: [stream] }))])
    }).catch(() => {})
  }

  /** Stops the lines of a stream: those of a later one take their places. */
  #stop(peer: Peer, stream: MediaStream): void {
    void this.#change(peer, (_, { lines }) => {
      for (const line of lines.get(stream) ?? []) line.stop()
      lines.delete(stream)
    }).catch(() => {})
  }

  async #change({ connection, id }: Peer, step: (pc: RTCPeerConnection, sending: Sending) => Promise<void> | void): Promise<void> {
    if (!connection) return
    const sending = this.#sending.get(connection) ?? { lines: new Map(), changes: Promise.resolve() }
    this.#sending.set(connection, sending)
    const done = sending.changes.then(() => step(connection, sending))
    sending.changes = done.catch((error) => this.#config.note(reason(error), id))
    return done
  }
}
