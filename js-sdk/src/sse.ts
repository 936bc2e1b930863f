import { type Clock, Timer } from './clock.js'
import { reason } from './errors.js'
import { EventStreamParser } from './eventstream.js'
import { decode, type Numbered, type Sent, type ServerMessage } from './messages.js'
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
  #stream = new AbortController()
  readonly #silence: Timer
  readonly #opening: Numbered
  #token: string | undefined
  #entered!: () => void
  /** Commands wait until the node has told the token. */
  #posts = new Promise<void>((resolve) => { this.#entered = resolve })

  constructor(fetchRoom: (init: RequestInit) => Promise<Response>, clock: Clock, opening: Numbered, listener: TransportListener) {
    this.#fetch = fetchRoom
    this.#clock = clock
    this.#listener = listener
    this.#silence = new Timer(clock)
    this.#opening = opening
    this.#open({
      ...(opening.type === 'resume' && { Authorization: `Bearer ${opening.token}`, 'Last-Event-ID': `${opening.epoch}.${opening.offset}` }),
      // Empty: it is to come, and the node is asked for a challenge.
      ...(opening.proof !== undefined && { 'Almenara-Proof': opening.proof }),
    })
  }

  /** Joins by opening the stream anew, with a payment or a proof, or both: the opening was refused for want of it. */
  send({ ref, text, pow, proof }: Sent): void {
    if (ref === this.#opening.ref) return this.#open({ ...(pow !== undefined && { Authorization: `PoW ${pow}` }), ...(proof && { 'Almenara-Proof': proof }) })
    this.#posts = this.#posts.then(() => this.#post({ ref, text, pow })).catch((error) => this.#end(error))
  }

  close(): void {
    this.#abort.abort()
    this.#stream.abort()
  }

  #open(headers: Record<string, string>): void {
    const { signal } = (this.#stream = new AbortController())
    this.#read(headers, signal).catch((error) => { if (!signal.aborted) this.#end(error) }).finally(() => this.#silence.stop())
  }

  async #read(headers: Record<string, string>, signal: AbortSignal): Promise<void> {
    const response = await this.#request({ cache: 'no-store', headers: { Accept: 'text/event-stream', ...headers }, signal })
    if (!response.ok || !response.body) {
      const answer = this.#answer(await response.text(), this.#opening.ref)
      // What has to be signed is on its way to be: the stream is opened again with the proof.
      if (answer?.type === 'refused' && answer.challenge !== undefined) return
      return this.#end(`HTTP ${response.status}`)
    }
    this.#listener.opened()
    const parser = new EventStreamParser()
    const reader = response.body.getReader()
    const text = new TextDecoder()
    for (;;) {
      this.#silence.set(SILENT, () => this.#end('no comment came'))
      const { done, value } = await reader.read()
      if (done) return signal.aborted ? undefined : this.#end('the stream ended')
      for (const data of parser.push(text.decode(value, { stream: true }))) {
        if (!signal.aborted) await this.#event(data)
      }
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
    // The opening is what was refused: the stream is of no use any more.
    if (message?.type === 'refused') this.#stream.abort()
    if (message) this.#listener.message(message.type === 'refused' ? { ...message, ref: this.#opening.ref } : message)
  }

  async #post(command: Sent): Promise<void> {
    const response = await this.#request({
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: command.pow === undefined ? `Bearer ${this.#token ?? ''}` : `PoW ${command.pow}` },
      body: command.text,
      signal: this.#abort.signal,
    })
    this.#answer(await response.text(), command.ref)
  }

  async #request(init: RequestInit & { signal: AbortSignal }): Promise<Response> {
    const response = await this.#fetch({ credentials: 'omit', ...init })
    init.signal.throwIfAborted()
    return response
  }

  /** The body of a response is the answer to its command, whether or not it repeats the `ref`. */
  #answer(text: string, ref: number): ServerMessage | undefined {
    if (this.#abort.signal.aborted) return undefined
    const message = decode(text)
    if (message) this.#listener.message({ ...message, ref } as ServerMessage)
    return message
  }

  #end(cause: unknown, code = 1006): void {
    if (this.#abort.signal.aborted) return
    this.close()
    this.#listener.closed({ code, text: reason(cause) })
  }
}
