import { Lane } from './lane.js'
import { type Connection, type Network, targetOf } from './network.js'
import type { Line, ServedRoom } from './servedroom.js'
import { parcel } from './toll.js'

type Session = ReturnType<ServedRoom['enter']>

/** The class of the WebSockets to the nodes of a network. */
export function fakeWebSocket(network: Network): typeof WebSocket {
  return class extends FakeWebSocket {
    constructor(url: string) {
      super(network, url)
    }
  } as unknown as typeof WebSocket
}

/** A WebSocket to a node in memory, as far as the SDK uses one. */
class FakeWebSocket {
  readyState = 0
  onopen: (() => void) | undefined
  onmessage: ((event: { data: string }) => void) | undefined
  onclose: ((event: { code: number; reason: string }) => void) | undefined
  onerror: (() => void) | undefined
  readonly #network: Network
  readonly #id: string
  readonly #room: ServedRoom
  readonly #connection: Connection
  readonly #line: Line
  #session: Session | undefined

  constructor(network: Network, url: string) {
    const { host, room = '' } = targetOf(url)
    const lane = new Lane(network.clock, () => network.latency)
    this.#network = network
    this.#id = room
    this.#room = network.in(room, host)
    this.#line = {
      deliver: (message) => lane.carry(() => { if (this.readyState === 1) this.onmessage?.({ data: JSON.stringify(message) }) }),
      end: (code) => this.#end(code),
    }
    this.#connection = { host, line: this.#line }
    network.attempts.push(`websocket ${host}`)
    const trouble = network.troubleOf(host)
    if (trouble === 'sockets-silent') return
    lane.carry(() => { if (this.readyState === 0) trouble === 'none' ? this.#opened() : this.#end(1006) })
  }

  #opened(): void {
    this.readyState = 1
    this.#network.open.add(this.#connection)
    this.#line.deliver({ type: 'challenge', challenge: this.#network.challenge() })
    if (this.#network.toll.effort > 0) this.#line.deliver(this.#network.toll.told())
    this.onopen?.()
  }

  send(text: string): void {
    const { toll, muted } = this.#network
    const { host } = this.#connection
    const parcelled = parcel(this.#id, text)
    const refusals = toll.charge(parcelled, this.#session?.peer)
    if (refusals) return refusals.forEach((refusal) => this.#line.deliver(refusal))
    for (const command of parcelled.commands as Parameters<ServedRoom['enter']>[0][]) {
      const refusal = this.#session ? undefined : this.#network.unproven({ host, room: this.#id }, command)
      if (refusal) this.#line.deliver(refusal)
      else if (!this.#session) this.#session = this.#room.enter(command, this.#line, host)
      else if (!muted.has(host)) this.#line.deliver(this.#room.handle(this.#session, command))
    }
  }

  close(): void {
    if (this.readyState === 0) this.#network.givenUp++
    this.readyState = 3
    this.#network.open.delete(this.#connection)
    if (this.#session) this.#room.dropped(this.#session, this.#line)
  }

  #end(code: number): void {
    if (this.readyState === 3) return
    this.readyState ||= 2
    this.close()
    queueMicrotask(() => this.onclose?.({ code, reason: '' }))
  }
}
