import { vi } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { newRoomId, type Options } from '../../src/index.js'
import { Room } from '../../src/room.js'
import { type Contact, newContact, newSecret, openRoom } from '../../src/seal/index.js'
import { Links } from '../../src/testing/links.js'
import { Network } from '../../src/testing/network.js'
import type { ServedRoom } from '../../src/testing/servedroom.js'
import { tampered } from '../sealed/tampered.js'

export type Message = Record<string, unknown> & { type: string; from?: string; to?: string; data?: Record<string, unknown> }
/** What a node makes of a message on its way to or from one of its clients, which it tells apart by their numbers. */
export type Tamper = (message: Message, way: 'up' | 'down', client: number) => Message[]

const NODES = ['http://one.example', 'http://two.example']

/** A room, public or with a secret, at two nodes that may be evil, on the real clock, for WebCrypto does not wait for another. */
export class KnownWorld {
  readonly network = new Network(systemClock)
  readonly rtc = new Links(systemClock)
  readonly rooms: Room[] = []
  readonly served: ServedRoom
  /** Every message on its way, before it is tampered with. */
  readonly carried: { readonly message: Message; readonly way: 'up' | 'down'; readonly client: number }[] = []
  tamper: Tamper = (message) => [message]
  /** What is joined: an id or a secret. */
  readonly room: string
  readonly #webSocket = tampered(this.network.webSocket, (way, client, text) => {
    const message = JSON.parse(text) as Message
    this.carried.push({ message, way, client })
    return this.tamper(message, way, client).map((each) => JSON.stringify(each))
  })

  private constructor(room: string, id: string) {
    this.room = room
    this.served = this.network.in(id)
  }

  static async open(kind: 'public' | 'secret' = 'public'): Promise<KnownWorld> {
    const id = newRoomId()
    if (kind === 'public') return new KnownWorld(id, id)
    const secret = newSecret()
    return new KnownWorld(secret, `~${(await openRoom(secret)).room}`)
  }

  enter(options: Options = {}): Room {
    const room = new Room(NODES, this.room, { webSocket: this.#webSocket, fetch: this.network.fetch, peerConnection: this.rtc.class, backoff: () => 20, ...options })
    this.rooms.push(room)
    if (process.env.SDK_LOG) {
      room.on('log', ({ kind, text, peer }) => console.log(room.self?.slice(-2), kind, text, peer?.slice(-2) ?? ''))
      room.on('error', (error) => console.log(room.self?.slice(-2), error.code, error.message))
    }
    return room
  }

  /** Enters as somebody who knows those. */
  enterAs(own: Contact, known: readonly Contact[], { onlyKnown, ...options }: Options & { onlyKnown?: boolean } = {}): Room {
    return this.enter({ ...options, contacts: { own, known: known.map(({ key }) => key), ...(onlyKnown === undefined ? {} : { onlyKnown }) } })
  }

  /** How many offers stand in the table. */
  offers(): number {
    return [...this.served.offers.values()].filter(({ state }) => state === 'open').length
  }

  /** What was carried to the table of offers, and from it. */
  get claims(): Message[] {
    return this.carried.flatMap(({ message }) => message.type === 'claim' ? [message] : [])
  }

  async close(): Promise<void> {
    this.tamper = (message) => [message]
    await Promise.all(this.rooms.splice(0).map((room) => room.leave()))
  }
}

/** So many people. */
export function people(count: number): Promise<Contact[]> {
  return Promise.all(Array.from({ length: count }, newContact))
}

/** Waits until it holds. */
export function eventually(holds: () => void): Promise<void> {
  return vi.waitFor(holds, { timeout: 20_000, interval: 5 })
}

/** The contacts that the room sees, linked or not. */
export function seen(room: Room): (string | undefined)[] {
  return [...room.peers.values()].map(({ contact }) => contact)
}
