import type { Clock } from '../src/clock.js'
import { Cluster, type Line } from './cluster.js'
import { parcel, payment, Toll } from './toll.js'

type Trouble = 'none' | 'down' | 'sockets-refused' | 'sockets-silent'

/** The nodes as a client reaches them: a WebSocket class and a fetch function, with faults to order. */
export class Network {
  readonly cluster: Cluster
  readonly toll = new Toll()
  /** What the nodes sell at `/token`. */
  turn: RTCIceServer[] = []
  readonly trouble = new Map<string, Trouble>()
  readonly attempts: string[] = []
  /** WebSockets that were closed before they had opened. */
  givenUp = 0
  readonly #clock: Clock
  readonly #open = new Set<{ host: string; end(code: number): void }>()

  constructor(clock: Clock) {
    this.#clock = clock
    this.cluster = new Cluster(clock)
  }

  /** Breaks every connection to the node (or to all), with a close code. */
  cut(host?: string, code = 1006): void {
    for (const connection of [...this.#open]) if (!host || connection.host === host) connection.end(code)
  }

  /** Sends an event of the node to every connection, past the room's log. */
  broadcast(message: Parameters<Line['deliver']>[0]): void {
    for (const { line } of this.cluster.sessions.values()) line?.deliver(message)
  }

  get webSocket(): typeof WebSocket {
    const network = this
    class FakeWebSocket {
      readyState = 0
      onopen: (() => void) | undefined
      onmessage: ((event: { data: string }) => void) | undefined
      onclose: ((event: { code: number; reason: string }) => void) | undefined
      onerror: (() => void) | undefined
      readonly #host: string
      #session: ReturnType<Cluster['enter']> | undefined
      readonly #line: Line

      constructor(url: string) {
        this.#host = new URL(url).host
        network.attempts.push(`websocket ${this.#host}`)
        this.#line = {
          deliver: (message) => queueMicrotask(() => { if (this.readyState === 1) this.onmessage?.({ data: JSON.stringify(message) }) }),
          end: (code) => this.#end(code),
        }
        const trouble = network.trouble.get(this.#host) ?? 'none'
        if (trouble === 'sockets-silent') return
        queueMicrotask(() => { if (this.readyState === 0) trouble === 'none' ? this.#opened() : this.#end(1006) })
      }

      #opened(): void {
        this.readyState = 1
        network.#open.add(this.#entry)
        if (network.toll.effort > 0) this.#line.deliver(network.toll.told())
        this.onopen?.()
      }

      readonly #entry = { host: '', end: (code: number): void => this.#end(code) }

      send(text: string): void {
        this.#entry.host = this.#host
        const parcelled = parcel(text)
        const refusals = network.toll.charge(parcelled, this.#session?.peer)
        if (refusals) return refusals.forEach((refusal) => this.#line.deliver(refusal))
        for (const command of parcelled.commands as Parameters<Cluster['enter']>[0][]) {
          if (!this.#session) this.#session = network.cluster.enter(command, this.#line, this.#host)
          else if (!network.muted.has(this.#host)) this.#line.deliver(network.cluster.handle(this.#session, command))
        }
      }

      close(): void {
        if (this.readyState === 0) network.givenUp++
        this.readyState = 3
        network.#open.delete(this.#entry)
        if (this.#session) network.cluster.dropped(this.#session, this.#line)
      }

      #end(code: number): void {
        if (this.readyState === 3) return
        this.readyState ||= 2
        this.close()
        queueMicrotask(() => this.onclose?.({ code, reason: '' }))
      }
    }
    return FakeWebSocket as unknown as typeof WebSocket
  }

  /** Nodes whose event streams bring nothing, not even comments. */
  readonly silent = new Set<string>()

  /** Nodes that take commands without carrying them out or answering. */
  readonly muted = new Set<string>()

  /** Holds back the responses to the POSTs of a command: what is in it takes the response, and gives it when it likes. */
  readonly slow = new Map<string, (response: Response) => Promise<Response>>()

  get fetch(): typeof fetch {
    const answer = (input: string, init?: RequestInit): Promise<Response> => this.#fetch(input, init)
    // As that of a browser it can't be called as a method of something else.
    return async function (this: unknown, input: string, init?: RequestInit) {
      if (this !== undefined) throw new TypeError('Illegal invocation')
      return answer(input, init)
    } as typeof fetch
  }

  async #fetch(input: string, init: RequestInit = {}): Promise<Response> {
    const { host } = new URL(input)
    const headers = (init.headers ?? {}) as Record<string, string>
    if (init.method !== 'POST') this.attempts.push(`sse ${host}`)
    if ((this.trouble.get(host) ?? 'none') === 'down') throw new TypeError('fetch failed')
    if (init.method !== 'POST') return this.#stream(host, headers, init.signal)
    const response = this.#post(input, headers, String(init.body))
    const hold = this.slow.get(JSON.parse(String(init.body)).type)
    return hold ? hold(response) : response
  }

  #post(url: string, headers: Record<string, string>, body: string): Response {
    const command = JSON.parse(body)
    const pow = payment(headers)
    const token = pow ? command.token : headers.Authorization?.replace('Bearer ', '') ?? command.token
    const session = [...this.cluster.sessions.values()].find((one) => one.token === token)
    const [refusal] = url.endsWith('/token') ? [this.toll.token(body, pow, session?.peer)] : this.toll.charge({ commands: [command], body, pow }, session?.peer) ?? []
    if (refusal) return Response.json(refusal, { status: 401 })
    if (url.endsWith('/token')) return Response.json({ type: 'ok', iceServers: this.turn })
    if (!session) return Response.json({ type: 'refused', code: 'bad-token', message: 'no such session' }, { status: 401 })
    const answer = this.cluster.handle(session, command)
    return Response.json(answer, { status: answer.type === 'ok' ? 200 : 409 })
  }

  #stream(host: string, headers: Record<string, string>, signal: AbortSignal | null | undefined): Response {
    const text = new TextEncoder()
    const [, epoch, offset] = /^(.*)\.(\d+)$/.exec(headers['Last-Event-ID'] ?? '') ?? []
    const pow = payment(headers)
    const token = pow ? undefined : headers.Authorization?.replace('Bearer ', '')
    const refusals = token ? undefined : this.toll.charge({ commands: [{ type: 'join' }], body: '', pow }, undefined)
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        let phase: 'live' | 'over' = 'live'
        const say = (lines: string): void => { if (phase === 'live' && !this.silent.has(host)) controller.enqueue(text.encode(lines)) }
        let quiet = (): void => {}
        const comment = (): void => {
          quiet = this.#clock.after(15_000, comment)
          say(':\n\n')
        }
        const line: Line = {
          deliver: (message) => say(`id: x\ndata: ${JSON.stringify(message)}\n\n`),
          end: () => {
            if (phase === 'over') return
            phase = 'over'
            quiet()
            this.#open.delete(entry)
            this.cluster.dropped(session, line)
            try { controller.close() } catch { /* it was aborted */ }
          },
        }
        const entry = { host, end: (code: number): void => line.end(code) }
        this.#open.add(entry)
        signal?.addEventListener('abort', () => line.end(1006))
        if (this.toll.effort > 0) line.deliver(this.toll.told())
        if (refusals) {
          for (const refusal of refusals) line.deliver({ ...refusal, ref: undefined } as never)
          phase = 'over'
          return quiet()
        }
        const opening = token ? { type: 'resume' as const, token, epoch: epoch ?? '', offset: Number(offset) } : { type: 'join' as const }
        const session = this.cluster.enter(opening, line, host)
        comment()
      },
    })
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } })
  }

  /** Milliseconds of this network's clock. */
  now(): number {
    return this.#clock.now()
  }
}
