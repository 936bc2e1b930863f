import { misuse } from '../errors.js'
import { toJson } from '../frames.js'
import { isWhole } from '../data/values.js'
import { type Entry, fits, fromWire, makeEntry, type RefusedReason, toWire, tombstone, valueOf, type WireEntry, wins } from './entry.js'
import { checkAuthor, limitsOf, type Limits, LONGEST, tooLarge } from './limits.js'

/** local: written here; remote: written by another; expired: the time of the value was over; full: it was the oldest of too many. */
export type ChangeCause = 'local' | 'remote' | 'expired' | 'full'

/** What has become of one key. */
export interface Change<T> {
  /** The key in the map. */
  readonly key: string
  /** Undefined when the key has no value any more. */
  readonly value: T | undefined
  /** Undefined when the key had no value. */
  readonly previous: T | undefined
  /** Who wrote what is there now, as that one says. */
  readonly author: string
  /** Why it has changed. */
  readonly cause: ChangeCause
}

/**
 * A map with last-writer-wins per key, without clock, timers or network: `now` is always milliseconds since the epoch. Replicas that have merged the same
 * entries in whatever order, once or often, are the same.
 */
export class Replica<T = unknown> {
  /** The name under which it writes. */
  readonly author: string
  /** The limits in force. */
  readonly limits: Limits
  readonly #entries = new Map<string, Entry>()
  readonly #changed: (change: Change<T>) => void
  /** The greatest time of all entries that were ever taken. */
  #newest = 0
  /** When the next value ends, or the next tombstone is forgotten. */
  #next = Infinity

  /** `changed` is called after each change, when the replica is as it will be. */
  constructor(author: string, options: Partial<Limits> = {}, changed: (change: Change<T>) => void = () => {}) {
    this.author = checkAuthor(author)
    this.limits = limitsOf(options)
    this.#changed = changed
  }

  /** Keys, deleted ones among them until they are forgotten. */
  get size(): number {
    return this.#entries.size
  }

  /** When `expire` has something to do: milliseconds since the epoch, or Infinity. */
  get next(): number {
    return this.#next
  }

