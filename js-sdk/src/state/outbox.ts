import { type Clock, Timer } from '../clock.js'
import { type LinkedPeer, type LinkedRoom, takesMore } from '../data/room.js'
import type { Entry } from './entry.js'

/** Characters of a message, roughly. */
const BATCH = 12_288
const AGAIN = 50

export interface OutboxConfig {
  readonly clock: Clock
  readonly peers: LinkedRoom['peers']
  /** The entries of those keys as they are now. */
  known(keys: Iterable<string>): Iterable<Entry>
  /** False when it could not be sent. */
  send(entries: readonly Entry[], peer: string): boolean
}

/**
 * The keys whose entries are still to be sent to each peer: never more than there are, however slow the peer is or how often it asks, for what has changed
 * meanwhile is sent once.
 */
export class Outbox {
  readonly #config: OutboxConfig
  readonly #waiting = new Map<string, Set<string>>()
  readonly #timer: Timer

  constructor(config: OutboxConfig) {
    this.#config = config
    this.#timer = new Timer(config.clock)
  }

  /** Sends the entries of the keys now, or as soon as the peer's data channel takes them. */
  add(peer: string, keys: Iterable<string>): void {
    const waiting = this.#waiting.get(peer) ?? new Set<string>()
    for (const key of keys) waiting.add(key)
    if (waiting.size > 0) this.#waiting.set(peer, waiting)
    this.#pump()
  }

  /** The link is gone: what the peer lacks is found out when it is back. */
  drop(peer: string): void {
    this.#waiting.delete(peer)
  }

  close(): void {
    this.#waiting.clear()
    this.#timer.stop()
  }

  #pump(): void {
    for (const [id, keys] of this.#waiting) {
      const peer = this.#config.peers.get(id)
      if (!peer || !this.#drain(peer, keys)) this.#waiting.delete(id)
    }
    if (this.#waiting.size > 0 && !this.#timer.running) this.#timer.set(AGAIN, () => this.#pump())
  }

  /** False when nothing waits any more. */
  #drain(peer: LinkedPeer, keys: Set<string>): boolean {
    while (keys.size > 0 && takesMore(peer)) {
      const batch: Entry[] = []
      let size = 0
      for (const key of keys) {
        keys.delete(key)
        for (const entry of this.#config.known([key])) {
          batch.push(entry)
          size += 64 + key.length + (entry.text?.length ?? 0)
        }
        if (size >= BATCH) break
      }
      if (batch.length > 0 && !this.#config.send(batch, peer.id)) return false
    }
    return keys.size > 0
  }
}
