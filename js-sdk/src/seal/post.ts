import { AlmenaraError } from '../errors.js'
import type { Bytes } from './bytes.js'
import { type Address, associated, type Content, formatEnvelope, type Kind, pad, readEnvelope, unpad, type Version } from './envelope.js'
import { SealError } from './errors.js'
import { isPeerId } from './identity.js'
import { Counters, Streams } from './streams.js'
import type { Means } from './webcrypto.js'

/** What was in an envelope. */
export interface Opened {
  /** What its author has sealed. */
  readonly data: unknown
  /** Whether it was sealed for everybody; otherwise for this peer alone. What the node says about that does not count. */
  readonly toAll: boolean
  /** How many signals or answers of the same stream the node has left out before this one, or the sender has not sent again; 0 for an offer. */
  readonly lost: number
}

/** Encrypts or decrypts with these associated data; undefined when it can't be decrypted. */
export type Lock = (content: Bytes, associated: Bytes) => Promise<Bytes>
export type Unlock = (rest: Bytes, associated: Bytes) => Promise<Bytes | undefined>

export interface PostConfig {
  readonly version: Version
  /** The 32 bytes of the room id. */
  readonly room: Bytes
  readonly self: string
  /** Seconds after which what was sealed for everybody is too old. */
  readonly fresh: number
  readonly means: Means
}

/** Numbers an envelope may have: as many as one key may seal with random nonces (NIST SP 800-38D, section 8.3). */
const MOST = 2 ** 32
/** An answer and a signal come in the order in which they were sent; standing offers are claimed in any. */
const ORDERED: readonly Kind[] = ['signal', 'answer']

/**
 * The envelopes that one peer sends and gets. They are sealed and opened one after the other, in the order of the calls,
 * because a stream has an order.
 */
export class Post {
  readonly #config: PostConfig
  readonly #counters = new Counters()
  readonly #streams = new Streams()
  #sealing: Promise<unknown> = Promise.resolve()
  #opening: Promise<unknown> = Promise.resolve()

  constructor(config: PostConfig) {
    this.#config = config
  }

  seal(kind: Kind, to: string | undefined, data: unknown, lock: Lock): Promise<string> {
    const sealed = this.#sealing.then(() => this.#seal(kind, to, data, lock))
    this.#sealing = sealed.catch(() => {})
    return sealed
  }

  /** Rejects with a `SealError` for what is not to be taken. */
  unseal(kind: Kind, from: string | undefined, envelope: unknown, unlock: Unlock): Promise<Opened> {
    const opened = this.#opening.then(() => this.#unseal(kind, from, envelope, unlock))
    this.#opening = opened.catch(() => {})
    return opened
  }

  async #seal(kind: Kind, to: string | undefined, data: unknown, lock: Lock): Promise<string> {
    const { version, room, self, means } = this.#config
    const time = seconds(means)
    // What can't be sealed takes no number.
    pad({ seq: 0, time, data })
    const seq = this.#counters.next(`${kind} ${to ?? ''}`)
    if (seq >= MOST) throw new AlmenaraError('closed', 'This session has sealed all it may: join again.')
    const rest = await lock(pad({ seq, time, data }), associated({ room, from: self, to, kind }, version))
    return formatEnvelope({ version, toAll: to === undefined, rest })
  }

  async #unseal(kind: Kind, from: string | undefined, text: unknown, unlock: Unlock): Promise<Opened> {
    const { version, room, self } = this.#config
    const envelope = readEnvelope(text, version)
    if (!envelope || !isPeerId(from)) throw new SealError('malformed', `${kind} of ${isPeerId(from) ? from : 'nobody'}`)
    if (from === self) throw new SealError('reflected', `${kind}`)
    const { toAll, rest } = envelope
    const address: Address = { room, from, to: toAll ? undefined : self, kind }
    const bytes = await unlock(rest, associated(address, version))
    if (!bytes) throw new SealError('forged', `${kind} of ${from}`)
    return { ...this.#place(address, unpad(bytes)), toAll }
  }

  #place({ from, to, kind }: Address, { seq, time, data }: Content): { data: unknown; lost: number } {
    const old = to === undefined && !isFresh(time, this.#config.fresh, this.#config.means)
    if (old) throw new SealError('stale', `${kind} of ${from}`)
    const place = this.#streams.take(`${kind} ${from} ${to ?? ''}`, seq, { ordered: ORDERED.includes(kind), whole: to !== undefined })
    if (place.fault) throw new SealError(place.fault, `${kind} of ${from}`)
    return { data, lost: place.lost }
  }
}

export const seconds = (means: Means): number => Math.floor(means.now() / 1000)

/** Whether a time is near enough to now, before or after, for clocks differ. */
export function isFresh(time: number, fresh: number, means: Means): boolean {
  return Math.abs(seconds(means) - time) <= fresh
}
