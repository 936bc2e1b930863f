import { expect, vi } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { newRoomId, type Options } from '../../src/index.js'
import { Room } from '../../src/room.js'
import { newSecret, openRoom } from '../../src/seal/index.js'
import { Links } from '../../src/testing/links.js'
import { Network } from '../../src/testing/network.js'
import type { ServedRoom } from '../../src/testing/servedroom.js'
import { parts } from '../overlay/graph.js'

const NODES = ['http://one.example', 'http://two.example']

/** Rooms with an overlay at two nodes, on the real clock, for WebCrypto does not wait for another. */
export class Meshes {
  readonly network = new Network(systemClock)
  readonly rooms: Room[] = []
  readonly rtc = new Links(systemClock)
  readonly served: ServedRoom
  readonly #room: string

  private constructor(room: string, id: string) {
    this.#room = room
    this.served = this.network.in(id)
  }

  static open(): Meshes {
    const id = newRoomId()
    return new Meshes(id, id)
  }

  static async sealed(): Promise<Meshes> {
    const secret = newSecret()
    return new Meshes(secret, `~${(await openRoom(secret)).room}`)
  }

  join(options: Options): Room {
    const { webSocket, fetch } = this.network
    const room = new Room(NODES, this.#room, { webSocket, fetch, peerConnection: this.rtc.class, backoff: () => 20, ...options })
    this.rooms.push(room)
    if (process.env.SDK_LOG) {
      room.on('log', ({ kind, text, peer }) => console.log(room.self?.slice(-2), kind, text, peer?.slice(-2) ?? ''))
      room.on('error', (error) => console.log(room.self?.slice(-2), error.code, error.message))
    }
    return room
  }

  /** So many join, one after the other has a link: who joins at the same moment may come to be in a part of its own for a minute. Waits until all hang together. */
  async meshed(count: number, options: Options): Promise<Room[]> {
    const rooms: Room[] = []
    while (rooms.length < count) {
      const room = this.join(options)
      rooms.push(room)
      await room.joined
      if (this.rooms.length > 1) await eventually(() => expect(linked(room).length).toBeGreaterThan(0))
    }
    await eventually(() => expect(this.parts).toEqual([this.rooms.length]))
    return rooms
  }

  /** The sizes of the connected parts of the graph of links. */
  get parts(): number[] {
    return parts(new Map(this.rooms.map((room) => [room.self as string, linked(room).filter((id) => linked(this.of(id)).includes(room.self as string))])))
  }

  of(id: string): Room | undefined {
    return this.rooms.find(({ self }) => self === id)
  }

  /** Whether the peer is in the room at the node. */
  atNode(room: Room): boolean {
    return this.served.sessions.has(room.self as string)
  }

  /** What all rooms emit from now on: the room, the data, and the id of the author. */
  record(name: 'message' | 'signal'): [room: Room, data: unknown, from: string | undefined][] {
    const events: [Room, unknown, string | undefined][] = []
    for (const room of this.rooms) room.on(name, (data: unknown, peer?: { id: string }) => void events.push([room, data, peer?.id]))
    return events
  }

  async close(): Promise<void> {
    await Promise.all(this.rooms.map((room) => room.leave()))
    expect(this.network.open.size).toBe(0)
  }
}

export function linked(room: Room | undefined): string[] {
  return [...room?.peers.values() ?? []].filter(({ state }) => state === 'connected').map(({ id }) => id)
}

/** Waits until it holds. */
export function eventually(holds: () => void): Promise<void> {
  return vi.waitFor(holds, { timeout: 50_000, interval: 20 })
}
