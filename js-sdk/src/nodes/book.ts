import { type Clock, systemClock } from '../clock.js'
import { AlmenaraError, misuse } from '../errors.js'
import { base64url } from '../ids.js'
import { baseUrl } from '../itinerary.js'
import { isObject } from '../messages.js'
import { verify } from '../seal/ed25519.js'
import { cheap } from './cheaper.js'
import { readItem, type Verify } from './item.js'
import { ANSWER_WITHIN, BOOTSTRAP_AGAIN, LONGEST_ANSWER, MOST_IN_ANSWER, PROVEN_FOR } from './limits.js'
import { Lookup } from './lookup.js'
import type { MeshNode, NodeBook, Outcome } from './ports.js'
import { askProof } from './proof.js'
import { rankKey, Scores } from './rank.js'
import { isInTime, signedRecord } from './record.js'
import { type Entry, Shelf } from './shelf.js'
import { load, type NodeStorage, pageStorage, save } from './storage.js'
import { withoutSlash } from './url.js'
import { ask, type Web } from './web.js'

/** What a book uses of where it runs. */
export interface BookOptions {
  /** Where the list outlives the page: localStorage unless told; `null` for nowhere. */
  readonly storage?: NodeStorage | null | undefined
  /** Takes the place of the platform's `fetch`. */
  readonly fetch?: typeof fetch | undefined
}

/** Time, dice and the check of signatures, injected so that tests can have their own. */
export interface BookMeans { readonly clock: Clock; random(): number; readonly verify: Verify }

const platform: BookMeans = { clock: systemClock, random: Math.random, verify }

/** The nodes that a page knows: a list of signed records, begun at the URLs of some nodes, and kept for the next visit. */
export class Book implements NodeBook {
  readonly #urls: readonly string[]
  readonly #plain: boolean
  readonly #storage: NodeStorage | null
  readonly #means: BookMeans
  readonly #web: Web
  readonly #shelf: Shelf
  readonly #scores = new Scores()
  readonly #finding = new Map<string, Promise<readonly MeshNode[]>>()
  readonly #proving = new Map<string, Promise<void>>()
  #loading: Promise<void> | undefined
  /** When a bootstrap node is asked again, whatever else is known. */
  #again = 0

  /** @internal */
  constructor(urls: readonly string[], { storage = pageStorage, fetch = (...call) => globalThis.fetch(...call) }: BookOptions = {}, means: BookMeans = platform) {
    this.#urls = urls.map((url) => `${baseUrl(url)}/`)
    if (urls.length === 0) throw misuse('Name a node by its URL.')
    // A mesh in a LAN or on one machine has no TLS; from another one nobody is sent to addresses without it.
    this.#plain = this.#urls.some((url) => url.startsWith('http:'))
    this.#storage = storage
    this.#means = means
    this.#web = { fetch, clock: means.clock }
    this.#shelf = new Shelf(means.random)
  }

