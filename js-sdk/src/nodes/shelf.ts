import { Health } from './health.js'
import { HINT_FOR, LIED_FOR, MOST_LIARS, MOST_RECORDS } from './limits.js'
import { isInTime, type NodeRecord, SKEW } from './record.js'

/** A record, and what has come of its node. */
export interface Entry {
  record: NodeRecord
  readonly health: Health
  /** Until when it counts that the node has shown its key at this URL. */
  proven: number
}

/** The records that a page keeps, one of each key, and the keys of those that have lied. */
export class Shelf {
  readonly #entries = new Map<string, Entry>()
  readonly #liars = new Map<string, number>()
  readonly #random: () => number
  readonly #most: number

  constructor(random: () => number, most = MOST_RECORDS) {
    this.#random = random
    this.#most = most
  }

  get entries(): readonly Entry[] {
    return [...this.#entries.values()]
  }

  get liars(): ReadonlyMap<string, number> {
    return this.#liars
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key)
  }

  /** Whether the record of that key is there in this version or a later one: then its signature need not be looked at. */
  has(key: string, seq: number): boolean {
    return (this.#entries.get(key)?.record.item.seq ?? -1) >= seq
  }

  /** Takes a record that is signed: in the place of an older one, or beside the others. */
  add(record: NodeRecord, now: number): void {
    if (record.end <= now - HINT_FOR || (!isInTime(record, now) && record.end > now) || this.isLiar(record.key, now) || this.has(record.key, record.item.seq)) return
    const former = this.#entries.get(record.key)
    if (!former) {
      this.#entries.set(record.key, { record, health: new Health(), proven: 0 })
      if (this.#entries.size > this.#most) this.#drop(now)
      return
    }
    if (former.record.url !== record.url) former.proven = 0
    former.record = record
  }

  /** The records that hold. */
  live(now: number): Entry[] {
    return this.entries.filter(({ record }) => isInTime(record, now))
  }

  /** The URLs of records that have ended: whoever was there may be there still. */
  hints(now: number): string[] {
    return this.entries.filter(({ record }) => !isInTime(record, now)).map(({ record }) => record.url)
  }

  isLiar(key: string, now: number): boolean {
    return (this.#liars.get(key) ?? 0) > now
  }

  /** Takes a node off the list until that moment; the oldest of too many liars are forgotten. */
  ban(key: string, now: number, until = now + LIED_FOR): void {
    this.#entries.delete(key)
    this.#liars.delete(key)
    this.#liars.set(key, until)
    for (const [other, end] of this.#liars) if (end <= now || this.#liars.size > MOST_LIARS) this.#liars.delete(other)
  }

  /** What has ended goes first; then one at random of those that have shown nothing, so that whoever floods the list has no more than a share of it. */
  #drop(now: number): void {
    const all = this.entries
    const ended = all.filter(({ record }) => record.end <= now - SKEW)
    const unknown = all.filter(({ health, proven }) => !health.isKnown && proven === 0)
    const among = ended.length > 0 ? ended : unknown.length > 0 ? unknown : all
    const gone = among[Math.floor(this.#random() * among.length)]
    if (gone) this.#entries.delete(gone.record.key)
  }
}
