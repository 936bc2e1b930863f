import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { systemClock, Timer } from '../clock.js'
import { Allowance } from '../data/allowance.js'
import { type LinkedRoom, type RoomAction, takesMore } from '../data/room.js'
import { Emitter } from '../emitter.js'
import { intervalOf, nameOf, sizeOf, type YjsOptions } from './limits.js'
import { decodeMessage, decodePiece, decodeQuestion, digest, encodeMessage, type Message } from './messages.js'
import { Outbox } from './outbox.js'
import { Pieces } from './pieces.js'
import { Presence } from './presence.js'

/**
 * Why something of a peer was not taken: malformed, longer than the limit, too many questions, a client of the awareness that is another's, or (`failed`) that
 * Yjs, or a listener of the document, threw. `too-large` without a peer: the own state of the awareness takes more than 32 KiB.
 */
export type YjsRefusedReason = 'malformed' | 'too-large' | 'busy' | 'taken' | 'failed'

/** Something of a peer, or of this one, that was not taken. */
export interface YjsRefused {
  /** The id of the peer; undefined when it is about what is written here. */
  readonly peer: string | undefined
  /** Why it was not taken. */
  readonly reason: YjsRefusedReason
  /** What was thrown. */
  readonly error?: unknown
}

/** The events of a provider, with the arguments of their listeners. */
export type YjsEvents = {
  /** Whether the document has what one of the linked peers had. */
  synced: [synced: boolean]
  /** Something was not taken. */
  refused: [refused: YjsRefused]
}

/** A peer may ask so often at once, and again each second. */
const QUESTIONS = 20
const QUESTIONS_PER_SECOND = 2
/** Updates wait in the document for those that they build on: more bytes of them are thrown away, for a comparison brings them again. */
const PENDING = 1_048_576

/** Keeps a Yjs document the same for all who have a provider of that name in the room, and tells who is there by the awareness. */
export class YjsProvider {
  /** The document that is kept the same. */
  readonly doc: Y.Doc
  /** Who is there, and where; for the bindings of editors. */
  readonly awareness: Awareness
  readonly #room: LinkedRoom
  readonly #action: RoomAction
  readonly #size: number
  readonly #interval: number
  readonly #clock: typeof systemClock
  readonly #events = new Emitter<YjsEvents>()
  readonly #outbox: Outbox
  readonly #pieces: Pieces
  readonly #presence: Presence
  readonly #allowances = new Map<string, Allowance>()
  /** Those whose answer has been taken since their link opened. */
  readonly #answered = new Set<string>()
  /** Those who have been asked for what an update of theirs builds on. */
  readonly #asked = new Set<string>()
  readonly #round: Timer
  readonly #off: (() => void)[]
  #fresh: Uint8Array[] = []
  #phase: 'open' | 'destroyed' = 'open'

