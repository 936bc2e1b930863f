import { type Clock, systemClock, Timer } from '../clock.js'
import { isWhole } from '../data/values.js'
import { Emitter } from '../emitter.js'
import { AlmenaraError, type ErrorCode, misuse, reason } from '../errors.js'
import { base64url } from '../ids.js'
import { isObject } from '../messages.js'
import { newSigner, type Signer } from '../seal/ed25519.js'
import type { WireEntry } from '../state/entry.js'
import { partsOf } from './parts.js'
import { type Place, placeOf } from './place.js'
import { open, sign, type TableEntry } from './signed.js'

/** What a mirror uses of a shared map: a `SharedState` has all of it. */
export interface MirroredState {
  /** The name of the map. */
  readonly name: string
  /** The name under which it writes. */
  readonly author: string
  /** All entries that are known. */
  export(): WireEntry[]
  /** Takes what is newer. */
  merge(entries: readonly unknown[]): unknown
  /** Listens to changes; the returned function unsubscribes. */
  on(event: 'change', listener: (change: { readonly cause: string }) => void): () => void
}

/** Where and how a map is mirrored. */
export interface MirrorOptions {
  /** The URL of a node, whose operator has named the table. */
  readonly node: string
  /** A signed table: its name begins with `almenara-`. */
  readonly table: string
  /** What those who share the map know and nobody else: the secret of the room, or the id of a public room; 16 characters at least. */
  readonly secret: string
  /** Milliseconds between two exchanges while nothing changes; 30 s when left out. */
  readonly interval?: number | undefined
  /** Takes the place of the platform's `fetch`. */
  readonly fetch?: typeof fetch | undefined
}

/** The events of a mirror, with the arguments of their listeners. */
export type MirrorEvents = {
  /** The table and the map have what the other has. */
  mirrored: []
  /** That did not work, and is tried again; `too-large`: not all of what was written here has room in the table. */
  failed: [error: AlmenaraError]
}

interface Part { readonly text: string; readonly at: number; readonly entry: TableEntry }

const TTL = 30
const DAY = 24 * 60 * 60_000
/** An entry bleaches away in an hour unless somebody sends it again. */
const REFRESH = 20 * 60_000
const INTERVAL = 30_000
const SHORTEST_INTERVAL = 1_000
const SOON = 1_000
const LEAST_SECRET = 16
/** More parts than the largest table of a node has unless its operator says otherwise. */
const MOST_KNOWN = 1_000
/** Characters of others' parts that are sent again. */
const CARRIED = 512 * 1_024

/**
 * Keeps what was written here in a node's table, under a key that this mirror alone signs for, and takes what others have there. It carries the parts of others on,
 * so that they outlive those who wrote them by a day, as long as somebody comes by.
 */
export class Mirror {
  readonly #state: MirroredState
  readonly #options: MirrorOptions
  readonly #url: URL
  readonly #clock: Clock
  readonly #events = new Emitter<MirrorEvents>()
  readonly #timer: Timer
  readonly #off: () => void
  readonly #means: Promise<{ place: Place; signer: Signer; author: string }>
  #own: readonly (Part | undefined)[] = []
  /** The parts of others, by their keys. */
  readonly #known = new Map<string, { readonly time: number; readonly entry: TableEntry }>()
  #carried: number
  #time = 0
  #last: Promise<void> = Promise.resolve()
  #phase: 'open' | 'closed' = 'open'

  /** @internal */
  constructor(state: MirroredState, options: MirrorOptions, clock: Clock = systemClock) {
    const { node, table, secret, interval = INTERVAL } = options
    if (!/^almenara-[\w-]{1,55}$/.test(table)) throw misuse('Only a signed table takes a map: give one whose name begins with almenara-.')
    if (typeof secret !== 'string' || secret.length < LEAST_SECRET) throw misuse(`Give a secret of ${LEAST_SECRET} characters at least, such as that of the room.`)
    if (!isWhole(interval, SHORTEST_INTERVAL, 2 ** 31 - 1)) throw misuse(`Give interval as a whole number of milliseconds from ${SHORTEST_INTERVAL}.`)
    this.#url = new URL(`cgi-bin/shared-state/${table}`, node.endsWith('/') ? node : `${node}/`)
    this.#state = state
    this.#options = options
    this.#clock = clock
    this.#timer = new Timer(clock)
    this.#carried = clock.now()
    this.#means = this.#prepare()
    this.#means.catch(() => {})
    this.#off = state.on('change', ({ cause }) => { if (cause === 'local') this.#next(SOON) })
    this.#next(0)
  }

  /** Listens to an event; the returned function unsubscribes. */
  on<K extends keyof MirrorEvents>(name: K, listener: (...args: MirrorEvents[K]) => void): () => void {
    return this.#events.on(name, listener)
  }

  /** Exchanges with the table now. Rejects with what went wrong, which is tried again all the same. */
  sync(): Promise<void> {
    const run = this.#last.then(() => this.#round())
    this.#last = run.catch(() => {})
    return run
  }

  /** Exchanges nothing any more; what is in the table stays there for an hour, or for a day if others carry it on. Idempotent. */
  close(): void {
    this.#phase = 'closed'
    this.#off()
    this.#timer.stop()
  }