  get #now(): number {
    return this.#means.clock.now()
  }

  /** The nodes for a room, best first, as far as this page knows now. Those that have failed lately come last. */
  async ranked(room: string): Promise<readonly MeshNode[]> {
    await this.#load()
    return this.#order(rankKey(room)).map(nodeOf)
  }

  /** Asks nodes for better ones until the best have answered. Rejects with `unreachable` when nobody answers, with `no-mesh` when none of those knows of a mesh. */
  find(room: string): Promise<readonly MeshNode[]> {
    return shared(this.#finding, room, () => this.#find(room))
  }

  /** Resolves once the node has shown that it has its key, which counts for an hour; rejects with `unreachable` when it does not answer, with `proof` when it has another key. */
  prove(node: MeshNode): Promise<void> {
    return shared(this.#proving, `${node.key} ${node.url}`, () => this.#prove(node))
  }

  /** Tells how it went with a node. */
  note({ key }: MeshNode, outcome: Outcome): void {
    const health = this.#shelf.get(key)?.health
    if (outcome === 'failed') health?.failed(this.#now)
    else if (outcome === 'lied') this.#ban(key)
    else health?.answered(this.#now, outcome.after, outcome.effort)
  }

  /** The expected hashes of a post, times the milliseconds of a round trip. */
  cost({ key }: MeshNode): number {
    const entry = this.#shelf.get(key)
    return entry ? entry.health.cost(this.#now, entry.record.effort) : Infinity
  }

  /** The URLs of some nodes for what peers need not meet at, the cheaper of two drawn at random each time; those given at the start where no other is known. */
  async gateways(count = 3): Promise<string[]> {
    await this.#load()
    const live = this.#shelf.live(this.#now).filter(({ health }) => !health.isDown).map(nodeOf)
    const nodes = cheap(live, count, (node) => this.cost(node), this.#means.random).map(({ url }) => url)
    return [...new Set([...nodes, ...this.#shuffled(this.#urls).map(withoutSlash)])].slice(0, count)
  }

  #load(): Promise<void> {
    const { clock, verify } = this.#means
    return this.#loading ??= this.#storage ? load(this.#storage, this.#shelf, clock.now(), verify) : Promise.resolve()
  }

  async #save(): Promise<void> {
    if (this.#storage) await save(this.#storage, this.#shelf)
  }

  #ban(key: string): void {
    this.#shelf.ban(key, this.#now)
    void this.#save()
  }

  /** The records that hold, one of each URL, by their scores; those that are down last. */
  #order(rank: Uint8Array): Entry[] {
    const now = this.#now
    const live = this.#shelf.live(now).filter(({ record }) => this.#plain || record.url.startsWith('https:'))
    const proven = new Map(live.filter((entry) => entry.proven > now).map(({ record }) => [record.url, record.key]))
    const scored = live.filter(({ record }) => (proven.get(record.url) ?? record.key) === record.key)
      .map((entry) => ({ entry, score: this.#scores.of(rank, entry.record.item.key), down: Number(entry.health.isDown) }))
      .sort((one, other) => one.down - other.down || (one.score < other.score ? 1 : -1))
    const seen = new Set<string>()
    return scored.map(({ entry }) => entry).filter(({ record: { url } }) => !seen.has(url) && seen.add(url))
  }

  /** The URLs to ask: those by their scores that need not be left alone; where all have to be, all. */
  #askable(rank: Uint8Array): string[] {
    const all = this.#order(rank)
    const ready = all.filter(({ health }) => !health.isResting(this.#now))
    const score = ({ record }: Entry): string => this.#scores.of(rank, record.item.key)
    return (ready.length > 0 ? ready : all).sort((one, other) => score(one) < score(other) ? 1 : -1).map(({ record }) => record.url)
  }

  async #find(room: string): Promise<readonly MeshNode[]> {
    await this.#load()
    const rank = rankKey(room)
    const bootstrap = this.#shuffled(this.#urls)
    const failures = new Set<string>()
    let answers = 0
    const lookup = new Lookup({
      clock: this.#means.clock,
      first: this.#now >= this.#again ? bootstrap.slice(0, 1) : [],
      others: [...bootstrap, ...this.#shuffled(this.#hints())],
      best: () => this.#askable(rank),
      ask: async (url) => {
        try {
          await this.#ask(url, base64url(rank))
          answers++
        } catch (error) {
          failures.add(url)
          throw error
        } finally {
          // Where nobody answers it is this page that has no network.
          if (answers > 0) for (const failed of failures) this.#at(failed, ({ health }) => health.failed(this.#now))
          if (answers > 0) failures.clear()
        }
      },
    })
    const answered = await lookup.run()
    if (answered === 0) throw new AlmenaraError('unreachable', 'No node of the mesh answers.')
    await this.#save()
    const nodes = await this.ranked(room)
    if (nodes.length === 0) throw new AlmenaraError('no-mesh', 'The nodes that answer belong to no mesh.')
    return nodes
  }

  /** Asks the node at a URL for those that rank best, and takes their records. */
  async #ask(url: string, near: string): Promise<void> {
    const { status, body, after } = await ask(this.#web, `${url}nodes?full&near=${near}`, { within: ANSWER_WITHIN, most: LONGEST_ANSWER })
    if (this.#urls.includes(url)) this.#again = this.#now + BOOTSTRAP_AGAIN
    // It is there, but this page, or the network it shares, asks too often.
    if (status === 503 && isObject(body) && body.code === 'overloaded') return
    if (!Array.isArray(body)) throw new AlmenaraError('unreachable', `${url} does not answer as a node does.`)
    await Promise.all(body.slice(0, MOST_IN_ANSWER).map((json) => this.#take(json)))
    this.#at(url, ({ health }) => health.answered(this.#now, after))
  }

  async #take(json: unknown): Promise<void> {
    // Most answers name the same nodes: what is there already is not looked at again.
    if (!isObject(json) || this.#shelf.has(String(json.k), Number(json.seq))) return
    const record = await signedRecord(readItem(json), this.#means.verify)
    if (record && isInTime(record, this.#now)) this.#shelf.add(record, this.#now)
  }

  async #prove(node: MeshNode): Promise<void> {
    await this.#load()
    const entry = this.#shelf.get(node.key)
    if (entry && entry.proven > this.#now && entry.record.url === `${node.url}/`) return
    if (this.#shelf.isLiar(node.key, this.#now)) throw liar(node)
    const shown = await askProof(this.#web, node, this.#means.verify).catch((error: unknown) => {
      this.note(node, 'failed')
      throw error
    })
    if (shown.outcome === 'lied') {
      this.note(node, 'lied')
      throw liar(node)
    }
    if (isInTime(shown.record, this.#now)) this.#shelf.add(shown.record, this.#now)
    if (shown.outcome === 'moved') throw new AlmenaraError('unreachable', `The node of ${node.url} is at ${shown.record.url} now.`)
    this.note(node, { after: shown.after })
    const proven = this.#shelf.get(node.key)
    if (proven) proven.proven = this.#now + PROVEN_FOR
  }

  /** The URLs of records that have ended. */
  #hints(): string[] {
    return this.#shelf.hints(this.#now).filter((url) => this.#plain || url.startsWith('https:'))
  }

  #at(url: string, task: (entry: Entry) => void): void {
    for (const entry of this.#shelf.entries) if (entry.record.url === url) task(entry)
  }

  #shuffled<T>(list: readonly T[]): T[] {
    return list.map((each) => ({ each, order: this.#means.random() })).sort((one, other) => one.order - other.order).map(({ each }) => each)
  }
}

/** What a page knows of the mesh, begun at the URLs of some nodes. */
export function nodeBook(urls: readonly string[], options?: BookOptions): Book {
  return new Book(urls, options)
}

function nodeOf({ record: { url, key } }: Entry): MeshNode {
  return { url: withoutSlash(url), key }
}

function liar({ url }: MeshNode): AlmenaraError {
  return new AlmenaraError('proof', `${url} does not have the key of its record.`)
}

/** One run at a time of what has the same name: who comes meanwhile gets the same. */
function shared<T>(running: Map<string, Promise<T>>, name: string, run: () => Promise<T>): Promise<T> {
  const now = running.get(name)
  if (now) return now
  const next = run().finally(() => running.delete(name))
  running.set(name, next)
  return next
}
