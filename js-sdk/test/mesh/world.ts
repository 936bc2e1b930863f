import { expect, vi } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { newRoomId, type Options } from '../../src/index.js'
import { Room } from '../../src/room.js'
import { Links } from '../../src/testing/links.js'
import { Network } from '../../src/testing/network.js'
import { parts } from '../overlay/graph.js'

const NODES = ['http://one.example', 'http://two.example']

/** A room with an overlay at two nodes, on the real clock, for WebCrypto does not wait for another. */
export class Meshes {
  network = new Network(systemClock)
  rtc = new Links(systemClock)
  id = newRoomId()
  rooms: Room[] = []

  join(options: Options, id = this.id): Room {
    const { webSocket, fetch } = this.network
    const room = new Room(NODES, id, { webSocket, fetch, peerConnection: this.rtc.class, backoff: () => 20, ...options })
    this.rooms.push(room)
    if (process.env.SDK_LOG) {
      room.on('log', ({ kind, text, peer }) => console.log(room.self?.slice(-2), kind, text, peer?.slice(-2) ?? ''))
      room.on('error', (error) => console.log(room.self?.slice(-2), error.code, error.message))
    }
    return room
  }

  async enter(count: number, options: Options): Promise<Room[]> {
    const rooms = Array.from({ length: count }, () => this.join(options))
    await Promise.all(rooms.map(({ joined }) => joined))
    return rooms
  }

  /** The connected parts of the graph of all links. */
  parts(): number {
    return parts(this.graph()).length
  }

  graph(): Map<string, string[]> {
    return new Map(this.rooms.map((room) => [room.self as string, [...room.peers.values()].filter(({ state }) => state === 'connected').map(({ id }) => id)]))
  }

  /** What all rooms emit from now on, with the room in front. */
  record(name: 'message' | 'signal'): unknown[][] {
    const events: unknown[][] = []
    for (const room of this.rooms) room.on(name, (...args: unknown[]) => void events.push([room, ...args]))
    return events
  }

  eventually(holds: () => void): Promise<void> {
    return vi.waitFor(holds, { timeout: 30_000, interval: 20 })
  }

  async close(): Promise<void> {
    await Promise.all(this.rooms.splice(0).map((room) => room.leave()))
    expect(this.network.open.size).toBe(0)
    this.network = new Network(systemClock)
    this.id = newRoomId()
  }
}
