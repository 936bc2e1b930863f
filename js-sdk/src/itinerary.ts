import { misuse } from './errors.js'
import type { TransportName } from './transport.js'

/** One place to try: a node of the list and the transport to reach it by. */
export interface Stop {
  /** The node's base URL, without a slash at its end. */
  readonly node: string
  readonly transport: TransportName
}

/** How the last attempt went wrong: the node is to be avoided, the WebSocket did not open in time, or something else. */
export type Failure = 'broken' | 'avoid' | 'slow'

/**
 * Which node to try next, and how. A connection that broke is tried on the same node first; a node that failed
 * or sent us away comes last. WebSockets come first: after two of them failed (or one did not open in time) the
 * same nodes are tried by server-sent events, and then WebSockets again. What worked once is kept, and no node is called slow after that.
 */
export class Itinerary {
  readonly #nodes: readonly string[]
  readonly #choice: 'auto' | TransportName
  #index = 0
  #transport: TransportName
  #proven: TransportName | undefined
  #misses = 0

  constructor(nodes: readonly string[], choice: 'auto' | TransportName = 'auto') {
    this.#nodes = nodes.map(baseUrl)
    if (nodes.length === 0) throw misuse('Name a node by its URL.')
    this.#choice = choice
    this.#transport = choice === 'auto' ? 'websocket' : choice
  }

  get stop(): Stop {
    return { node: this.#nodes[this.#index] as string, transport: this.#transport }
  }

  /** How many failed attempts mean that no node can be reached: each was tried twice. */
  get round(): number {
    return 2 * this.#webSockets
  }

  /** The stop works: the room was joined there. */
  arrived(): void {
    this.#misses = 0
    if (this.#proven !== 'websocket') this.#proven = this.#transport
  }

  /** Moves on after a failure, before the room was joined at the current stop. */
  failed(failure: Failure): void {
    if (failure === 'slow' && this.#choice === 'auto' && this.#transport === 'websocket' && !this.#proven) {
      this.#transport = 'sse'
      return
    }
    this.#misses++
    this.#next()
  }

  /** The joined stop was lost: it stays, unless its node is to be avoided. */
  lost(failure: Failure): void {
    if (failure === 'avoid') this.#next()
    else this.#transport = this.#pick()
  }

  get #webSockets(): number {
    return Math.max(2, this.#nodes.length)
  }

  #pick(): TransportName {
    if (this.#choice !== 'auto') return this.#choice
    if (this.#proven === 'websocket') return 'websocket'
    const early = this.#misses % (this.#webSockets + this.#nodes.length) < this.#webSockets
    return early === (this.#proven === 'sse') ? 'sse' : 'websocket'
  }

  #next(): void {
    this.#index = (this.#index + 1) % this.#nodes.length
    this.#transport = this.#pick()
  }
}

/** The address of a room at a node. */
export function roomUrl(node: string, room: string): string {
  return `${node}/room/${room}`
}

/** The URL of a node without a slash at its end, from any that an application may give; throws `misuse` for what is none. */
export function baseUrl(node: string): string {
  let href = ''
  try {
    href = new URL(node.trim(), (globalThis as { location?: Location }).location?.href).href
  } catch {
    // Said below.
  }
  if (!/^https?:[^?#]+$/.test(href)) throw misuse(`"${node}" is no node: pass an http(s) URL without query and fragment.`)
  return href.replace(/\/+$/, '')
}
