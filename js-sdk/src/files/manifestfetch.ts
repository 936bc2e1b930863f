import { type Bytes, joined } from '../data/bytes.js'
import { encode } from './messages.js'

const MOST_LATE = 4

export interface ManifestConfig {
  readonly id: string
  readonly patience: number
  /** The most bytes that are taken. */
  readonly most: number
  send(message: object, peer: string): boolean
}

/** Fetches the manifest of a file, piece by piece, from one peer at a time: it can be checked as a whole only. */
export class ManifestFetch {
  readonly #config: ManifestConfig
  #peer: string | undefined
  #parts: Bytes[] = []
  #size = 0
  #since = 0
  /** How often a peer was too slow: the next one gets more time. */
  #late = 0

  constructor(config: ManifestConfig) {
    this.#config = config
  }

  /** The peer that is asked just now. */
  get peer(): string | undefined {
    return this.#peer
  }

  begin(peer: string, now: number): void {
    this.stop()
    this.#peer = peer
    this.#ask(now)
  }

  stop(): void {
    this.#peer = undefined
    this.#parts = []
    this.#size = 0
  }

  /** Whether the peer has taken too long; then another is to be asked. */
  isOverdue(now: number): boolean {
    if (this.#peer === undefined || now < this.#since + this.#config.patience * 2 ** this.#late) return false
    this.#late = Math.min(this.#late + 1, MOST_LATE)
    return true
  }

  /** A piece has come: all bytes when it was the last, `wrong` when it can't be right. */
  piece(peer: string, { at, total, data }: { at: number; total: number; data: Uint8Array }, now: number): Bytes | 'wrong' | undefined {
    if (peer !== this.#peer || at !== this.#size) return undefined
    if (data.length === 0 || total > this.#config.most || at + data.length > total) return 'wrong'
    this.#parts.push(new Uint8Array(data))
    this.#size += data.length
    if (this.#size < total) {
      this.#ask(now)
      return undefined
    }
    const all = joined(...this.#parts)
    this.stop()
    return all
  }

  #ask(now: number): void {
    this.#since = now
    if (!this.#config.send(encode.manifest(this.#config.id, this.#size), this.#peer as string)) this.stop()
  }
}
