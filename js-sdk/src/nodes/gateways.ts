import { type Clock, systemClock } from '../clock.js'
import { isWhole } from '../data/values.js'
import { AlmenaraError, type ErrorCode, misuse } from '../errors.js'
import { base64url } from '../ids.js'
import { baseUrl } from '../itinerary.js'
import { isObject } from '../messages.js'
import type { Solver } from '../pow/solver.js'
import { decode, utf8 } from '../seal/bytes.js'
import { needing, subtle } from '../seal/webcrypto.js'
import { type Bencode, readBencode, type Writable, writeBencode } from './bencode.js'
import { isSigned, type Item, LONGEST_SALT, LONGEST_VALUE, messageOf, readItem, writeItem } from './item.js'
import { ask, type Reply, type Web } from './web.js'

/** Which item of the DHT: a mutable one of BEP 44. */
export interface DhtName {
  /** Whose it is: its public key (Ed25519), 43 characters of base64url. */
  readonly key: string
  /** What tells it from others of the same key, at most 64 bytes as UTF-8. Nodes take those that begin with `almenara/` unless their operators say otherwise. */
  readonly salt: string
}

/** An item as its key has signed it. */
export interface DhtItem extends DhtName {
  /** The number of its version. */
  readonly seq: number
  /** What it says: byte strings, whole numbers, lists, and maps. */
  readonly value: Bencode
}

/** What is to be put into the DHT. */
export interface DhtContent {
  /** The Ed25519 key pair by which it is signed; only the public key needs to be extractable. */
  readonly pair: CryptoKeyPair
  /** As in `DhtName`. */
  readonly salt: string
  /** The number of its version, above that of the one before. */
  readonly seq: number
  /** At most 1,000 bytes as bencode. */
  readonly value: Writable
  /** Put it only where the version with that number is there. */
  readonly cas?: number | undefined
}

/** How gateways are used. */
export interface GatewayOptions {
  /** Does the work that nodes ask for a put: `createSolver()` of `almenara/pow`. Without one a node that asks for work refuses with `price`. */
  readonly solver?: Pick<Solver, 'solve'> | undefined
  /** Gives up; rejects with `aborted`. */
  readonly signal?: AbortSignal | undefined
  /** Takes the place of the platform's `fetch`. */
  readonly fetch?: typeof fetch | undefined
}

/** What came of a put. */
export interface DhtPut {
  /** The public key by which others get it. */
  readonly key: string
  /** How many gateways have taken it. */
  readonly gateways: number
  /** How many nodes of the DHT keep it, as the gateway says that has reached most of them. */
  readonly copies: number
}

/** Gateways that are asked at most. */
const MOST_GATEWAYS = 8
/** Gateways that a put is to reach: each has its price. */
const REACHED = 2
/** A look-up in the DHT takes its time; a node gives it up after 20 s, and says so. */
const ANSWER_WITHIN = 25_000
/** So long the others are waited for when one has answered with an item. */
const GRACE = 2_000
const LONGEST_ANSWER = 4 * 1024
/** How often a price may rise while it is being paid. */
const TRIES = 4
const KEY = 32

/** The newest version of an item, through several gateways side by side; undefined when none of those that answer finds it. Who lies can keep an item back, or an older version for the newest. */
export function dhtGet(urls: readonly string[], name: DhtName, options?: GatewayOptions): Promise<DhtItem | undefined> {
  return new Gateways(urls, options).get(name)
}

/** Signs a version of an item and puts it into the DHT through two gateways, others in the place of those that do not take it. Rejects when none does; `seq-too-low` and `cas-mismatch`: there is another version. */
export function dhtPut(urls: readonly string[], content: DhtContent, options?: GatewayOptions): Promise<DhtPut> {
  return new Gateways(urls, options).put(content)
}

/** Nodes that get and put items of the DHT for pages. @internal */
export class Gateways {
  readonly #urls: readonly string[]
  readonly #web: Web
  readonly #options: GatewayOptions

  constructor(urls: readonly string[], options: GatewayOptions = {}, clock: Clock = systemClock) {
    if (urls.length === 0) throw misuse('Name a gateway by its URL.')
    this.#urls = urls.slice(0, MOST_GATEWAYS).map(baseUrl)
    this.#web = { clock, fetch: options.fetch ?? ((...call) => globalThis.fetch(...call)) }
    this.#options = options
  }

