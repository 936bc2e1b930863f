import { type Clock, Timer } from '../clock.js'
import { type LinkedRoom, takesMore } from '../data/room.js'
import { encodePiece } from './messages.js'

/** So many bytes go at once. */
export const PIECE = 16_384
const AGAIN = 50

interface Sending { readonly id: number; readonly message: Uint8Array; at: number }

export interface OutboxConfig {
  readonly clock: Clock
  readonly peers: LinkedRoom['peers']
  /** False when it could not be sent. */
  send(message: Uint8Array, peer: string): boolean
  /** The peer takes more again, and has missed something meanwhile. */
  behind(peer: string): void
}

/**
 * What is on its way to each peer: one long message at most, in pieces, as fast as the data channel takes them. What comes meanwhile is not kept:
 * the peer is behind, and is compared with when it has caught up.
 */
export class Outbox {
  readonly #config: OutboxConfig
  readonly #sending = new Map<string, Sending>()
  readonly #behind = new Set<string>()
  readonly #timer: Timer
  #next = 0

  constructor(config: OutboxConfig) {
    this.#config = config
    this.#timer = new Timer(config.clock)
  }

  send(peer: string, message: Uint8Array): void {
    if (this.#sending.has(peer) || !this.#takesMore(peer)) this.#behind.add(peer)
    else if (message.length <= PIECE) return void this.#config.send(message, peer)
    else this.#sending.set(peer, { id: this.#next++ >>> 0, message, at: 0 })
    this.#pump()
  }

  /** The link is gone. */
  drop(peer: string): void {
    this.#sending.delete(peer)
    this.#behind.delete(peer)
  }

  close(): void {
    this.#sending.clear()
    this.#behind.clear()
    this.#timer.stop()
  }

  #pump(): void {
    for (const [peer, sending] of this.#sending) if (this.#drain(peer, sending)) this.#sending.delete(peer)
    for (const peer of this.#behind) {
      if (!this.#config.peers.has(peer)) this.#behind.delete(peer)
      else if (!this.#sending.has(peer) && this.#takesMore(peer) && this.#behind.delete(peer)) this.#config.behind(peer)
    }
    if (this.#sending.size + this.#behind.size > 0 && !this.#timer.running) this.#timer.set(AGAIN, () => this.#pump())
  }

  /** True when nothing of it waits any more. */
  #drain(peer: string, sending: Sending): boolean {
    const { id, message } = sending
    while (sending.at < message.length) {
      if (!this.#config.peers.has(peer)) return true
      if (!this.#takesMore(peer)) return false
      const bytes = message.subarray(sending.at, sending.at + PIECE)
      if (!this.#config.send(encodePiece({ id, total: message.length, at: sending.at, bytes }), peer)) return true
      sending.at += bytes.length
    }
    return true
  }

  #takesMore(id: string): boolean {
    const peer = this.#config.peers.get(id)
    return peer !== undefined && takesMore(peer)
  }
}
