import { type Clock, Timer } from '../clock.js'
import type { Bytes } from '../data/bytes.js'
import { AlmenaraError } from '../errors.js'
import type { Body } from './body.js'
import { ActionError, harmless, late } from './errors.js'
import { CHUNK } from './limits.js'
import { encode, type Head, type Message } from './messages.js'

/** How far a message or a reply has come. */
export interface Progress {
  /** The peer that it goes to, or comes from. */
  readonly peer: string
  /** Bytes that are with the receiver. */
  readonly bytes: number
  /** Bytes of it all. */
  readonly size: number
}

export interface OutgoingConfig {
  readonly peer: string
  readonly head: Head
  readonly body: Body
  readonly clock: Clock
  readonly patience: number
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** It is over; `cancel`: and the peer does not know. */
  over(outgoing: Outgoing, how: 'settled' | 'cancel'): void
}

const NOTHING = new Uint8Array()
/** Bytes that are read of a Blob at once: each read takes its time. */
const BLOCK = 16 * CHUNK

/**
 * One message, request or reply on its way to a peer:
 * waiting for its turn, offered, sending, sent, over; a request then is delivered, and answered when its reply begins to come.
 */
export class Outgoing {
  readonly peer: string
  readonly head: Head
  /** Resolves when the peer has all of it: for a request to the reply, when that is here. */
  readonly settled: Promise<unknown>
  /** Hears how much of the reply is here. */
  onReply: ((progress: Progress) => void) | undefined
  readonly #config: OutgoingConfig
  readonly #timer: Timer
  #state: 'waiting' | 'offered' | 'sending' | 'sent' | 'delivered' | 'answered' | 'over' = 'waiting'
  #at = 0
  #block = { at: 0, bytes: NOTHING as Uint8Array }
  #told = -1
  #settle!: { resolve(value: unknown): void; reject(error: unknown): void }

  constructor(config: OutgoingConfig) {
    this.peer = config.peer
    this.head = config.head
    this.#config = config
    this.#timer = new Timer(config.clock)
    this.settled = new Promise((resolve, reject) => { this.#settle = { resolve, reject } })
    // Who does not wait for it does not hear of it.
    this.settled.catch(() => {})
    this.#wait()
  }

  /** Whether it has a frame to be sent. */
  get isReady(): boolean {
    return this.#state === 'waiting' || this.#state === 'sending'
  }

  /** Its reply has begun to come; false when none is waited for. */
  answer(): boolean {
    if (this.#state !== 'delivered') return false
    this.#state = 'answered'
    return true
  }

  /** The next frame; rejects when a Blob can't be read any more. */
  frame(): Bytes | Promise<Bytes> {
    const { head } = this.#config
    const begins = this.#state === 'waiting'
    if (begins && head.size > CHUNK) return encode.begin(head, NOTHING)
    const at = this.#at
    const framed = (bytes: Uint8Array): Bytes => begins ? encode.begin(head, bytes) : encode.chunk(head.id, at, bytes)
    const bytes = this.#read(at, this.#next())
    return bytes instanceof Uint8Array ? framed(bytes) : bytes.then(framed)
  }

  /** That frame has gone. */
  handed(): void {
    if (!this.isReady) return
    this.#wait()
    if (this.#state === 'waiting' && this.head.size > CHUNK) this.#state = 'offered'
    else {
      this.#at = this.#next()
      this.#state = this.#at === this.head.size ? 'sent' : 'sending'
    }
  }

  /** What the peer says of it; false when it makes no sense. */
  hear(message: Exclude<Message, { type: 'begin' | 'chunk' | 'cancel' }>): boolean {
    if (message.type === 'refuse') return this.fail(new ActionError(this.peer, message))
    return message.type === 'got' ? this.#got(message.bytes) : this.#done()
  }

  /** What it is for is here. */
  finish(value?: unknown): void {
    if (this.#over('settled')) this.#settle.resolve(value)
  }

  /** It has failed, and the peer knows. */
  fail(error: AlmenaraError): true {
    if (this.#over('settled')) this.#settle.reject(error)
    return true
  }

  /** Gives it up, and tells the peer. */
  stop(error: unknown): void {
    if (this.#over('cancel')) this.#settle.reject(error)
  }

  #got(bytes: number): boolean {
    const isMore = bytes > this.#told && bytes <= this.#at
    if (this.#state === 'offered' && bytes === 0) this.#state = 'sending'
    else if (!isMore || (this.#state !== 'sending' && this.#state !== 'sent')) return false
    this.#tell(bytes)
    this.#wait()
    return true
  }

  #done(): boolean {
    if (this.#state !== 'sent') return false
    this.#tell(this.head.size)
    // A listener may have given it up.
    if (this.#state !== 'sent') return true
    this.#state = 'delivered'
    this.#timer.stop()
    if (this.head.kind !== 'request') this.finish()
    return true
  }

  #tell(bytes: number): void {
    const { peer, onProgress } = this.#config
    if (bytes === this.#told) return
    this.#told = bytes
    if (onProgress) harmless(() => onProgress({ peer, bytes, size: this.head.size }))
  }

  #wait(): void {
    if (this.#state !== 'over') this.#timer.set(this.#config.patience, () => this.stop(late(this.peer, `Nothing was heard from ${this.peer}`)))
  }

  #read(at: number, end: number): Uint8Array | Promise<Uint8Array> {
    const held = this.#block
    const part = (block: { at: number; bytes: Uint8Array }): Uint8Array => block.bytes.subarray(at - block.at, end - block.at)
    if (end <= held.at + held.bytes.length) return part(held)
    const bytes = this.#config.body.read(at, Math.min(this.head.size, at + BLOCK))
    const keep = (bytes: Uint8Array): Uint8Array => part(this.#block = { at, bytes })
    return bytes instanceof Uint8Array ? keep(bytes) : bytes.then(keep)
  }

  #next(): number {
    return Math.min(this.head.size, this.#at + CHUNK)
  }

  #over(how: 'settled' | 'cancel'): boolean {
    if (this.#state === 'over') return false
    // What was never sent needs no cancelling.
    const isKnown = this.#state !== 'waiting'
    this.#state = 'over'
    this.#timer.stop()
    this.#config.over(this, isKnown ? how : 'settled')
    return true
  }
}