  constructor(room: LinkedRoom, doc: Y.Doc, options: YjsOptions = {}) {
    const { clock = systemClock, awareness } = options
    this.doc = doc
    this.#room = room
    this.#clock = clock
    this.#size = sizeOf(options)
    this.#interval = intervalOf(options)
    this.#round = new Timer(clock)
    this.#action = room.action(`almenara/yjs/${nameOf(options)}`)
    this.awareness = awareness ?? new Awareness(doc)
    this.#pieces = new Pieces(this.#size)
    this.#outbox = new Outbox({ clock, peers: room.peers, send: (message, peer) => this.#send(message, peer), behind: (peer) => this.#ask(peer) })
    this.#presence = new Presence({
      awareness: this.awareness, origin: this,
      spread: (message) => { for (const peer of room.peers.values()) if (takesMore(peer)) this.#send(message, peer.id) },
      tooLarge: () => this.#refuse(undefined, 'too-large'),
    })
    this.#off = this.#listen(awareness === undefined)
    this.#rounds()
    for (const id of room.peers.keys()) this.#introduce(id)
  }

  /** Whether the document has what one of the linked peers had; false while alone. */
  get synced(): boolean {
    return this.#answered.size > 0
  }

  /** Listens to an event; the returned function unsubscribes. */
  on<K extends keyof YjsEvents>(name: K, listener: (...args: YjsEvents[K]) => void): () => void {
    return this.#events.on(name, listener)
  }

  /** Tells the others that this one is gone, and shares no more; the document stays as it is. Idempotent. */
  destroy(): void {
    if (this.#phase === 'destroyed') return
    this.#spread()
    this.#phase = 'destroyed'
    this.#presence.close()
    for (const off of this.#off.splice(0)) off()
    this.#round.stop()
    this.#outbox.close()
    this.#allowances.clear()
    this.#settle(() => this.#answered.clear())
  }

  #listen(ownAwareness: boolean): (() => void)[] {
    const { doc, awareness } = this
    const room = this.#room
    // Where not everybody is linked with everybody, what comes from one neighbour may be new to another.
    const passes = (room.topology ?? 'full') !== 'full'
    const update = (update: Uint8Array, origin: unknown): void => { if (passes || origin !== this) this.#wrote(update) }
    const destroy = (): void => this.destroy()
    doc.on('update', update)
    doc.on('destroy', destroy)
    return [
      () => doc.off('update', update),
      () => doc.off('destroy', destroy),
      () => { if (ownAwareness) awareness.destroy() },
      this.#action.on((data, { id }) => this.#heard(data, id)),
      room.on('open', ({ id }) => {
        if ((room.self ?? '') < id) this.#ask(id)
        this.#introduce(id)
      }),
      room.on('close', ({ id }) => this.#unlinked(id)),
      room.on('left', ({ id }) => {
        this.#unlinked(id)
        this.#presence.gone(id)
      }),
      room.on('state', (state) => { if (state === 'closed') this.destroy() }),
    ]
  }

  /** Compares with everybody, now and then again. */
  #rounds(): void {
    const question = this.#question('ask')
    this.#asked.clear()
    for (const peer of this.#room.peers.values()) if (takesMore(peer)) this.#send(question, peer.id)
    const jitter = 0.75 + Math.random() / 2
    this.#round.set(this.#interval * jitter, () => this.#rounds())
  }

  #ask(peer: string, kind: 'ask' | 'askBack' = 'ask'): void {
    this.#send(this.#question(kind), peer)
  }

  #question(kind: 'ask' | 'askBack'): Uint8Array {
    return encodeMessage(kind, this.#digest(), Y.encodeStateVector(this.doc))
  }

  #digest(): Uint8Array {
    return digest(Y.encodeSnapshot(Y.snapshot(this.doc)))
  }

  #introduce(peer: string): void {
    const message = this.#presence.message()
    if (message) this.#send(message, peer)
  }

  #heard(data: unknown, peer: string): void {
    const message = decodeMessage(data)
    if (message?.kind !== 'piece') return this.#take(message, peer)
    const piece = decodePiece(message.body)
    const whole = piece && this.#pieces.take(peer, piece)
    if (!piece || whole === 'too-large') return this.#refuse(peer, piece ? 'too-large' : 'malformed')
    if (whole) this.#take(decodeMessage(whole), peer)
  }

  #take(message: Message | undefined, peer: string): void {
    if (!message || message.kind === 'piece') return this.#refuse(peer, 'malformed')
    const { kind, body } = message
    if (kind === 'presence') {
      const fault = this.#attempt(peer, () => this.#presence.heard(peer, body))
      return fault && this.#refuse(peer, fault)
    }
    if (kind === 'ask' || kind === 'askBack') return this.#answer(body, peer, kind)
    if (body.length > 0 && !this.#apply(body, peer)) return
    if (kind === 'update') return this.#fill(peer)
    this.#asked.delete(peer)
    if (this.#room.peers.has(peer)) this.#settle(() => this.#answered.add(peer))
  }

  #answer(body: Uint8Array, peer: string, kind: 'ask' | 'askBack'): void {
    const question = decodeQuestion(body)
    const linked = this.#room.peers.get(peer)
    // Who asks without listening gets no answers that would pile up.
    if (!linked || !takesMore(linked)) return
    const now = this.#clock.now()
    if (!this.#allowance(peer, now).take(now)) return this.#refuse(peer, 'busy')
    if (!question) return this.#refuse(peer, 'malformed')
    // Its provider may be younger than the link: what was said when that opened has met nobody.
    if (kind === 'ask' && !this.#presence.knows(peer)) this.#introduce(peer)
    const own = this.#digest()
    if (own.every((byte, index) => byte === question.digest[index])) {
      this.#send(encodeMessage('answer'), peer)
      return this.#settle(() => this.#answered.add(peer))
    }
    const update = sound(() => Y.encodeStateAsUpdate(this.doc, question.vector))
    if (!update) return this.#refuse(peer, 'malformed')
    this.#outbox.send(peer, encodeMessage('answer', update))
    if (kind === 'ask') this.#ask(peer, 'askBack')
  }

  /** Whether the update was sound. */
  #apply(update: Uint8Array, peer: string): boolean {
    if (!sound(() => Y.decodeUpdate(update))) {
      this.#refuse(peer, 'malformed')
      return false
    }
    const { store } = this.doc
    this.#attempt(peer, () => Y.applyUpdate(this.doc, update, this))
    if ((store.pendingStructs?.update.length ?? 0) > PENDING) store.pendingStructs = null
    if ((store.pendingDs?.length ?? 0) > PENDING) store.pendingDs = null
    return true
  }

  /** An update that builds on what is not here yet: the peer has it. */
  #fill(peer: string): void {
    if (!this.doc.store.pendingStructs || this.#asked.has(peer)) return
    this.#asked.add(peer)
    this.#ask(peer)
  }

  /** What listeners of the application throw must not end the room's connection, and what Yjs throws must not reach the application. */
  #attempt<T>(peer: string, step: () => T): T | undefined {
    try {
      return step()
    } catch (error) {
      this.#events.emit('refused', { peer, reason: 'failed', error })
      return undefined
    }
  }

  #wrote(update: Uint8Array): void {
    if (this.#fresh.length === 0) queueMicrotask(() => this.#spread())
    this.#fresh.push(update)
  }

  /** What was written in one go is sent in one go. */
  #spread(): void {
    const fresh = this.#fresh.splice(0)
    if (this.#phase === 'destroyed' || fresh.length === 0) return
    const message = encodeMessage('update', fresh.length === 1 ? fresh[0] as Uint8Array : Y.mergeUpdates(fresh))
    for (const id of this.#room.peers.keys()) this.#outbox.send(id, message)
  }

  #allowance(peer: string, now: number): Allowance {
    const allowance = this.#allowances.get(peer) ?? new Allowance(QUESTIONS, QUESTIONS_PER_SECOND, now)
    this.#allowances.set(peer, allowance)
    return allowance
  }

  #unlinked(peer: string): void {
    this.#outbox.drop(peer)
    this.#pieces.drop(peer)
    this.#allowances.delete(peer)
    this.#asked.delete(peer)
    this.#settle(() => this.#answered.delete(peer))
  }

  #settle(change: () => void): void {
    const before = this.synced
    change()
    if (this.synced !== before) this.#events.emit('synced', this.synced)
  }

  #refuse(peer: string | undefined, reason: YjsRefusedReason): void {
    this.#events.emit('refused', { peer, reason })
  }

  /** Whether it went to the peer. What is lost is found out by the next comparison. */
  #send(message: Uint8Array, peer: string): boolean {
    try {
      return this.#action.send(message, peer) > 0
    } catch {
      return false
    }
  }
}

/** Undefined when what a peer has sent can't be read. */
function sound<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
