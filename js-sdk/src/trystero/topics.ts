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

  /** Passes a frame of the node on to those who listen; false for what is none of the protocol. */
  take(frame: string): boolean {
    const message = read(frame)
    if (!message) return false
    for (const handler of [...this.#handlers.get(message.topic) ?? []]) handler(message.topic, message.payload)
    return true
  }
}

function read(frame: string): { topic: string; payload: Payload } | undefined {
  try {
    const message: unknown = JSON.parse(frame)
    if (!isObject(message)) return undefined
    const { topic, payload } = message
    return typeof topic === 'string' && (typeof payload === 'string' || isObject(payload)) ? { topic, payload } : undefined
  } catch {
    return undefined
  }
}
