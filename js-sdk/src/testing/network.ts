import type { Clock } from '../clock.js'
import type { Refused, ServerMessage } from '../messages.js'
import { fakeWebSocket } from './fakesocket.js'
import { Lane } from './lane.js'
import { CHALLENGE } from './proofs.js'
import { type Line, ServedRoom } from './servedroom.js'
import { payment, Toll } from './toll.js'

/** `draining`: what stands goes on, and nobody else is let in. */
export type Trouble = 'none' | 'down' | 'draining' | 'sockets-refused' | 'sockets-silent'

/** A connection to a node. */
export interface Connection {
  readonly host: string
  readonly line: Line
}

/** The node and the room that a URL is about; a purchase at `/token` names its room in the body. */
interface Target { readonly host: string; readonly room: string | undefined }

export function targetOf(url: string): Target {
  const { host, pathname } = new URL(url)
  return { host, room: /^\/room\/([^/]+)$/.exec(pathname)?.[1] }
}

/** The nodes as a client reaches them: a WebSocket class and a fetch function, with faults to order. */
export class Network {
  readonly clock: Clock
  readonly toll: Toll
  /** What the nodes sell at `/token`. */
  turn: RTCIceServer[] = []
  readonly trouble = new Map<string, Trouble>()
  readonly attempts: string[] = []
  /** WebSockets that were closed before they had opened. */
  givenUp = 0
  /** Milliseconds until an answer or an event of a node arrives. */
  latency = 0
  /** Nodes whose event streams bring nothing, not even comments. */
  readonly silent = new Set<string>()
  /** Nodes that take commands without carrying them out or answering. */
  readonly muted = new Set<string>()
  /** Holds back the responses to the POSTs of a command: what is in it takes the response, and gives it when it likes. */
  readonly slow = new Map<string, (response: Response) => Promise<Response>>()
  readonly open = new Set<Connection>()
  /** Whose node a host is: those of one operator share what they know. Who is not named here is all of one. */
  readonly operators = new Map<string, string>()
  /** What those who join are given to sign. */
  challenge = (): string => CHALLENGE
  readonly #rooms = new Map<string, ServedRoom>()
  #counter = 0

  constructor(clock: Clock, toll = new Toll()) {
    this.clock = clock
    this.toll = toll
  }

  /** The room of that id, which all nodes of an operator share. */
  in(id: string, host = ''): ServedRoom {
    const key = `${this.operators.get(host) ?? ''} ${id}`
    const room = this.#rooms.get(key) ?? new ServedRoom(this.clock, () => ++this.#counter)
    this.#rooms.set(key, room)
    return room
  }

  /** The refusal of who comes with neither a session nor a proof into a sealed room, or into another one if a proof is `promised`. */
  unproven({ host, room: id = '' }: Target, { ref, token, proof }: Readonly<Record<string, unknown>>, promised = false): Refused | undefined {
    if (!promised && !id.startsWith('~') || proof || this.in(id, host).knows(token)) return undefined
    return { type: 'refused', code: 'proof', message: 'This takes a proof.', challenge: this.challenge(), ...(ref === undefined ? {} : { ref: Number(ref) }) }
  }

