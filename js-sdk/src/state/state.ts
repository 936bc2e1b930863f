import { type Clock, systemClock, Timer } from '../clock.js'
import { Allowance } from '../data/allowance.js'
import { type LinkedPeer, type LinkedRoom, type RoomAction, takesMore } from '../data/room.js'
import { Emitter } from '../emitter.js'
import { AlmenaraError, misuse } from '../errors.js'
import { randomId } from '../ids.js'
import { type RefusedReason, toWire, type WireEntry } from './entry.js'
import { intervalOf, type StateOptions } from './limits.js'
import { Outbox } from './outbox.js'
import { type Change, Replica } from './replica.js'
import { answer, decodeMessage, type Message, opening } from './sync.js'

/** Something that a peer has sent was not taken. */
export interface Refused {
  /** The id of the peer. */
  readonly peer: string
  /** Why it was not taken. */
  readonly reason: RefusedReason
  /** How many entries; 1 for a whole message. */
  readonly count: number
}

/** The events of a shared map, with the arguments of their listeners. */
export type StateEvents<T> = {
  /** A key has another value, or none any more. */
  change: [change: Change<T>]
  /** What a peer has sent was not taken. */
  refused: [refused: Refused]
}

/** How a value is set. */
export interface SetOptions {
  /** Milliseconds after which the key has no value any more. */
  readonly ttl?: number | undefined
}

const NAME_LENGTH = 64
/** Ends of values are told together when they are as close as this. */
const SWEEP = 250
/** Questions of a peer: so many at once, and so many a second. */
const QUESTIONS = 200
const QUESTIONS_PER_SECOND = 20

/** A map that all who share it in a room have, and keep through coming and going. Made by `shareState`. */
export class SharedState<T = unknown> {
  /** The name of the map. */
  readonly name: string
  readonly #room: LinkedRoom
  readonly #clock: Clock
  readonly #action: RoomAction
  readonly #replica: Replica<T>
  readonly #interval: number
  readonly #events = new Emitter<StateEvents<T>>()
  readonly #outbox: Outbox
  readonly #allowances = new Map<string, Allowance>()
  readonly #fresh = new Set<string>()
  readonly #round: Timer
  readonly #sweep: Timer
  readonly #off: (() => void)[]
  #phase: 'open' | 'closed' = 'open'