  /** What is known of the keys, or of all of them. */
  known(keys?: Iterable<string>): Iterable<Entry> {
    return keys ? [...keys].flatMap((key) => this.#entries.get(key) ?? []) : this.#entries.values()
  }

  /** All entries as they are sent, for a mirror; `merge` takes them. */
  export(now: number): WireEntry[] {
    this.expire(now)
    return [...this.known()].map(toWire)
  }

  /** The value of a key; undefined when it has none. */
  get(key: string, now: number): T | undefined {
    return valueOf(this.#entries.get(key), now) as T | undefined
  }

  /** The keys and values that there are. */
  *entries(now: number): IterableIterator<[string, T]> {
    for (const [key, entry] of this.#entries) {
      const value = valueOf(entry, now)
      if (value !== undefined) yield [key, value as T]
    }
  }

  /** Writes a value, for `ttl` milliseconds if that is given. */
  set(key: string, value: T, now: number, ttl?: number): void {
    if (typeof key !== 'string') throw misuse('A key is a text.')
    if (ttl !== undefined && !isWhole(ttl, 1, LONGEST)) throw misuse(`Give ttl as a whole number of milliseconds from 1 to ${LONGEST}.`)
    const text = toJson(value)
    this.expire(now)
    this.#checkRoom(key, text)
    this.#write(makeEntry(key, this.#time(now), this.author, ttl === undefined ? Infinity : now + ttl, text), now)
  }

  /** Deletes a key; whether it had a value. */
  delete(key: string, now: number): boolean {
    this.expire(now)
    if (this.#entries.get(key)?.text === undefined) return false
    this.#write(makeEntry(key, this.#time(now), this.author, now, undefined), now)
    return true
  }

  /** Takes what is newer of what another one has, and calls `took` with its keys; tells how many entries it refused, by reason. */
  merge(entries: readonly unknown[], now: number, took: (keys: Iterable<string>) => void = () => {}): ReadonlyMap<RefusedReason, number> {
    this.expire(now)
    const refused = new Map<RefusedReason, number>()
    const before = new Map<string, Entry | undefined>()
    const count = (reason: RefusedReason, times: number): void => { if (times > 0) refused.set(reason, (refused.get(reason) ?? 0) + times) }
    for (const raw of entries) {
      const entry = fromWire(raw, this.limits, now)
      if (typeof entry === 'string') count(entry, 1)
      else this.#take(entry, before, now)
    }
    const evicted = this.#evict()
    count('full', evicted.length)
    took(before.keys())
    const changes = [...before].flatMap(([key, former]) => this.#entries.has(key) ? [this.#change(former, this.#entries.get(key), 'remote', now)] : [])
    this.#tell([...evicted.map((entry) => this.#change(before.has(entry.key) ? before.get(entry.key) : entry, undefined, 'full', now)), ...changes])
    return refused
  }

  /** Ends what has ended by now, and forgets tombstones that are old enough. */
  expire(now: number): void {
    if (now < this.#next) return
    const changes: Change<T>[] = []
    this.#next = Infinity
    for (const entry of this.#entries.values()) {
      if (entry.text !== undefined && entry.end <= now) {
        this.#entries.set(entry.key, tombstone(entry))
        changes.push({ key: entry.key, value: undefined, previous: JSON.parse(entry.text) as T, author: entry.author, cause: 'expired' })
      }
      if (this.#isForgotten(entry, now)) this.#entries.delete(entry.key)
      else this.#watch(entry, now)
    }
    this.#tell(changes)
  }

  /** Later than all that was seen, and not before the clock. */
  #time(now: number): number {
    return Math.max(now * 1_000, this.#newest + 1)
  }

  #checkRoom(key: string, text: string): void {
    const { entries, value } = this.limits
    if (!fits(key, this.limits.key)) throw tooLarge(`A key takes ${this.limits.key} bytes at most.`)
    if (!fits(text, value)) throw tooLarge(`A value takes ${value} bytes at most.`)
    if (this.size >= entries && !this.#entries.has(key)) throw tooLarge(`The map holds ${entries} keys, those that were deleted lately among them.`)
  }

  #write(entry: Entry, now: number): void {
    const former = this.#entries.get(entry.key)
    this.#put(entry, now)
    this.#tell([this.#change(former, entry, 'local', now)])
  }

  #tell(changes: readonly Change<T>[]): void {
    for (const change of changes) if (change.value !== undefined || change.previous !== undefined) this.#changed(change)
  }

  #take(entry: Entry, before: Map<string, Entry | undefined>, now: number): void {
    if (this.#isForgotten(entry, now)) return
    const former = this.#entries.get(entry.key)
    const current = entry.end <= now && entry.text !== undefined ? tombstone(entry) : entry
    if (former && !wins(current, former)) return
    if (!before.has(entry.key)) before.set(entry.key, former)
    this.#put(current, now)
  }

  #put(entry: Entry, now: number): void {
    this.#entries.set(entry.key, entry)
    this.#newest = Math.max(this.#newest, entry.time)
    this.#watch(entry, now)
  }

  #watch(entry: Entry, now: number): void {
    this.#next = Math.min(this.#next, entry.end <= now || entry.text === undefined ? entry.end + this.limits.tombstone : entry.end)
  }

  #isForgotten(entry: Entry, now: number): boolean {
    return entry.end + this.limits.tombstone <= now
  }

  /** The oldest go when there are too many: so all who have seen the same keep the same. */
  #evict(): Entry[] {
    const surplus = this.#entries.size - this.limits.entries
    if (surplus <= 0) return []
    const evicted = [...this.#entries.values()].sort(byAge).slice(0, surplus)
    for (const { key } of evicted) this.#entries.delete(key)
    return evicted
  }

  #change(former: Entry | undefined, entry: Entry | undefined, cause: ChangeCause, now: number): Change<T> {
    const { key = '', author = this.author } = entry ?? former ?? {}
    return { key, value: valueOf(entry, now) as T | undefined, previous: valueOf(former, now) as T | undefined, author, cause }
  }
}

function byAge(one: Entry, other: Entry): number {
  if (one.time !== other.time) return one.time - other.time
  if (one.author !== other.author) return one.author < other.author ? -1 : 1
  return one.key < other.key ? -1 : 1
}
