import { isObject } from '../messages.js'

/** What a relay passes on: text, mostly JSON, or an object. */
export type Payload = string | Record<string, unknown>

type Handler = (topic: string, payload: Payload) => unknown

/** Who listens to which topic. */
export class Topics {
  readonly #handlers = new Map<string, Set<Handler>>()

  get names(): string[] {
    return [...this.#handlers.keys()]
  }

  /** True when it is the first one of the topic. */
  add(topic: string, handler: Handler): boolean {
    const handlers = this.#handlers.get(topic)
    handlers?.add(handler)
    if (!handlers) this.#handlers.set(topic, new Set([handler]))
    return !handlers
  }

  /** True when it was the last one of the topic. */
  remove(topic: string, handler: Handler): boolean {
    const handlers = this.#handlers.get(topic)
    return handlers?.delete(handler) === true && handlers.size === 0 && this.#handlers.delete(topic)
  }

  /** Passes a frame of the node on to those who listen; what is none of the protocol is passed over. */
  take(frame: string): void {
    const message = read(frame)
    if (!message) return
    for (const handler of [...this.#handlers.get(message.topic) ?? []]) handler(message.topic, message.payload)
  }
}

function read(frame: string): { topic: string; payload: Payload } | undefined {
  const message = parse(frame)
  if (!isObject(message)) return undefined
  const { topic, payload } = message
  return typeof topic === 'string' && (typeof payload === 'string' || isObject(payload)) && isHarmless(payload) ? { topic, payload } : undefined
}

/** Anybody may publish. Trystero's core takes `peer` for a connection of its own, and looks ids up in plain objects, where a few names are always there: it would fail, and a process of Node with it. */
function isHarmless(payload: Payload): boolean {
  const said = typeof payload === 'string' ? parse(payload) : payload
  return !isObject(said) || !('peer' in said || [said.peerId, said.offerId].some((id) => typeof id === 'string' && id in Object.prototype))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