  /** Breaks every connection to the node (or to all), with a close code. */
  cut(host?: string, code = 1006): void {
    for (const { line } of this.#at(host)) line.end(code)
  }

  /** Sends an event of the node (or of all) to every connection, past the room's log. */
  broadcast(message: ServerMessage, host?: string): void {
    for (const { line } of this.#at(host)) line.deliver(message)
  }

  /** Every node is started again at once: nobody is known any more. */
  restart(): void {
    for (const room of this.#rooms.values()) room.restart()
  }

  get webSocket(): typeof WebSocket {
    return fakeWebSocket(this)
  }

  get fetch(): typeof fetch {
    const answer = (input: string, init?: RequestInit): Promise<Response> => this.#fetch(input, init)
    // As that of a browser it can't be called as a method of something else.
    return async function (this: unknown, input: string, init?: RequestInit) {
      if (this !== undefined) throw new TypeError('Illegal invocation')
      return answer(input, init)
    } as typeof fetch
  }

  /** What keeps a node from letting somebody in. */
  troubleOf(host: string): Trouble {
    return this.trouble.get(host) ?? 'none'
  }

  #at(host: string | undefined): Connection[] {
    return [...this.open].filter((connection) => host === undefined || connection.host === host)
  }

  async #fetch(input: string, init: RequestInit = {}): Promise<Response> {
    const target = targetOf(input)
    const headers = (init.headers ?? {}) as Record<string, string>
    const trouble = this.troubleOf(target.host)
    if (init.method !== 'POST') this.attempts.push(`sse ${target.host}`)
    if (trouble === 'down') throw new TypeError('fetch failed')
    if (init.method !== 'POST') return trouble === 'draining' ? refuse('draining') : this.#asked(target, headers) ?? this.#stream(target, headers, init.signal)
    const body = String(init.body)
    const response = this.#post(target, headers, body)
    if (this.latency > 0) await new Promise<void>((resolve) => this.clock.after(this.latency, resolve))
    const hold = this.slow.get(JSON.parse(body).type)
    return hold ? hold(response) : response
  }

  #post(target: Target, headers: Record<string, string>, body: string): Response {
    const command = JSON.parse(body)
    const isToken = target.room === undefined
    const id = String(target.room ?? command.room)
    const room = this.in(id, target.host)
    const pow = payment(headers)
    const token = pow ? command.token : headers.Authorization?.replace('Bearer ', '') ?? command.token
    const session = [...room.sessions.values()].find((one) => one.token === token)
    const parcel = { room: id, commands: [command], body, pow }
    const [refusal] = isToken ? [this.toll.token(parcel, session?.peer)] : this.toll.charge(parcel, session?.peer) ?? []
    if (refusal) return Response.json(refusal, { status: 401 })
    if (isToken) return Response.json({ type: 'ok', iceServers: this.turn })
    if (!session) return refuse('bad-token')
    const answer = room.handle(session, command)
    return Response.json(answer, { status: answer.type === 'ok' ? 200 : 409 })
  }

  /** Who says that a proof is to come is given a challenge, in any room. */
  #asked(target: Target, headers: Record<string, string>): Response | undefined {
    const proof = headers['Almenara-Proof']
    const refusal = this.unproven(target, { proof, token: headers.Authorization?.replace('Bearer ', '') }, proof === '')
    return refusal && Response.json(refusal, { status: 401 })
  }

  #stream({ host, room: id = '' }: Target, headers: Record<string, string>, signal: AbortSignal | null | undefined): Response {
    const text = new TextEncoder()
    const room = this.in(id, host)
    const [, epoch, offset] = /^(.*)\.(\d+)$/.exec(headers['Last-Event-ID'] ?? '') ?? []
    const pow = payment(headers)
    const token = pow ? undefined : headers.Authorization?.replace('Bearer ', '')
    const refusals = token ? undefined : this.toll.charge({ room: id, commands: [{ type: 'join' }], body: '', pow }, undefined)
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const lane = new Lane(this.clock, () => this.latency)
        let phase: 'live' | 'over' = 'live'
        const write = (lines: string): void => { if (phase === 'live' && !this.silent.has(host)) controller.enqueue(text.encode(lines)) }
        const say = (lines: string): void => this.latency > 0 ? lane.carry(() => write(lines)) : write(lines)
        let quiet = (): void => {}
        const comment = (): void => {
          quiet = this.clock.after(15_000, comment)
          say(':\n\n')
        }
        const line: Line = {
          deliver: (message) => say(`id: x\ndata: ${JSON.stringify(message)}\n\n`),
          end: () => {
            if (phase === 'over') return
            phase = 'over'
            quiet()
            this.open.delete(connection)
            room.dropped(session, line)
            try { controller.close() } catch { /* it was aborted */ }
          },
        }
        const connection = { host, line }
        this.open.add(connection)
        signal?.addEventListener('abort', () => line.end(1006))
        if (this.toll.effort > 0) line.deliver(this.toll.told())
        if (refusals) {
          for (const refusal of refusals) write(`data: ${JSON.stringify({ ...refusal, ref: undefined })}\n\n`)
          phase = 'over'
          return quiet()
        }
        const opening = token ? { type: 'resume' as const, token, epoch: epoch ?? '', offset: Number(offset) } : { type: 'join' as const, proof: headers['Almenara-Proof'] }
        const session = room.enter(opening, line, host)
        comment()
      },
    })
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } })
  }
}

function refuse(code: 'bad-token' | 'draining'): Response {
  return Response.json({ type: 'refused', code, message: code }, { status: code === 'draining' ? 503 : 401 })
}