  async get({ key, salt }: DhtName): Promise<DhtItem | undefined> {
    if (!decode(key, KEY)) throw misuse('A key is 43 characters of base64url.')
    checkSalt(salt)
    const query = new URLSearchParams({ k: key, salt })
    const found: DhtItem[] = []
    let answers = 0
    await this.#all(async (url, enough) => {
      const { status, body } = await this.#ask(`${url}/dht-get?${query}`)
      const item = status === 200 ? await valid(readItem(body), { key, salt }) : undefined
      if (item || (isObject(body) && body.code === 'no-item')) answers++
      if (!item) return
      found.push(item)
      enough()
    })
    if (answers === 0) throw new AlmenaraError('unreachable', 'No gateway to the DHT answers.')
    return found.sort((one, other) => other.seq - one.seq)[0]
  }

  async put(content: DhtContent): Promise<DhtPut> {
    const item = await sign(content)
    const body = JSON.stringify({ ...writeItem(item), ...content.cas === undefined ? {} : { cas: content.cas } })
    const left = [...this.#urls]
    const copies: number[] = []
    const failures: AlmenaraError[] = []
    const one = async (): Promise<void> => {
      for (let url = left.shift(); url !== undefined; url = left.shift()) {
        try {
          return void copies.push(await this.#put(url, body))
        } catch (error) {
          this.#check()
          if (!(error instanceof AlmenaraError)) throw error
          failures.push(error)
        }
      }
    }
    await Promise.all(Array.from({ length: REACHED }, one))
    if (copies.length > 0) return { key: base64url(item.key), gateways: copies.length, copies: Math.max(...copies) }
    // That there is another version says more than that somebody was away.
    throw failures.find(({ code }) => /^(seq-too-low|cas-mismatch)$/.test(code)) ?? failures.find(({ code }) => code !== 'unreachable') ?? failures[0]
  }

  /** Asks all, and is done when all have answered, or some time after one has what was wanted. */
  async #all(task: (url: string, enough: () => void) => Promise<void>): Promise<void> {
    let stop = (): void => {}
    await new Promise<void>((resolve) => {
      const enough = (): void => {
        stop()
        stop = this.#web.clock.after(GRACE, resolve)
      }
      // What has failed is no answer.
      void Promise.all(this.#urls.map((url) => task(url, enough).catch(() => {}))).then(() => resolve())
    })
    stop()
    this.#check()
  }

  /** How many nodes keep it. Rejects with what the node has refused. */
  async #put(url: string, body: string): Promise<number> {
    let payment = ''
    for (let tries = 0; ; tries++) {
      const headers = { 'Content-Type': 'application/json', ...(payment && { Authorization: `PoW ${payment}` }) }
      const { body: answer } = await this.#ask(`${url}/dht-put`, { method: 'POST', headers, body })
      if (isObject(answer) && answer.type === 'ok') return isWhole(answer.copies, 0) ? answer.copies : 0
      const { solver, signal } = this.#options
      if (!isObject(answer) || typeof answer.quote !== 'string' || !solver || tries === TRIES) throw refusal(url, answer)
      payment = await solver.solve({ quote: answer.quote, action: 'dht-put', body }, { signal })
    }
  }

  async #ask(url: string, init: RequestInit = {}): Promise<Reply> {
    this.#check()
    try {
      return await ask(this.#web, url, { ...init, signal: this.#options.signal ?? null, within: ANSWER_WITHIN, most: LONGEST_ANSWER })
    } finally {
      this.#check()
    }
  }

  #check(): void {
    if (this.#options.signal?.aborted) throw new AlmenaraError('aborted', 'The DHT is asked no longer.', { cause: this.#options.signal.reason })
  }
}

async function sign({ pair, salt, seq, value, cas = 0 }: DhtContent): Promise<Item> {
  checkSalt(salt)
  if (!isWhole(seq, 0) || !isWhole(cas, 0)) throw misuse('The number of a version is a whole one from 0.')
  const content = { salt, seq, value: writeBencode(value) }
  if (content.value.length > LONGEST_VALUE || readBencode(content.value, LONGEST_VALUE) === undefined) {
    throw misuse(`A value is of texts, bytes, whole numbers, lists and maps, and has at most ${LONGEST_VALUE} bytes as bencode.`)
  }
  const key = new Uint8Array(await subtle().exportKey('raw', pair.publicKey))
  const signature = new Uint8Array(await needing('Ed25519', () => subtle().sign('Ed25519', pair.privateKey, messageOf(content))))
  return { key, ...content, signature }
}

/** The item, if it is the one that was wanted, and signed. */
async function valid(item: Item | undefined, { key, salt }: DhtName): Promise<DhtItem | undefined> {
  if (!item || base64url(item.key) !== key || item.salt !== salt || !(await isSigned(item))) return undefined
  const value = readBencode(item.value, LONGEST_VALUE)
  return value === undefined ? undefined : { key, salt, seq: item.seq, value }
}

function checkSalt(salt: string): void {
  if (utf8(salt).length > LONGEST_SALT) throw misuse(`A salt has at most ${LONGEST_SALT} bytes.`)
}

function refusal(url: string, answer: unknown): AlmenaraError {
  if (!isObject(answer) || typeof answer.code !== 'string') return new AlmenaraError('unreachable', `${url} does not answer as a gateway does.`)
  return new AlmenaraError(answer.code as ErrorCode, String(answer.message), typeof answer.retryAfter === 'number' ? { retryAfter: answer.retryAfter } : {})
}
