import type { Options } from '../src/index.js'
import { newRoomId, type Peer } from '../src/index.js'
import { Room } from '../src/room.js'
import { Links } from '../src/testing/links.js'
import { Network } from '../src/testing/network.js'
import type { ServedRoom } from '../src/testing/servedroom.js'
import { Toll } from '../src/testing/toll.js'
import { effort, faults, quote } from './pow/payment.js'
import { FakeClock } from './time.js'

// What rooms fetch when they need it is here before the clock starts, and the threads of the solver have been started once: that takes time which the clock knows nothing of.
await Promise.all([import('../src/sse.js'), import('../src/relays.js'), import('../src/media.js'), import('../src/offers.js'), warm()])

export const NODES = ['http://one.example', 'http://two.example']

/** A room id, a cluster of two nodes and fake connections, all under one clock. */
export class World {
  readonly clock = new FakeClock()
  readonly network = new Network(this.clock, new Toll({ effort, faults }))
  readonly rtc = new Links(this.clock)
  readonly id = newRoomId()

  /** The room as the nodes have it. */
  get served(): ServedRoom {
    return this.network.in(this.id)
  }

  /** Enters the room as one more peer; back-off is 100 ms unless told. */
  enter(options: Options = {}, nodes: string | string[] = NODES): Room {
    const room = new Room(nodes, this.id, {
      webSocket: this.network.webSocket, fetch: this.network.fetch, peerConnection: this.rtc.class,
      backoff: () => 100, ...options,
    }, this.clock)
    if (process.env.SDK_LOG) room.on('log', ({ time, kind, text, peer }) => console.log(time, room.self?.slice(-2), kind, text, peer?.slice(-2) ?? ''))
    return room
  }

  /** Two peers whose link is up, the second having come later. */
  async pair(options: Options = {}): Promise<[Room, Room]> {
    const a = this.enter(options)
    await this.clock.until(() => a.state === 'joined')
    await this.clock.pass(200)
    const b = this.enter(options)
    await this.clock.until(() => connected(a) === 1 && connected(b) === 1)
    return [a, b]
  }
}

export function connected(room: Room): number {
  return [...room.peers.values()].filter(({ state }) => state === 'connected').length
}

export function only(room: Room): Peer {
  const [peer] = room.peers.values()
  if (!peer) throw new Error('there is no peer')
  return peer
}

/** What a room emits from now on. */
export function record<K extends Parameters<Room['on']>[0]>(room: Room, name: K): unknown[][] {
  const events: unknown[][] = []
  room.on(name, (...args: unknown[]) => void events.push(args))
  return events
}

/** Buys something from a node that asks for next to nothing. */
async function warm(): Promise<void> {
  const { createPurse } = await import('../src/pow/index.js')
  const id = newRoomId()
  const answers: object[] = [{ quote: quote(1) }, { iceServers: [] }]
  const purse = createPurse({
    room: id, fetch: async () => Response.json(answers.shift()), maxWork: () => Infinity, self: () => undefined,
    bearer: () => undefined, longest: () => Infinity, send: () => {}, refuse: () => {}, tell: () => {},
  })
  await purse.relays('http://node.example/token', 'token')
}
