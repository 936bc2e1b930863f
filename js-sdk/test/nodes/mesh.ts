import type { Clock } from '../../src/clock.js'
import { base64url } from '../../src/ids.js'
import { Book, type BookOptions } from '../../src/nodes/book.js'
import type { ItemJson } from '../../src/nodes/item.js'
import type { MeshNode } from '../../src/nodes/ports.js'
import { rankKey, score } from '../../src/nodes/rank.js'
import type { NodeStorage } from '../../src/nodes/storage.js'
import { decode, field, label } from '../../src/seal/bytes.js'
import { newSigner, type Signer, verify } from '../../src/seal/ed25519.js'
import { seeded } from '../overlay/random.js'
import { FakeClock, settle } from '../time.js'
import { type Said, signed } from './sign.js'

export const ROOM = 'A4A-nOXnnsApXYTDFSfL3gjXIWUUggtBzBpz2k38qAw'
const PROOF = /\/nodes\/proof\?nonce=([\w-]{43})$/
const LIST = /\/nodes\?full&near=([\w-]{43})$/

/** A node on a network that is not real: it lists what it is told to list. */
export class FakeNode {
  readonly url: string
  readonly signer: Signer
  readonly #clock: Clock
  /** What it names, best for the asker first, 16 at most. */
  knows: readonly FakeNode[] = []
  /** Milliseconds until it answers. */
  slow = 0
  /** `dead`: nobody is there; `silent`: it never answers. */
  state: 'alive' | 'dead' | 'silent' = 'alive'
  /** Answers in its place. */
  instead: ((url: string) => Response | Promise<Response>) | undefined
  says: Partial<Said> = {}
  /** The number of its record, the time unless told. */
  seq: number | undefined
  readonly #signed = new Map<string, Promise<ItemJson>>()
  /** What it was asked. */
  readonly asked: string[] = []

  constructor(url: string, signer: Signer, clock: Clock) {
    this.url = url
    this.signer = signer
    this.#clock = clock
  }

  get node(): MeshNode {
    return { url: this.url.slice(0, -1), key: base64url(this.signer.key) }
  }

  record(said: Partial<Said> = {}): Promise<ItemJson> {
    const hour = Math.floor(this.#clock.now() / 3_600_000) * 3_600
    const content = { url: this.url, expiry: hour + 7_200, ...this.says, ...said }
    const name = JSON.stringify([content, this.seq])
    const record = this.#signed.get(name) ?? signed(this.signer, content, this.seq ?? hour)
    this.#signed.set(name, record)
    return record
  }

  async answer(url: string): Promise<Response> {
    this.asked.push(url)
    if (this.instead) return this.instead(url)
    const [, nonce] = PROOF.exec(url) ?? []
    if (nonce) return Response.json(await this.proof(nonce))
    const [, near] = LIST.exec(url) ?? []
    if (!near) return Response.json({ type: 'refused', code: 'bad-message' }, { status: 400 })
    return Response.json(await Promise.all(best(decode(near, 32)!, [this, ...this.knows]).slice(0, 16).map((each) => each.record())))
  }

  async proof(nonce: string, own = this.url): Promise<{ record: ItemJson; proof: string }> {
    const signature = await this.signer.sign(label('node-proof'), decode(nonce, 32)!, field(own))
    return { record: await this.record(), proof: base64url(signature) }
  }
}

/** Nodes and pages, the time and the dice. */
export class FakeMesh {
  readonly clock = new FakeClock()
  readonly nodes = new Map<string, FakeNode>()
  readonly #random = seeded(1)
  /** How many were asked side by side at most. */
  most = 0
  #open = 0
  /** Signatures that are being made or looked at. */
  #busy = 0

  async add(name: string): Promise<FakeNode> {
    const node = new FakeNode(`https://${name}.example/`, await newSigner(), this.clock)
    this.nodes.set(node.url, node)
    return node
  }

  /** So many nodes that all know each other. */
  async grow(count: number, name = 'node'): Promise<FakeNode[]> {
    const nodes = await Promise.all(Array.from({ length: count }, (_, index) => this.add(`${name}${index}`)))
    for (const node of nodes) node.knows = nodes.filter((other) => other !== node)
    return nodes
  }

  book(bootstrap: readonly (FakeNode | string)[], options: BookOptions = {}): Book {
    const urls = bootstrap.map((each) => typeof each === 'string' ? each : each.node.url)
    return new Book(urls, { storage: null, fetch: this.fetch, ...options }, { clock: this.clock, random: this.#random, verify: (...call) => this.#hold(verify(...call)) })
  }

  /** Waits for what needs the clock to go on. */
  async during<T>(task: Promise<T>): Promise<T> {
    let done = false
    const settled = task.finally(() => { done = true })
    settled.catch(() => {})
    for (let waited = 0; !done; waited += 10) {
      if (waited > 60_000) throw new Error('it does not come to its end')
      await settle()
      // Signatures take real time, of which the clock knows nothing.
      while (this.#busy > 0) await settle()
      if (!done) await this.clock.pass(10)
    }
    return settled
  }

  async #hold<T>(task: Promise<T>): Promise<T> {
    this.#busy++
    try {
      return await task
    } finally {
      this.#busy--
    }
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = String(input)
    const node = this.nodes.get(url.replace(/nodes(\/proof)?\?.*$/, ''))
    this.most = Math.max(this.most, ++this.#open)
    try {
      if (!node || node.state === 'dead') throw new TypeError('nobody is there')
      const response = node.state === 'alive' ? await this.#hold(node.answer(url)) : undefined
      await new Promise<void>((resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
        if (response && node.slow > 0) this.clock.after(node.slow, resolve)
        else if (response) resolve()
      })
      return response as Response
    } finally {
      this.#open--
    }
  }

  /** Every request there was, of those nodes. */
  requests(nodes: Iterable<FakeNode> = this.nodes.values()): number {
    return [...nodes].reduce((sum, { asked }) => sum + asked.length, 0)
  }
}

/** The nodes in their order for a rank key. */
export function best(rank: Uint8Array, nodes: readonly FakeNode[]): FakeNode[] {
  return [...nodes].sort((one, other) => Buffer.compare(score(rank, other.signer.key), score(rank, one.signer.key)))
}

export function order(room: string, nodes: readonly FakeNode[]): MeshNode[] {
  return best(rankKey(room), nodes).map(({ node }) => node)
}

/** A storage in memory. */
export function memory(text?: string): NodeStorage & { text: string | undefined } {
  return {
    text,
    get() { return this.text },
    set(next) { this.text = next },
  }
}
