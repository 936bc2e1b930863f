import type { Peer } from './peer.js'

interface Shared {
  readonly stream: MediaStream
  /** Absent: everybody, also those who come later. */
  readonly to: readonly string[] | undefined
  /** From whom it was taken away. */
  readonly not: Set<string>
}

/** The streams that this end sends, and to whom; peers get theirs when their link comes up. */
export class Media {
  #shared: Shared[] = []

  add(stream: MediaStream, to: readonly string[] | undefined, peers: Iterable<Peer>): void {
    const shared: Shared = { stream, to, not: new Set() }
    this.#shared.push(shared)
    for (const peer of peers) this.#give(peer, shared)
  }

  remove(stream: MediaStream, to: readonly string[] | undefined, peers: Iterable<Peer>): void {
    this.#shared = this.#shared.filter((shared) => to || shared.stream !== stream)
    for (const shared of this.#shared) if (shared.stream === stream) to?.forEach((id) => shared.not.add(id))
    for (const peer of peers) if (!to || to.includes(peer.id)) peer.link?.removeStream(stream)
  }

  async replace(old: MediaStreamTrack, track: MediaStreamTrack, peers: Iterable<Peer>): Promise<void> {
    for (const { stream } of this.#shared) {
      if (!stream.getTracks().includes(old)) continue
      stream.removeTrack(old)
      stream.addTrack(track)
    }
    await Promise.all([...peers].map((peer) => peer.link?.replaceTrack(old, track)))
  }

  /** The link of the peer is up: it gets what it is meant to get. */
  up(peer: Peer): void {
    for (const shared of this.#shared) this.#give(peer, shared)
  }

  #give(peer: Peer, { stream, to, not }: Shared): void {
    if ((!to || to.includes(peer.id)) && !not.has(peer.id) && peer.link?.open) peer.link.addStream(stream)
  }
}