  /** @internal */
  constructor(room: LinkedRoom, name: string, options: StateOptions, clock: Clock = systemClock) {
    if (typeof name !== 'string' || name === '' || name.length > NAME_LENGTH) throw misuse(`A name has 1 to ${NAME_LENGTH} characters.`)
    this.name = name
    this.#room = room
    this.#clock = clock
    this.#replica = new Replica(options.author ?? randomId(), options, (change: Change<T>) => this.#events.emit('change', change))
    this.#interval = intervalOf(options)
    this.#round = new Timer(clock)
    this.#sweep = new Timer(clock)
    this.#action = room.action(`almenara/state/${name}`)
    this.#outbox = new Outbox({
      clock, peers: room.peers,
      known: (keys) => this.#replica.known(keys),
      send: (entries, peer) => this.#send({ entries: entries.map(toWire) }, peer),
    })
    this.#off = [
      this.#action.on((data, peer) => this.#heard(data, peer)),
      room.on('open', ({ id }) => { if ((room.self ?? '') < id) this.#compare(id) }),
      room.on('close', ({ id }) => this.#gone(id)),
      room.on('left', ({ id }) => this.#gone(id)),
      room.on('state', (state) => { if (state === 'closed') this.close() }),
    ]
    this.#rounds()
  }

  /** The name under which this replica writes. */
  get author(): string {
    return this.#replica.author
  }

  /** A copy of the value; undefined when the key has none. */
  get(key: string): T | undefined {
    return this.#replica.get(key, this.#clock.now())
  }

  /** Writes a JSON value; throws `too-large` beyond the limits, and `misuse`. */
  set(key: string, value: T, options: SetOptions = {}): void {
    this.#open().set(key, value, this.#clock.now(), options.ttl)
    this.#wrote(key)
  }

  /** Deletes the key; whether it had a value. */
  delete(key: string): boolean {
    const had = this.#open().delete(key, this.#clock.now())
    if (had) this.#wrote(key)
    return had
  }

  /** Copies of the values with their keys. */
  entries(): IterableIterator<[key: string, value: T]> {
    return this.#replica.entries(this.#clock.now())
  }

  /** A copy of it all as it is now. */
  snapshot(): Record<string, T> {
    return Object.fromEntries(this.entries())
  }

  /** All entries that are known, deleted ones among them, for a mirror. */
  export(): WireEntry[] {
    return this.#replica.export(this.#clock.now())
  }

  /** Takes what is newer of what a mirror has, and passes it on; how many entries were refused, by reason. */
  merge(entries: readonly unknown[]): ReadonlyMap<RefusedReason, number> {
    const refused = this.#open().merge(entries, this.#clock.now(), (keys) => {
      const taken = [...keys]
      for (const id of this.#room.peers.keys()) this.#outbox.add(id, taken)
    })
    this.#watch()
    return refused
  }

  /** Listens to an event; the returned function unsubscribes. */
  on<K extends keyof StateEvents<T>>(name: K, listener: (...args: StateEvents<T>[K]) => void): () => void {
    return this.#events.on(name, listener)
  }

  /** Shares no more; what is there can still be read. Idempotent. */
  close(): void {
    this.#phase = 'closed'
    for (const off of this.#off.splice(0)) off()
    this.#round.stop()
    this.#sweep.stop()
    this.#outbox.close()
  }

  #open(): Replica<T> {
    if (this.#phase === 'closed') throw new AlmenaraError('closed', 'The shared state has been closed.')
    return this.#replica
  }

  /** Compares with everybody, now and then again. */
  #rounds(): void {
    this.#compare()
    const jitter = 0.75 + Math.random() / 2
    this.#round.set(this.#interval * jitter, () => this.#rounds())
  }

  #compare(peer?: string): void {
    this.#expire()
    const [salt = 0] = crypto.getRandomValues(new Uint32Array(1))
    this.#send(opening(this.#replica, salt), peer)
  }

  #heard(data: unknown, peer: LinkedPeer): void {
    const message = decodeMessage(data)
    if (!message) return this.#refuse(peer.id, 'malformed', 1)
    const now = this.#clock.now()
    if ('entries' in message) {
      for (const [reason, count] of this.#replica.merge(message.entries, now, (keys) => this.#pass([...keys], peer.id))) this.#refuse(peer.id, reason, count)
      return this.#watch()
    }
    // Who asks without listening gets no answers that would pile up.
    if (!takesMore(peer)) return
    if (!this.#allowance(peer.id, now).take(now)) return this.#refuse(peer.id, 'busy', 1)
    this.#expire()
    const { keys, messages } = answer(this.#replica, message)
    this.#outbox.add(peer.id, keys)
    for (const each of messages) this.#send(each, peer.id)
  }

  #allowance(peer: string, now: number): Allowance {
    const allowance = this.#allowances.get(peer) ?? new Allowance(QUESTIONS, QUESTIONS_PER_SECOND, now)
    this.#allowances.set(peer, allowance)
    return allowance
  }

  #gone(peer: string): void {
    this.#outbox.drop(peer)
    this.#allowances.delete(peer)
  }

  #wrote(key: string): void {
    if (this.#fresh.size === 0) queueMicrotask(() => this.#spread())
    this.#fresh.add(key)
    this.#watch()
  }

  /** What was written in one go is sent in one go. */
  #spread(): void {
    if (this.#phase === 'open') for (const id of this.#room.peers.keys()) this.#outbox.add(id, this.#fresh)
    this.#fresh.clear()
  }

  /** What is new here may be new to neighbours that are not linked with who has sent it. */
  #pass(keys: readonly string[], from: string): void {
    if ((this.#room.topology ?? 'full') === 'full') return
    for (const id of this.#room.peers.keys()) if (id !== from) this.#outbox.add(id, keys)
  }

  #expire(): void {
    this.#replica.expire(this.#clock.now())
    this.#watch()
  }

  #watch(): void {
    const { next } = this.#replica
    if (next < Infinity && this.#phase === 'open') this.#sweep.set(Math.max(SWEEP, next - this.#clock.now()), () => this.#expire())
  }

  #refuse(peer: string, reason: RefusedReason, count: number): void {
    this.#events.emit('refused', { peer, reason, count })
  }

  /** Whether it went to anybody. What is lost is found out by the next comparison. */
  #send(message: Message | { entries: readonly (readonly unknown[])[] }, peer?: string): boolean {
    try {
      return this.#action.send(message, peer) > 0
    } catch {
      return false
    }
  }
}

/**
 * Shares a map with all who share one of that name in the room: what is set is sent at once to those who are linked, and what was missed is found out by comparing.
 * Last writer wins, per key.
 */
export function shareState<T = unknown>(room: LinkedRoom, name: string, options: StateOptions = {}): SharedState<T> {
  return new SharedState<T>(room, name, options)
}

