import type { Clock } from '../../src/clock.js'
import { open, type TableEntry } from '../../src/mirror/signed.js'

const BLEACHING = 120_000

interface Kept { readonly time: number; readonly tick: number; readonly entry: TableEntry }

/** A node's signed table in memory, by the rules of section 11 of the protocol. */
export class FakeTable {
  readonly name: string
  readonly entries = new Map<string, Kept>()
  /** The keys of each post. */
  readonly posts: string[][] = []
  /** How many entries it takes in all. */
  room = 1_000
  /** How many entries it takes of one post. */
  changes = Infinity
  /** Answers instead of the table. */
  instead: (() => Response) | undefined
  readonly #clock: Clock

  constructor(clock: Clock, name = 'almenara-boards') {
    this.#clock = clock
    this.name = name
  }

  get #tick(): number {
    return Math.floor(this.#clock.now() / BLEACHING)
  }

  readonly fetch: typeof fetch = async (url, options) => {
    if (this.instead) return this.instead()
    if (String(url) !== `https://node.example/cgi-bin/shared-state/${this.name}`) throw new TypeError(`nobody is at ${String(url)}`)
    const posted = JSON.parse(String(options?.body)) as Record<string, TableEntry>
    this.posts.push(Object.keys(posted))
    let changes = this.changes
    for (const [key, entry] of Object.entries(posted)) if (changes > 0 && await this.#take(key, entry)) changes -= 1
    return new Response(JSON.stringify(this.table()))
  }

  /** What everybody sees. */
  table(): Record<string, TableEntry> {
    const seen = [...this.entries].map(([key, { entry, tick }]) => [key, { ...entry, bleachTTL: entry.bleachTTL + tick - this.#tick }] as const)
    return Object.fromEntries(seen.filter(([, { bleachTTL }]) => bleachTTL > 0))
  }

  async #take(key: string, entry: TableEntry): Promise<boolean> {
    const signed = await open(this.name, key, entry)
    const there = this.table()[key] && this.entries.get(key)
    if (!signed || signed.end <= this.#clock.now() || (!there && Object.keys(this.table()).length >= this.room)) return false
    const isNews = !there || there.time < signed.time || (there.time === signed.time && (this.table()[key]?.bleachTTL ?? 0) < entry.bleachTTL)
    if (isNews) this.entries.set(key, { time: signed.time, tick: this.#tick, entry })
    return isNews
  }
}
