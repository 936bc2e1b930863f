import type { LinkedPeer, LinkedRoom, RoomAction } from '../../src/data/room.js'
import { Emitter } from '../../src/emitter.js'
import { decodeFrame, encodeData } from '../../src/frames.js'
import { random } from '../../src/testing/random.js'
import type { FakeClock } from '../time.js'

/** What a link does to messages. */
export interface Weather {
  /** Milliseconds that a message takes, at least and at most: different times change their order. */
  readonly delay: readonly [number, number]
  /** Of 1: how many are lost, and how many come twice. */
  readonly lost: number
  readonly twice: number
  /** Bytes a millisecond; Infinity: nothing waits. */
  readonly rate: number
}

const FAIR: Weather = { delay: [5, 5], lost: 0, twice: 0, rate: Infinity }
const LARGEST = 65_536

type Events = { open: [LinkedPeer]; close: [LinkedPeer]; left: [LinkedPeer]; state: [string] }

class FakePeer implements LinkedPeer {
  readonly id: string
  readonly room: FakeRoom
  state: 'open' | 'closed' = 'closed'
  weather: Weather = FAIR
  /** When all that was sent has gone. */
  idle = 0

  constructor(room: FakeRoom) {
    this.room = room
    this.id = room.self
  }

  get channel(): { bufferedAmount: number } | undefined {
    return this.state === 'open' ? { bufferedAmount: this.weather.rate === Infinity ? 0 : Math.max(0, this.idle - this.room.hub.clock.now()) * this.weather.rate } : undefined
  }
}

/** One member's view of a room whose links are in memory. Frames are those of the SDK. */
export class FakeRoom implements LinkedRoom {
  readonly self: string
  readonly hub: Hub
  readonly peers = new Map<string, FakePeer>()
  readonly events = new Emitter<Events>()
  readonly actions = new Emitter<Record<string, [unknown, LinkedPeer]>>()
  /** The bytes that have gone to each peer. */
  sent = 0

  constructor(self: string, hub: Hub) {
    this.self = self
    this.hub = hub
  }

  on(event: keyof Events, listener: (argument: never) => void): () => void {
    return this.events.on(event, listener as () => void)
  }

  action(name: string): RoomAction {
    return {
      send: (data, to) => [...this.peers.values()].filter(({ id }) => to === undefined || id === to).filter((peer) => this.#send(peer, name, data)).length,
      on: (listener) => this.actions.on(name, listener),
    }
  }

  leave(): void {
    this.hub.remove(this)
    this.events.emit('state', 'closed')
  }

  #send(peer: FakePeer, name: string, data: unknown): boolean {
    const frame = encodeData(data, name)
    const size = typeof frame === 'string' ? new TextEncoder().encode(frame).length : frame.length
    if (size > LARGEST) throw new Error(`${size} bytes are too many`)
    if (peer.state === 'closed') return false
    this.sent += size
    this.hub.carry(this, peer, frame, size)
    return true
  }
}

/** Rooms of one name, one for each member, and the links among them. */
export class Hub {
  readonly clock: FakeClock
  readonly random: () => number
  readonly rooms: FakeRoom[] = []
  weather: Weather = FAIR

  constructor(clock: FakeClock, seed = 1) {
    this.clock = clock
    this.random = random(seed)
  }

  /** A new member, linked to all. */
  enter(self: string): FakeRoom {
    const room = new FakeRoom(self, this)
    for (const other of this.rooms) {
      room.peers.set(other.self, new FakePeer(other))
      other.peers.set(room.self, new FakePeer(room))
    }
    this.rooms.push(room)
    for (const other of this.rooms) if (other !== room) this.link(room, other)
    return room
  }

  remove(room: FakeRoom): void {
    this.rooms.splice(this.rooms.indexOf(room), 1)
    for (const other of this.rooms) {
      this.cut(room, other)
      const peer = other.peers.get(room.self) as FakePeer
      other.peers.delete(room.self)
      other.events.emit('left', peer)
    }
    room.peers.clear()
  }

  link(one: FakeRoom, other: FakeRoom): void {
    this.#both(one, other, 'closed', (room, peer) => {
      peer.state = 'open'
      peer.weather = this.weather
      room.events.emit('open', peer)
    })
  }

  /** What is on its way is lost. */
  cut(one: FakeRoom, other: FakeRoom): void {
    this.#both(one, other, 'open', (room, peer) => {
      peer.state = 'closed'
      peer.idle = 0
      room.events.emit('close', peer)
    })
  }

  /** Parts the members into those and the others, or brings all together. */
  part(...some: FakeRoom[]): void {
    for (const one of this.rooms) {
      for (const other of this.rooms) if (one !== other) some.includes(one) === some.includes(other) ? this.link(one, other) : this.cut(one, other)
    }
  }

  carry(from: FakeRoom, peer: FakePeer, frame: string | Uint8Array, size: number): void {
    const { delay: [least, most], lost, twice, rate } = peer.weather
    const now = this.clock.now()
    peer.idle = Math.max(peer.idle, now) + size / rate
    if (this.random() < lost) return
    for (let times = this.random() < twice ? 2 : 1; times > 0; times--) {
      const wait = peer.idle - now + least + this.random() * (most - least)
      this.clock.after(wait, () => this.#arrive(from, peer, frame))
    }
  }

  #arrive(from: FakeRoom, peer: FakePeer, raw: string | Uint8Array): void {
    const sender = peer.room.peers.get(from.self)
    if (peer.state === 'closed' || !sender) return
    const frame = decodeFrame(typeof raw === 'string' ? raw : raw.slice())
    if (frame?.kind === 'action') peer.room.actions.emit(frame.name, frame.data, sender)
  }

  #both(one: FakeRoom, other: FakeRoom, state: FakePeer['state'], change: (room: FakeRoom, peer: FakePeer) => void): void {
    const ends = [[one, one.peers.get(other.self)], [other, other.peers.get(one.self)]] as const
    for (const [room, peer] of ends) if (peer?.state === state) change(room, peer)
  }
}
