import type { Backoff } from '../backoff.js'
import { type Clock, Timer } from '../clock.js'
import { OPENING, PATIENCE, SILENCE, STEADY, WAITING } from './limits.js'
import type { Nodes } from './nodes.js'
import { type Payload, Topics } from './topics.js'

/** What a relay runs with. */
export interface Parts {
  readonly clock: Clock
  readonly backoff: Backoff
  readonly webSocket: typeof WebSocket
}

/** Nothing to Trystero, wherever it is heard. */
const PULSE = '{}'

/**
 * A connection to one of the nodes while there is anything to listen to: when it breaks, the next node that no other relay has takes its place, and is told all topics and announcements again.
 * Between two connections publications wait.
 */
export class Relay {
  readonly #nodes: Nodes
  readonly #parts: Parts
  readonly #topics = new Topics()
  readonly #announcements = new Map<string, string>()
  readonly #timer: Timer
  readonly #watch: Timer
  #waiting: string[] = []
  #socket: WebSocket | undefined
  #url: string
  #attempt = 0
  #openedAt = 0

  constructor(nodes: Nodes, parts: Parts) {
    this.#nodes = nodes
    this.#url = nodes.take()
    this.#parts = parts
    this.#timer = new Timer(parts.clock)
    this.#watch = new Timer(parts.clock)
  }

  /** The URL of the node that is connected or tried, or would be. */
  get url(): string {
    return this.#url
  }

  /** The connection, open or not; undefined while there is none. */
  get socket(): WebSocket | undefined {
    return this.#socket
  }

  /** Listens to a topic until what is returned is called. */
  subscribe(topic: string, handler: (topic: string, payload: Payload) => unknown): () => void {
    if (this.#topics.add(topic, handler)) this.#say({ type: 'subscribe', topic })
    if (!this.#socket && !this.#timer.running) this.#connect()
    return () => {
      if (!this.#topics.remove(topic, handler)) return
      this.#announcements.delete(topic)
      this.#say({ type: 'unsubscribe', topic })
      if (this.#topics.names.length === 0) this.#rest()
    }
  }

  /** Publishes now, or when a node is connected again. */
  publish(topic: string, payload: Payload): void {
    const frame = JSON.stringify({ type: 'publish', topic, payload })
    if (this.#isOpen) this.#socket?.send(frame)
    else this.#waiting = [...this.#waiting, frame].slice(-WAITING)
  }

  /** Publishes now, and again to each node that is connected from now on, while the topic is listened to and nothing is withdrawn. */
  announce(topic: string, payload: Payload): void {
    const message = { type: 'publish', topic, payload }
    this.#announcements.set(topic, JSON.stringify(message))
    this.#say(message)
  }

  /** What was announced is told to no other node. */
  withdraw(topic: string): void {
    this.#announcements.delete(topic)
  }

  /** Does not wait any longer: there is a network again. */
  hurry(): void {
    if (!this.#socket && this.#timer.running) this.#connect()
  }

  get #isOpen(): boolean {
    return this.#socket?.readyState === 1
  }

  #say(message: object): void {
    if (this.#isOpen) this.#socket?.send(JSON.stringify(message))
  }

  #connect(): void {
    const socket = this.#make()
    this.#socket = socket
    if (!socket) return this.#lost()
    socket.onopen = () => this.#opened(socket)
    socket.onmessage = ({ data }) => {
      this.#listen()
      this.#topics.take(String(data))
    }
    socket.onclose = () => this.#lost()
    socket.onerror = () => {}
    this.#timer.set(OPENING, () => this.#lost())
  }

  /** A page whose policy forbids the address is told so by a throw. */
  #make(): WebSocket | undefined {
    try {
      return new this.#parts.webSocket(this.url)
    } catch {
      return undefined
    }
  }

  #opened(socket: WebSocket): void {
    this.#timer.stop()
    this.#openedAt = this.#timer.now
    this.#nodes.opened()
    for (const topic of this.#topics.names) this.#say({ type: 'subscribe', topic })
    for (const frame of [...this.#announcements.values(), ...this.#waiting.splice(0)]) socket.send(frame)
    this.#listen()
  }

  /** The protocol knows no signs of life; but who publishes hears itself. */
  #listen(): void {
    this.#watch.set(SILENCE, () => {
      this.#say({ type: 'publish', topic: this.#topics.names[0], payload: PULSE })
      this.#watch.set(PATIENCE, () => this.#lost())
    })
  }

  #lost(): void {
    const opened = this.#openedAt > 0
    const held = opened && this.#timer.now - this.#openedAt >= STEADY
    this.#drop()
    this.#url = this.#nodes.swap(this.#url)
    this.#attempt = held ? 0 : this.#attempt + 1
    this.#timer.set(this.#parts.backoff(Math.max(0, this.#attempt - 1)), () => this.#connect())
    if (!opened) this.#nodes.failed()
  }

  #drop(): void {
    const socket = this.#socket
    this.#socket = undefined
    if (this.#openedAt > 0) this.#nodes.closed()
    this.#openedAt = 0
    this.#watch.stop()
    this.#timer.stop()
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }

  /** Nobody listens any more. */
  #rest(): void {
    this.#drop()
    this.#waiting = []
    this.#attempt = 0
  }
}
