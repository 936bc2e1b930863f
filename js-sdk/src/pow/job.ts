import { base64url } from '../ids.js'
import { midstate } from './midstate.js'
import { type Block, NONCES, type Target } from './search.js'
import { sha256 } from './sha256.js'
import { joined, type Order, target } from './work.js'

/** How far the work is. */
export interface Progress {
  /** Hashes done. */
  readonly done: number
  /** Hashes that it takes on average; one payment in a hundred takes 1.67 times as many. */
  readonly expected: number
  /** Nonces found, of the 16 that make a proof. */
  readonly found: number
}

/** One proof in the making: hands out blocks of nonces, none twice, and takes in what was found in them. */
export class Job {
  readonly words: Uint32Array
  readonly target: Target
  readonly #quote: Uint8Array
  readonly #salt: Uint8Array
  readonly #expected: number
  readonly #found: number[] = []
  #next = 0
  #done = 0

  constructor({ quote, price, prefix }: Order, salt: Uint8Array) {
    this.#quote = quote.bytes
    this.#salt = salt
    this.#expected = Math.max(price, NONCES)
    this.target = target(price)
    this.words = midstate(sha256(joined([prefix, salt])))
  }

  get progress(): Progress {
    return { done: this.#done, expected: this.#expected, found: Math.min(this.#found.length, NONCES) }
  }

  /**
   * The next block of at most that many nonces. A block is no more than a share of what one of the threads is to do.
   * Nonces never run out: at the highest price the 2^32 of them hold 4096 good ones on average.
   */
  block(most: number, threads: number): Block {
    const share = Math.max(1_024, this.#expected / (4 * threads))
    const count = Math.ceil(Math.min(most, share) / 4) * 4
    const start = this.#next
    this.#next += count
    return { start, count }
  }

  /** Takes in what was found in a block. */
  take(block: Block, nonces: readonly number[]): void {
    this.#done += block.count
    this.#found.push(...nonces)
  }

  /** `<quote>.<proof>` as soon as there are enough nonces. */
  payment(): string | undefined {
    if (this.#found.length < NONCES) return undefined
    const proof = new Uint8Array(8 + 4 * NONCES)
    proof.set(this.#salt)
    const view = new DataView(proof.buffer)
    this.#found.sort((one, other) => one - other).slice(0, NONCES).forEach((nonce, index) => view.setUint32(8 + 4 * index, nonce))
    return `${base64url(this.#quote)}.${base64url(proof)}`
  }
}
