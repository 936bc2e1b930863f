import { type Clock, Timer } from '../clock.js'
import { AlmenaraError, misuse } from '../errors.js'
import { toJson } from '../frames.js'
import { type Body, bodyOf } from './body.js'
import { aborted, harmless, late } from './errors.js'
import type { Incoming } from './inbox.js'
import { fits, METADATA, timeoutOf } from './limits.js'
import type { Purpose } from './messages.js'
import type { Outgoing, Progress } from './outgoing.js'

/** What arrives for what was sent: bytes always as a Uint8Array, a File as a Blob. */
export type Received<T> = T extends ArrayBuffer | ArrayBufferView ? Uint8Array<ArrayBuffer> : T extends Blob ? Blob : T

/** A peer, or its id. */
export type PeerName = string | {
  /** The id. */
  readonly id: string
}

/** Where data comes from, and what was sent along. */
export interface Origin<Meta> {
  /** The id of the peer. */
  readonly peer: string
  /** As the peer says, whatever its type; undefined when there is none. */
  readonly metadata: Meta | undefined
}

/** A request, while it is handled. */
export interface Asker<Meta> extends Origin<Meta> {
  /** Aborted when the peer has given the request up or is gone. */
  readonly signal: AbortSignal
}

/** What is coming, or is all here. */
export interface Arriving<Meta> extends Origin<Meta>, Progress {
  /** What it will be. */
  readonly kind: 'message' | 'request'
  /** Takes no more of it: the peer gets the error `declined`. */
  decline(): void
}

/** How something is sent. */
export interface SendOptions<Meta> {
  /** Sent along, as JSON of up to 4,096 bytes. */
  readonly metadata?: Meta | undefined
  /** Gives it up; the peers are told. */
  readonly signal?: AbortSignal | undefined
  /** How much each peer has. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** How something is asked. */
export interface RequestOptions<Meta> extends SendOptions<Meta> {
  /** Milliseconds until the reply is here, all in all; `Infinity` waits as long as there is a link. Default 30 s. */
  readonly timeout?: number | undefined
  /** How much of the reply is here. */
  readonly onReply?: ((progress: Progress) => void) | undefined
}

/** To whom; to all who are linked when left out. */
export interface Targets {
  /** One peer, or several. */
  readonly to?: PeerName | readonly PeerName[] | undefined
}

/** Who has all of it, and why others have not; each error names its `peer`. */
export interface Sent {
  /** The ids of those who have all of it. */
  readonly delivered: readonly string[]
  /** The others. */
  readonly failed: readonly AlmenaraError[]
}

/** What has become of a request to one of several peers. */
export type Answer<Reply> = Replied<Reply> | Failed

/** A reply has come. */
export interface Replied<Reply> {
  /** The id of the peer. */
  readonly peer: string
  /** Its reply. */
  readonly data: Received<Reply>
  /** None. */
  readonly error?: undefined
}

/** No reply will come. */
export interface Failed {
  /** The id of the peer. */
  readonly peer: string
  /** None. */
  readonly data?: undefined
  /** Why there is none. */
  readonly error: AlmenaraError
}

/** @internal */
export interface ActionHost {
  readonly clock: Clock
  /** The most bytes. */
  readonly bytes: number
  /** Throws when nothing is sent any more. */
  check(): void
  /** Those with a link. */
  linked(): string[]
  start(peer: string, purpose: Purpose, body: Body, onProgress?: (progress: Progress) => void): Outgoing
  decline(incoming: Incoming): void
}

/** Gets messages. */
export type Listener<Data, Meta> = (data: Received<Data>, from: Origin<Meta>) => void
/** Answers requests. */
export type Handler<Data, Reply, Meta> = (data: Received<Data>, from: Asker<Meta>) => Reply | Promise<Reply>

/** One kind of messages and requests. Made by `Actions.define`. What comes from others has the types only if they keep to them. */
export class Action<Data = unknown, Reply = unknown, Meta = unknown> {
  /** Tells it from others, here and at the peers; 1 to 64 characters. */
  readonly name: string
  readonly #host: ActionHost
  readonly #listeners = new Set<Listener<Data, Meta>>()
  readonly #watchers = new Set<(arriving: Arriving<Meta>) => void>()
  #handler: Handler<Data, Reply, Meta> | undefined

  /** @internal */
  constructor(name: string, host: ActionHost) {
    this.name = name
    this.#host = host
  }

