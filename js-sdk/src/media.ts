import type { Peer } from './peer.js'

interface Shared {
  readonly stream: MediaStream
  /** Absent: everybody, also those who come later. */
  readonly to: ReadonlySet<string> | undefined
}

/** The streams that this end sends, and to whom; peers get theirs when their link comes up. */
export class Media {
  readonly #shared: Shared[] = []

  add(stream: MediaStream, to: readonly string[] | undefined, peers: Iterable<Peer>): void {
    const shared: Shared = { stream, to: to && new Set(to) }
    this.#shared.push(shared)
    for (const peer of peers) this.#give(peer, shared)
  }

  remove(stream: MediaStream, to: readonly string[] | undefined, peers: Iterable<Peer>): void {
    const all = [...peers]
    const gone = (id: string): boolean => to === undefined || to.includes(id)
    for (const shared of this.#shared.splice(0)) {
      if (shared.stream !== stream) this.#shared.push(shared)
      else if (to) this.#shared.push({ stream, to: new Set(all.map(({ id }) => id).filter((id) => !gone(id) && meant(shared, id))) })
    }
    for (const peer of all) if (gone(peer.id) && peer.link?.open) peer.link.removeStream(stream)
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

  #give(peer: Peer, shared: Shared): void {
    if (meant(shared, peer.id) && peer.link?.open) peer.link.addStream(shared.stream)
  }
}

function meant(shared: Shared, id: string): boolean {
  return shared.to === undefined || shared.to.has(id)
}
