import { base64url } from '../ids.js'
import { type Bytes, decode, field, joined, label, same, utf8 } from './bytes.js'
import type { Ends } from './channel.js'
import { type Emoji, fiveOf } from './emoji.js'
import { SealError } from './errors.js'
import { fingerprintOf } from './link.js'
import { type Means, sha256 } from './webcrypto.js'

const NONCE = 32

type Phase = 'idle' | 'committed' | 'answered' | 'done'

export interface CheckConfig {
  readonly ends: Ends
  readonly means: Means
  /** Brings a text to the other end, over the data channel of the link. */
  send(text: string): void
}

/**
 * Five emoji that two people compare by voice: the same at both ends only if nobody sits between them. The end with the
 * smaller peer id commits itself to a nonce, then the other tells its own, then the first reveals: so nobody between
 * them can try nonces or certificates until both ends show the same, and one attempt succeeds once in 2^30.
 */
export class EmojiCheck {
  /** What to show; rejects with a `SealError` when the other end does not keep to the rules: then somebody may be listening. */
  readonly emoji: Promise<readonly Emoji[]>
  readonly #config: CheckConfig
  readonly #commits: boolean
  readonly #nonce: Bytes
  #phase: Phase = 'idle'
  #commitment: Bytes | undefined
  #steps: Promise<void> = Promise.resolve()
  #show!: (emoji: readonly Emoji[]) => void
  #fail!: (error: unknown) => void

  constructor(config: CheckConfig) {
    this.#config = config
    this.#commits = config.ends.self < config.ends.peer
    this.#nonce = config.means.random(NONCE)
    this.emoji = new Promise((resolve, reject) => {
      this.#show = resolve
      this.#fail = reject
    })
    // Who only sends has nobody who waits for it.
    this.emoji.catch(() => {})
  }

  /** Starts it, from either end. */
  begin(): void {
    if (!this.#commits) return this.#config.send('ask')
    this.#do(async () => { if (this.#phase === 'idle') await this.#commit() })
  }

  /** Takes in what the other end has sent. Resolves when it has been carried out. */
  hear(text: unknown): Promise<void> {
    return this.#do(async () => {
      const [kind, value] = typeof text === 'string' ? text.split('.') : []
      const bytes = decode(value, NONCE)
      if (kind === 'ask' && this.#commits) return this.#phase === 'idle' ? this.#commit() : undefined
      if (kind === 'commit' && bytes && !this.#commits && this.#phase === 'idle') return this.#answer(bytes)
      if (kind === 'nonce' && bytes && this.#phase === 'committed') return this.#reveal(bytes)
      if (kind === 'nonce' && bytes && this.#phase === 'answered') return this.#compare(bytes)
      throw new SealError('malformed', 'the comparison')
    })
  }

  async #commit(): Promise<void> {
    this.#phase = 'committed'
    this.#config.send(`commit.${base64url(await this.#commitmentOf(this.#nonce))}`)
  }

  #answer(commitment: Bytes): void {
    this.#phase = 'answered'
    this.#commitment = commitment
    this.#config.send(`nonce.${base64url(this.#nonce)}`)
  }

  async #reveal(other: Bytes): Promise<void> {
    this.#config.send(`nonce.${base64url(this.#nonce)}`)
    await this.#finish(this.#nonce, other)
  }

  async #compare(other: Bytes): Promise<void> {
    const expected = await this.#commitmentOf(other)
    if (!this.#commitment || !same(expected, this.#commitment)) throw new SealError('forged', 'the comparison')
    await this.#finish(other, this.#nonce)
  }

  async #finish(first: Bytes, second: Bytes): Promise<void> {
    this.#phase = 'done'
    this.#show(fiveOf(await sha256(label('seal-emoji'), this.#parties(), first, second)))
  }

  #commitmentOf(nonce: Bytes): Promise<Bytes> {
    return sha256(label('seal-commitment'), this.#parties(), nonce)
  }

  /** Both ends as both see them: who commits comes first. */
  #parties(): Bytes {
    const { self, peer, local, remote } = this.#config.ends
    const own = joined(utf8(self), field(fingerprintOf(local)))
    const other = joined(utf8(peer), field(fingerprintOf(remote)))
    return this.#commits ? joined(own, other) : joined(other, own)
  }

  #do(step: () => Promise<void> | void): Promise<void> {
    this.#steps = this.#steps.then(async () => {
      try {
        if (this.#phase !== 'done') await step()
      } catch (error) {
        this.#phase = 'done'
        this.#fail(error)
      }
    })
    return this.#steps
  }
}
