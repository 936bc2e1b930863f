import { reason } from './errors.js'
import { EventStreamParser } from './eventstream.js'
import { decode, type Opening, type Sent, type ServerMessage } from './messages.js'
import type { OpenTransport, Transport, TransportListener } from './transport.js'

/**
 * Server-sent events for what comes and POST for what goes (section 7 of the protocol). Commands are posted
 * one after the other, so that they are carried out in their order as over a WebSocket.
 */
export function sseTransport(fetchFunction: typeof fetch): OpenTransport {
  return (url, opening, listener) => new EventStream(fetchFunction, url, opening, listener)
}

class EventStream implements Transport {
  readonly #fetch: typeof fetch
  readonly #url: string
  readonly #listener: TransportListener
  readonly #abort = new AbortController()
  #posts: Promise<void> = Promise.resolve()
  #token: string | undefined

  constructor(fetchFunction: typeof fetch, url: string, opening: Opening & { ref: number }, listener: TransportListener) {
    this.#fetch = fetchFunction
    this.#url = url
    this.#listener = listener
    this.#read(opening).catch((error) => this.#end(error))
  }

  send(command: Sent): void {
    this.#posts = this.#posts.then(() => this.#post(command)).catch((error) => this.#end(error))
  }

  close(): void {
    this.#abort.abort()
  }

  async #read(opening: Opening & { ref: number }): Promise<void> {
    const response = await this.#request({
      cache: 'no-store',
      headers: {
        Accept: 'text/event-stream',
        ...(opening.type === 'resume' && { Authorization: `Bearer ${opening.token}`, 'Last-Event-ID': `${opening.epoch}.${opening.offset}` }),
      },
    })
    if (!response.ok || !response.body) {
      this.#answer(await response.text(), opening.ref)
      return this.#end(`HTTP ${response.status}`)
    }
    this.#listener.opened()
    const parser = new EventStreamParser()
    const reader = response.body.getReader()
    const text = new TextDecoder()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return this.#end('the stream ended')
      for (const data of parser.push(text.decode(value, { stream: true }))) await this.#event(data)
    }
  }

  /**
   * An answer may overtake the acknowledgement of its offer, for that comes as the response to a POST: it waits for the
   * commands that are under way, and what follows it waits too. The heartbeat ends a connection whose POSTs hang.
   */
  async #event(data: string): Promise<void> {
    const message = decode(data)
    if (message?.type === 'answer') await this.#posts
    if (this.#abort.signal.aborted) return
    if (message?.type === 'joined') this.#token = message.token
    if (message) this.#listener.message(message)
  }

  async #post(command: Sent): Promise<void> {
    const response = await this.#request({
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${this.#token ?? ''}` },
      body: command.text,
    })
    this.#answer(await response.text(), command.ref)
  }

  #request(init: RequestInit): Promise<Response> {
    return this.#fetch.call(globalThis, this.#url, { credentials: 'omit', signal: this.#abort.signal, ...init })
  }

  /** The body of a response is the answer to its command, whether or not it repeats the `ref`. */
  #answer(text: string, ref: number): void {
    if (this.#abort.signal.aborted) return
    const message: ServerMessage | undefined = decode(text)
    if (message) this.#listener.message({ ...message, ref } as ServerMessage)
  }

  #end(cause: unknown): void {
    if (this.#abort.signal.aborted) return
    this.#abort.abort()
    this.#listener.closed({ code: 1006, text: reason(cause) })
  }
}