  /** Listens to messages; the returned function unsubscribes. */
  on(listener: Listener<Data, Meta>): () => void {
    return added(this.#listeners, listener)
  }

  /** Hears of what is coming: first of 0 bytes, when nothing was taken yet, last of all. The returned function unsubscribes. */
  onProgress(watcher: (arriving: Arriving<Meta>) => void): () => void {
    return added(this.#watchers, watcher)
  }

  /** Answers requests: with what the handler gives, or throws. The returned function takes it away. */
  handle(handler: Handler<Data, Reply, Meta>): () => void {
    if (this.#handler) throw misuse(`There is a handler of ${this.name} already.`)
    this.#handler = handler
    return () => { if (this.#handler === handler) this.#handler = undefined }
  }

  /** Sends to all who are linked, or to those named; resolves when each has all of it or has failed. */
  async send(data: Data, options: SendOptions<Meta> & Targets = {}): Promise<Sent> {
    const all = this.#begin('message', data, options)
    const failed: AlmenaraError[] = []
    const delivered: string[] = []
    await Promise.all(all.map(({ peer, settled }) => settled.then(() => delivered.push(peer), (error) => failed.push(notOurs(error)))))
    return { delivered, failed }
  }

  /** Asks one peer; resolves to its reply. */
  async request(peer: PeerName, data: Data, options: RequestOptions<Meta> = {}): Promise<Received<Reply>> {
    const [request] = this.#ask(data, { ...options, to: peer }) as [Outgoing]
    return request.settled as Promise<Received<Reply>>
  }

  /** Asks all who are linked, or those named, at once, and gives their answers as they come. Who ends the loop gives up the others. */
  requestMany(data: Data, options: RequestOptions<Meta> & Targets = {}): AsyncGenerator<Answer<Reply>, void, undefined> {
    return answers<Reply>(this.#ask(data, options))
  }

  /** The same, all answers together, in the order in which they came. */
  async requestAll(data: Data, options: RequestOptions<Meta> & Targets = {}): Promise<Answer<Reply>[]> {
    const all: Answer<Reply>[] = []
    for await (const answer of this.requestMany(data, options)) all.push(answer)
    return all
  }

  /** @internal */
  wants(kind: 'message' | 'request'): boolean {
    return kind === 'message' ? this.#listeners.size > 0 : this.#handler !== undefined
  }

  /** @internal */
  arriving(incoming: Incoming, { kind, metadata }: Extract<Purpose, { name: string }>): void {
    const { peer, held, head: { size } } = incoming
    const arriving: Arriving<Meta> = { kind, peer, metadata: metadata as Meta, bytes: held, size, decline: () => this.#host.decline(incoming) }
    for (const watcher of [...this.#watchers]) harmless(() => watcher(arriving))
  }

  /** @internal */
  deliver(data: unknown, peer: string, metadata: unknown): void {
    for (const listener of [...this.#listeners]) harmless(() => listener(data as Received<Data>, { peer, metadata: metadata as Meta }))
  }

  /** @internal */
  call(data: unknown, asker: Asker<unknown>): Reply | Promise<Reply> {
    if (!this.#handler) throw new AlmenaraError('no-handler', 'The handler has been taken away.')
    return this.#handler(data as Received<Data>, asker as Asker<Meta>)
  }

  /** Begins to send to each; throws before anything is sent. */
  #begin(kind: 'message' | 'request', data: Data, { to, metadata, signal, onProgress }: SendOptions<Meta> & Targets): Outgoing[] {
    const host = this.#host
    host.check()
    const body = bodyOf(data)
    if (body.size > host.bytes) throw new AlmenaraError('too-large', `A message takes ${host.bytes} bytes at most.`)
    if (metadata !== undefined && !fits(toJson(metadata), METADATA)) throw misuse(`Metadata take ${METADATA} bytes at most.`)
    if (signal?.aborted) throw aborted(signal)
    const purpose = { kind, name: this.name, ...metadata !== undefined && { metadata } }
    const all = targets(to, host).map((peer) => host.start(peer, purpose, body, onProgress))
    if (signal) attach(all, signal)
    return all
  }

  #ask(data: Data, options: RequestOptions<Meta> & Targets): Outgoing[] {
    const timeout = timeoutOf(options.timeout)
    const { onReply } = options
    const all = this.#begin('request', data, options)
    for (const request of all) {
      const timer = new Timer(this.#host.clock)
      if (timeout < Infinity) timer.set(timeout, () => request.stop(late(request.peer, 'There was no reply')))
      const over = (): void => timer.stop()
      request.settled.then(over, over)
      request.onReply = onReply
    }
    return all
  }
}

async function* answers<Reply>(all: readonly Outgoing[]): AsyncGenerator<Answer<Reply>, void, undefined> {
  const pending = new Map(all.map((each) => [each.peer, answerOf<Reply>(each)]))
  try {
    while (pending.size > 0) {
      const answer = await Promise.race(pending.values())
      pending.delete(answer.peer)
      yield answer
    }
  } finally {
    for (const each of all) each.stop(aborted())
  }
}

function answerOf<Reply>({ peer, settled }: Outgoing): Promise<Answer<Reply>> {
  return settled.then((data) => ({ peer, data: data as Received<Reply> }), (error) => ({ peer, error: notOurs(error) }))
}

/** What was ended at this end is no matter of one peer. */
function notOurs(error: AlmenaraError): AlmenaraError {
  if (error.code === 'aborted' || error.code === 'closed') throw error
  return error
}

/** Gives them up when the signal is aborted before they are settled. */
function attach(all: readonly Outgoing[], signal: AbortSignal): void {
  const stop = (): void => { for (const each of all) each.stop(aborted(signal)) }
  signal.addEventListener('abort', stop)
  void Promise.allSettled(all.map(({ settled }) => settled)).then(() => signal.removeEventListener('abort', stop))
}

function targets(to: Targets['to'], { linked }: ActionHost): string[] {
  if (to === undefined) return linked()
  return [...new Set([to].flat().map((each: PeerName) => typeof each === 'string' ? each : each.id))]
}

function added<T>(all: Set<T>, one: T): () => void {
  all.add(one)
  return () => void all.delete(one)
}
