import { type Clock, Timer } from '../clock.js'
import { valueOf } from './body.js'
import { type ActionLimits, CHUNK, TELL_EVERY } from './limits.js'
import { encode, type Head, type Refusal } from './messages.js'

/** Why something that a peer has sent was not taken. */
export type ActionFault = 'malformed' | 'too-large' | 'busy' | 'unasked'

/** One message, request or reply that comes from a peer. */
export interface Incoming {
  readonly peer: string
  readonly head: Head
  /** Bytes that are here. */
  held: number
  readonly parts: Uint8Array[]
  readonly timer: Timer
}

export interface InboxConfig {
  readonly clock: Clock
  readonly limits: ActionLimits
  /** The requests of the peer that have no reply yet, by their ids. */
  handled(peer: string): ReadonlyMap<number, unknown>
  /** Why nobody here wants it, if so; it is not told that it is lost then. */
  unwanted(incoming: Incoming): Refusal | undefined
  /** So much of it is here, 0 at first: it may be dropped now. */
  progress(incoming: Incoming): void
  complete(incoming: Incoming, value: unknown): void
  /** It will never be complete. */
  lost(incoming: Incoming, refusal: Refusal): void
  answer(message: object, peer: string): void
  refused(peer: string, reason: ActionFault): void
}

/** What comes from each peer and is not all here yet: never more than the limits, whatever a peer sends. */
export class Inbox {
  readonly #config: InboxConfig
  readonly #all = new Map<string, Map<number, Incoming>>()

  constructor(config: InboxConfig) {
    this.#config = config
  }

  begin(peer: string, head: Head, bytes: Uint8Array): void {
    if (this.#all.get(peer)?.has(head.id) || this.#config.handled(peer).has(head.id)) return this.#config.refused(peer, 'malformed')
    const incoming: Incoming = { peer, head, held: 0, parts: [], timer: new Timer(this.#config.clock) }
    const isWhole = bytes.length === head.size
    const unwanted = this.#config.unwanted(incoming)
    if (unwanted) return this.#config.answer(encode.refuse(head.id, unwanted), peer)
    const beyond = this.#beyond(incoming, isWhole)
    if (beyond) return this.#refuse(incoming, beyond)
    this.#of(peer).set(head.id, incoming)
    this.#config.progress(incoming)
    if (!this.#isHere(incoming)) return
    if (isWhole) return this.#add(incoming, bytes)
    this.#config.answer(encode.got(head.id, 0), peer)
    this.#wait(incoming)
  }

  chunk(peer: string, id: number, at: number, bytes: Uint8Array): void {
    const incoming = this.#all.get(peer)?.get(id)
    if (!incoming) return this.#config.answer(encode.refuse(id, { code: 'link-lost', message: 'It is not known here any more.' }), peer)
    const { held, head } = incoming
    if (at !== held || bytes.length !== Math.min(CHUNK, head.size - held)) return this.#malformed(incoming)
    this.#add(incoming, bytes)
  }

  /** Its sender has given it up. */
  cancel(peer: string, id: number): void {
    const incoming = this.#all.get(peer)?.get(id)
    if (!incoming) return
    this.#remove(incoming)
    this.#config.lost(incoming, { code: 'declined', message: 'The peer has given it up.' })
  }

  /** It is not wanted any more: its sender is told. */
  drop(incoming: Incoming, refusal: Refusal): void {
    if (this.#isHere(incoming)) this.#refuse(incoming, refusal)
  }

  /** The reply to the request of that id is not wanted any more. */
  dropReply(peer: string, id: number): void {
    for (const incoming of this.#all.get(peer)?.values() ?? []) {
      const { head } = incoming
      if (head.kind === 'reply' && head.to === id) this.drop(incoming, { code: 'declined', message: 'The reply is not wanted any more.' })
    }
  }

  /** The link is gone. */
  gone(peer: string): void {
    for (const incoming of this.#all.get(peer)?.values() ?? []) incoming.timer.stop()
    this.#all.delete(peer)
  }

  close(): void {
    for (const [peer, all] of this.#all) {
      for (const incoming of [...all.values()]) this.drop(incoming, { code: 'declined', message: 'The peer takes nothing any more.' })
      this.gone(peer)
    }
  }

  /** Which limit it would break. Replies were asked for, so there are no more of them than requests. */
  #beyond({ peer, head }: Incoming, isWhole: boolean): Refusal | undefined {
    const { bytes, memory, inbound } = this.#config.limits
    if (head.size > bytes) return { code: 'too-large', message: `The peer takes ${bytes} bytes at once.` }
    if (isWhole && head.kind !== 'request') return undefined
    const all = [...this.#all.get(peer)?.values() ?? []]
    const announced = all.reduce((sum, other) => sum + other.head.size, head.size)
    const count = all.length + this.#config.handled(peer).size
    const isBusy = announced > memory || (head.kind !== 'reply' && count >= inbound)
    return isBusy ? { code: 'overloaded', message: 'The peer is busy with what was sent before.' } : undefined
  }

  #add(incoming: Incoming, bytes: Uint8Array): void {
    const { peer, head: { id, size } } = incoming
    const told = Math.floor(incoming.held / TELL_EVERY)
    incoming.parts.push(bytes)
    incoming.held += bytes.length
    const isComplete = incoming.held === size
    if (isComplete ? size > 0 : Math.floor(incoming.held / TELL_EVERY) > told) this.#config.progress(incoming)
    if (!this.#isHere(incoming)) return
    if (isComplete) return this.#complete(incoming)
    if (Math.floor(incoming.held / TELL_EVERY) > told) this.#config.answer(encode.got(id, incoming.held), peer)
    this.#wait(incoming)
  }

  #complete(incoming: Incoming): void {
    const { head, parts, peer } = incoming
    let value: unknown
    try {
      value = valueOf(head, parts)
    } catch {
      return this.#malformed(incoming)
    }
    this.#remove(incoming)
    this.#config.answer(encode.done(head.id), peer)
    this.#config.complete(incoming, value)
  }

  #malformed(incoming: Incoming): void {
    this.#config.refused(incoming.peer, 'malformed')
    this.#refuse(incoming, { code: 'bad-message', message: 'What came is not what was announced.' })
  }

  #refuse(incoming: Incoming, refusal: Refusal): void {
    const { peer, head } = incoming
    this.#remove(incoming)
    if (refusal.code === 'too-large') this.#config.refused(peer, 'too-large')
    if (refusal.code === 'overloaded') this.#config.refused(peer, 'busy')
    this.#config.answer(encode.refuse(head.id, refusal), peer)
    this.#config.lost(incoming, refusal)
  }

  #wait(incoming: Incoming): void {
    incoming.timer.set(this.#config.limits.patience, () => this.drop(incoming, { code: 'timeout', message: 'Nothing came in time.' }))
  }

  #of(peer: string): Map<number, Incoming> {
    const all = this.#all.get(peer) ?? new Map<number, Incoming>()
    this.#all.set(peer, all)
    return all
  }

  #isHere(incoming: Incoming): boolean {
    return this.#all.get(incoming.peer)?.get(incoming.head.id) === incoming
  }

  #remove(incoming: Incoming): void {
    incoming.timer.stop()
    if (this.#isHere(incoming)) this.#all.get(incoming.peer)?.delete(incoming.head.id)
  }
}
