import { type Clock, systemClock } from '../clock.js'
import { misuse } from '../errors.js'
import { newRoomId } from '../ids.js'
import type { Options } from '../options.js'
import { isWhole } from '../data/values.js'
import type { NodeBook } from '../nodes/ports.js'
import { FakeBook } from './fakebook.js'
import { FakeStream, FakeTrack } from './fakemedia.js'
import { Links } from './links.js'
import { Network } from './network.js'
import { random } from './random.js'

/** `free`: peers connect directly. `relayed`: only by TURN servers. `blocked`: not at all, and nothing that is sent comes through. */
export type PathKind = 'free' | 'relayed' | 'blocked'

/** What a world is made of. */
export interface WorldOptions {
  /** How many nodes there are, 1 to 9. Default 2. */
  readonly nodes?: number
  /** `true`: each node is of another operator and knows nothing of what happens at the others, as in a mesh. Default `false`: they are a cluster. */
  readonly independent?: boolean
  /** Chooses the delays of messages: the same for the same seed. Default 1. */
  readonly seed?: number
  /** Lets milliseconds pass, for `pass` and `until`: the function of a fake clock that does so. Default: waits for them. */
  readonly pass?: (ms: number) => Promise<unknown>
}

const NAMES = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
const BACKOFF = 100
const STEP = 10
const TURNS = 4
const LONGEST = 60_000
const HIGHEST_EFFORT = 2 ** 20
const RELAYS: RTCIceServer[] = [{ urls: ['turn:relay.example'], username: 'user', credential: 'secret' }]

/** The platform's time, also where a test runner has put another in its place. */
const clock: Clock = { now: () => Date.now(), after: (ms, task) => systemClock.after(ms, task) }

const waiting = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve))

/** A turn of the event loop, which no fake clock holds up: workers and imports go on while a test lets its own time pass. */
function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}

/** Nodes of one cluster, or of a mesh, and the paths among peers, in memory, with faults to order. */
export class World {
  /** The addresses of the nodes, for `join`. */
  readonly nodes: readonly string[]
  /** What a page knows of the nodes, the first one being the best for every room: `meshOf(world.nodes, { book: world.book })`. */
  readonly book: NodeBook
  /** A room id; there may be any number of others. */
  readonly room = newRoomId()
  /** For `join`: the WebSocket, the fetch function and the RTCPeerConnection of this world, 100 ms of back-off, and no end to trying. */
  readonly options: Required<Pick<Options, 'webSocket' | 'fetch' | 'maxConnections' | 'peerConnection' | 'backoff' | 'timeout'>>
  readonly #network = new Network(clock)
  readonly #links: Links
  readonly #pass: (ms: number) => Promise<unknown>

  /** @internal */
  constructor({ nodes = 2, seed = 1, pass = waiting, independent = false }: WorldOptions) {
    if (!isWhole(nodes, 1, NAMES.length)) throw misuse(`Give nodes as a whole number from 1 to ${NAMES.length}.`)
    this.nodes = NAMES.slice(0, nodes).map((name) => `http://${name}.example`)
    if (independent) for (const { host } of this.nodes.map((url) => new URL(url))) this.#network.operators.set(host, host)
    this.book = new FakeBook(this.nodes, clock)
    this.#links = new Links(clock, random(seed))
    this.#pass = pass
    this.#network.turn = RELAYS
    const { webSocket, fetch } = this.#network
    this.options = { webSocket, fetch, peerConnection: this.#links.class, backoff: () => BACKOFF, timeout: Infinity, maxConnections: Infinity }
  }

  /** Breaks the connections to the node, or to all; they may come back at once. */
  cut(node?: string): void {
    this.#network.cut(this.#host(node))
  }

  /** The node is gone: its connections break, and no others come about. What the cluster knows outlives that. */
  kill(node: string): void {
    this.#trouble(node, 'down')
    this.cut(node)
  }

  /** The node sends those it has away, after so many milliseconds, and lets nobody in. */
  drain(node: string, delay = 0): void {
    const host = this.#trouble(node, 'draining')
    this.#network.broadcast({ type: 'drain', delay }, host)
  }

  /** WebSockets to the node are refused; server-sent events are not. */
  refuseSockets(node: string): void {
    this.#trouble(node, 'sockets-refused')
    this.cut(node)
  }

  /** The node is well again. */
  mend(node: string): void {
    this.#trouble(node, 'none')
  }

  /** All nodes are started again at once: every session is lost, and whoever comes back has a new peer id. */
  restart(): void {
    this.#network.restart()
  }

  /** What a message through a node costs from now on, in expected hashes, which the nodes tell; 0: nothing. The proofs are not checked. */
  price(effort: number): void {
    if (!isWhole(effort, 0, HIGHEST_EFFORT)) throw misuse(`Give the price as a whole number of hashes from 0 to ${HIGHEST_EFFORT}.`)
    const { toll } = this.#network
    toll.effort = effort
    this.#network.broadcast(toll.told())
  }

  /** Milliseconds until an answer or an event of a node arrives. At first 0. */
  get latency(): number {
    return this.#network.latency
  }

  set latency(ms: number) {
    this.#network.latency = span(ms, ms)[0]
  }

  /** Milliseconds that a message between two peers takes, at least and at most. At first 0; they keep their order. */
  get delay(): readonly [least: number, most: number] {
    return this.#links.delay
  }

  set delay([least, most]: readonly [least: number, most: number]) {
    this.#links.delay = span(least, most)
  }

  /** What paths there are among peers. Those that stand break with `blocked`; what is sent waits, and is lost when the link is given up. */
  get path(): PathKind {
    return this.#links.path
  }

  set path(path: PathKind) {
    this.#links.path = path
    if (path === 'blocked') this.lose()
  }

  /** The paths that stand break, as when every device changes its network. Links look for another after three seconds. */
  lose(): void {
    this.#links.lose()
  }

  /** Lets milliseconds pass. */
  async pass(ms: number): Promise<void> {
    await this.#pass(ms)
  }

  /** Lets time pass until the condition holds; rejects after `within` milliseconds of it. */
  async until(condition: () => boolean, within = LONGEST): Promise<void> {
    for (let passed = 0; passed <= within; passed += STEP) {
      if (condition()) return
      await this.#pass(STEP)
      for (let turns = 0; turns < TURNS; turns++) await turn()
    }
    throw new Error(`It did not come to pass within ${within} ms: ${condition}`)
  }

  #trouble(node: string, trouble: 'none' | 'down' | 'draining' | 'sockets-refused'): string {
    const host = this.#host(node) as string
    this.#network.trouble.set(host, trouble)
    return host
  }

  #host(node: string | undefined): string | undefined {
    if (node === undefined) return undefined
    if (!this.nodes.includes(node)) throw misuse(`There is no node ${node}: take one of ${this.nodes.join(', ')}.`)
    return new URL(node).host
  }
}

function span(least: number, most: number): readonly [number, number] {
  if (isWhole(least, 0, LONGEST) && isWhole(most, least, LONGEST)) return [least, most]
  throw misuse(`Give milliseconds as whole numbers from 0 to ${LONGEST}, the least one first.`)
}

/** Makes a cluster in memory for the tests of an application: `join(world.nodes, world.room, world.options)`. */
export function createWorld(options: WorldOptions = {}): World {
  return new World(options)
}

/** A stream with a track of each of those kinds, without pictures or sounds, where the platform has none. */
export function fakeStream(...kinds: readonly ('audio' | 'video')[]): MediaStream {
  return new FakeStream(kinds.map((kind) => new FakeTrack(kind))) as unknown as MediaStream
}