  async #prepare(): Promise<{ place: Place; signer: Signer; author: string }> {
    const [place, signer] = await Promise.all([placeOf(this.#options.secret, this.#state.name), newSigner()])
    return { place, signer, author: base64url(signer.key) }
  }

  #next(ms: number): void {
    if (this.#phase === 'open') this.#timer.set(ms, () => void this.sync().catch(() => {}))
  }

  async #round(): Promise<void> {
    if (this.#phase === 'closed') throw new AlmenaraError('closed', 'The mirror has been closed.')
    let wait = this.#options.interval ?? INTERVAL
    try {
      await this.#exchange()
      this.#events.emit('mirrored')
    } catch (error) {
      const failure = error instanceof AlmenaraError ? error : new AlmenaraError('unreachable', `The table can't be reached: ${reason(error)}`, { cause: error })
      wait = Math.max(wait, failure.retryAfter ?? 0)
      this.#events.emit('failed', failure)
      throw failure
    } finally {
      this.#next(wait * (0.75 + Math.random() / 2))
    }
  }

  async #exchange(): Promise<void> {
    const { parts, left } = partsOf(this.#state.export().filter(([, , author]) => author === this.#state.author))
    const carries = this.#clock.now() - this.#carried >= REFRESH
    const own = await this.#sign(parts)
    const { author, place } = await this.#means
    const keyed = own.map((part, index) => [keyOf(author, place, index), part.entry] as const)
    const fresh = keyed.filter((_, index) => own[index] !== this.#own[index])
    const table = await this.#post(Object.fromEntries([...fresh, ...(carries ? this.#others() : [])]))
    if (carries) this.#carried = this.#clock.now()
    await this.#take(table)
    const missing = new Set(fresh.filter(([key, { data }]) => (table[key] as TableEntry | undefined)?.data !== data).map(([key]) => key))
    // What was not taken is signed and sent again next time, and that alone.
    this.#own = own.map((part, index) => missing.has(keyOf(author, place, index)) ? undefined : part)
    if (missing.size > 0) throw new AlmenaraError('too-large', `The table has not taken ${missing.size} of ${fresh.length} parts of the map; that is tried again.`)
    if (left > 0) throw new AlmenaraError('too-large', `${left} entries have no room in the table.`)
  }

  /** The parts with their signatures: those of before where nothing has changed, and nothing in the place of those that there are no more. */
  async #sign(parts: readonly string[]): Promise<Part[]> {
    const { author, place, signer } = await this.#means
    const now = this.#clock.now()
    const texts = [...parts, ...this.#own.slice(parts.length).map(() => '')]
    return Promise.all(texts.map(async (text, index) => {
      const former = this.#own[index]
      if (former?.text === text && (text === '' || now - former.at < REFRESH)) return former
      const key = keyOf(author, place, index)
      const time = this.#time = Math.max(now, this.#time + 1)
      const value = text && JSON.stringify(await place.encrypt(text, key))
      return { text, at: now, entry: { bleachTTL: TTL, author, data: await sign(signer, this.#options.table, key, { time, end: time + DAY, value }) } }
    }))
  }

  #others(): [string, TableEntry][] {
    let room = CARRIED
    const others: [string, TableEntry][] = []
    for (const [key, { entry }] of this.#known) {
      room -= entry.data.length
      if (room >= 0) others.push([key, { ...entry, bleachTTL: TTL }])
    }
    return others
  }

  async #post(entries: Record<string, TableEntry>): Promise<Record<string, unknown>> {
    const { fetch = globalThis.fetch } = this.#options
    // Of a type for which browsers ask no leave first.
    const response = await fetch(this.#url, { method: 'POST', body: JSON.stringify(entries), headers: { 'Content-Type': 'text/plain' }, cache: 'no-store' })
    const answer = await response.json() as unknown
    if (!isObject(answer)) throw new AlmenaraError('bad-message', 'The node has answered with something else than a table.')
    if (!response.ok) throw new AlmenaraError(answer.code as ErrorCode, String(answer.message), typeof answer.retryAfter === 'number' ? { retryAfter: answer.retryAfter } : {})
    return answer
  }

  /** Nothing in the table is believed but what its author has signed, and what was encrypted by the secret. */
  async #take(table: Record<string, unknown>): Promise<void> {
    const { author, place } = await this.#means
    const now = this.#clock.now()
    for (const [key, { entry }] of this.#known) if (endOf(entry) <= now) this.#known.delete(key)
    for (const [key, raw] of Object.entries(table)) {
      if (!key.includes(`/${place.tag}.`) || key.startsWith(`${author}/`) || !isEntry(raw)) continue
      if (this.#known.get(key)?.entry.data === raw.data || (this.#known.size >= MOST_KNOWN && !this.#known.has(key))) continue
      const signed = await open(this.#options.table, key, raw)
      if (!signed || signed.end <= now || signed.time <= (this.#known.get(key)?.time ?? 0)) continue
      this.#known.set(key, { time: signed.time, entry: raw })
      const entries = signed.value && await this.#read(signed.value, key)
      if (Array.isArray(entries)) this.#state.merge(entries)
    }
  }

  async #read(value: string, key: string): Promise<unknown> {
    const { place } = await this.#means
    try {
      const text = await place.decrypt(String(JSON.parse(value)), key)
      return text === undefined ? undefined : JSON.parse(text) as unknown
    } catch {
      return undefined
    }
  }
}

function keyOf(author: string, { tag }: Place, index: number): string {
  return `${author}/${tag}.${index}`
}

function endOf({ data }: TableEntry): number {
  return Number(data.split('.', 3)[2])
}

function isEntry(raw: unknown): raw is TableEntry {
  return isObject(raw) && typeof raw.author === 'string' && typeof raw.data === 'string'
}

/**
 * Mirrors a shared map in a signed table of a node, so that who comes when nobody is there finds what was written in the last hour, or, where somebody came by
 * meanwhile, in the last day. The table's readers see neither the map's content nor its name.
 */
export function mirrorState(state: MirroredState, options: MirrorOptions): Mirror {
  return new Mirror(state, options)
}
