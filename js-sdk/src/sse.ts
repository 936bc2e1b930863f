import { type Clock, Timer } from './clock.js'
import { reason } from './errors.js'
import { EventStreamParser } from './eventstream.js'
import { decode, type Opening, type Sent, type ServerMessage } from './messages.js'
import type { OpenTransport, Transport, TransportListener } from './transport.js'

/** A comment comes every 15 s: a stream that brings nothing for longer is dead, though the node may answer POSTs. */
const SILENT = 40_000

/**
 * Server-sent events for what comes and POST for what goes (section 7 of the protocol). Commands are posted
 * one after the other, so that they are carried out in their order as over a WebSocket.
 */
export function sseTransport(fetchFunction: typeof fetch, clock: Clock): OpenTransport {
  return (url, opening, listener) => new EventStream((init) => fetchFunction(url, init), clock, opening, listener)
}

class EventStream implements Transport {
  readonly #fetch: (init: RequestInit) => Promise<Response>
  readonly #clock: Clock
  readonly #listener: TransportListener
  readonly #abort = new AbortController()
  readonly #silence: Timer
  #token: string | undefined
  #entered!: () => void
  /** Commands wait until the node has told the token. */
  #posts = new Promise<void>((resolve) => { this.#entered = resolve })

  constructor(fetchRoom: (init: RequestInit) => Promise<Response>, clock: Clock, opening: Opening & { ref: number }, listener: TransportListener) {
    this.#fetch = fetchRoom
    this.#clock = clock
    this.#listener = listener
    this.#silence = new Timer(clock)
    this.#read(opening).catch((error) => this.#end(error)).finally(() => this.#silence.stop())
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
      this.#silence.set(SILENT, () => this.#end('no comment came'))
      const { done, value } = await reader.read()
      if (done) return this.#end('the stream ended')
      for (const data of parser.push(text.decode(value, { stream: true }))) await this.#event(data)
    }
  }

  /**
   * An answer may overtake the acknowledgement of its offer, for that comes as the response to a POST: it waits for the
   * commands that are under way (and for who waits for them to go on), and what follows it waits too. The heartbeat
   * ends a connection whose POSTs hang.
   */
  async #event(data: string): Promise<void> {
    const message = decode(data)
    if (message?.type === 'answer') {
      await this.#posts
      await new Promise<void>((resolve) => this.#clock.after(0, resolve))
    }
    if (this.#abort.signal.aborted) return
    if (message?.type === 'closed') return this.#end('the node said so', message.code)
    if (message?.type === 'joined') {
      this.#token = message.token
      this.#entered()
    }
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

  async #request(init: RequestInit): Promise<Response> {
    const { signal } = this.#abort
    const response = await this.#fetch({ credentials: 'omit', signal, ...init })
    signal.throwIfAborted()
    return response
  }

  /** The body of a response is the answer to its command, whether or not it repeats the `ref`. */
  #answer(text: string, ref: number): void {
    if (this.#abort.signal.aborted) return
    const message: ServerMessage | undefined = decode(text)
    if (message) this.#listener.message({ ...message, ref } as ServerMessage)
  }

  #end(cause: unknown, code = 1006): void {
    if (this.#abort.signal.aborted) return
    this.close()
    this.#listener.closed({ code, text: reason(cause) })
  }
}
