import { newRoomId, type Options } from '../../src/index.js'
import { AlmenaraError } from '../../src/errors.js'
import type { MeshNode, NodeBook, Outcome } from '../../src/nodes/index.js'
import { type Mesh, meshOf } from '../../src/nodes/index.js'
import { Room } from '../../src/room.js'
import { Itinerary } from '../../src/itinerary.js'
import { resolve } from '../../src/options.js'
import { newSecret, openPublicRoom, openRoom } from '../../src/seal/index.js'
import { OpenSealing } from '../../src/seal/opensealing.js'
import type { MakeSignaling, RoomSignaling } from '../../src/session.js'
import { Signaling } from '../../src/signaling.js'
import { eventStreams } from '../../src/streams.js'
import { webSocketTransport } from '../../src/websocket.js'
import { Links } from '../../src/testing/links.js'
import { Network } from '../../src/testing/network.js'
import type { ServedRoom } from '../../src/testing/servedroom.js'
import { Toll } from '../../src/testing/toll.js'
import { effort, faults } from '../pow/payment.js'
import { FakeClock } from '../time.js'
import { quiet } from './cryptography.js'

// What rooms fetch when they need it is here before the clock starts.
await Promise.all([import('../../src/sse.js'), import('../../src/relays.js'), import('../../src/media.js'), import('../../src/offers.js'), import('../../src/overlay/index.js'), import('../../src/pow/index.js'), import('../../src/seal/known/index.js')])

export const HOSTS = ['one', 'two', 'three', 'four', 'five'].map((name) => `${name}.example`)

export function nodeAt(host: string): MeshNode {
  return { url: `http://${host}`, key: host }
}

/** Knows some nodes, the best first, and remembers for half a minute which have failed. */
export class ListBook implements NodeBook {
  /** What a look-up has found; an error: it fails. */
  finds: readonly string[] | AlmenaraError
  readonly liars = new Set<string>()
  readonly notes: string[] = []
  readonly costs = new Map<string, number>()
  #known: readonly string[]
  readonly #failed = new Map<string, number>()
  readonly #clock: FakeClock

  constructor(clock: FakeClock, known: readonly string[]) {
    this.#clock = clock
    this.#known = known
    this.finds = known
  }

  async ranked(): Promise<readonly MeshNode[]> {
    const down = (host: string): number => Number((this.#failed.get(host) ?? 0) > this.#clock.now())
    return this.#known.filter((host) => !this.liars.has(host)).sort((one, other) => down(one) - down(other) || HOSTS.indexOf(one) - HOSTS.indexOf(other)).map(nodeAt)
  }

  async find(): Promise<readonly MeshNode[]> {
    if (this.finds instanceof Error) throw this.finds
    this.#known = this.finds
    return this.ranked()
  }

  async prove({ key }: MeshNode): Promise<void> {
    if (this.liars.has(key)) throw new AlmenaraError('proof', 'It has another key.')
  }

  note({ key }: MeshNode, outcome: Outcome): void {
    this.notes.push(`${key} ${typeof outcome === 'string' ? outcome : 'well'}`)
    if (outcome === 'failed') this.#failed.set(key, this.#clock.now() + 30_000)
    else if (typeof outcome !== 'string') this.#failed.delete(key)
  }

  cost({ key }: MeshNode): number { return this.costs.get(key) ?? 1 }
}

/** One who roams: the room, and what it knows. */
export interface Roamer { readonly room: Room; readonly mesh: Mesh; readonly book: ListBook }

/** A room at five independent nodes under one clock. */
export class Roamers {
  readonly clock = new FakeClock(quiet)
  readonly network = new Network(this.clock, new Toll({ effort, faults }))
  readonly rtc = new Links(this.clock)
  readonly #room: string
  readonly #id: string
  readonly rooms: Room[] = []

  private constructor(room: string, id: string) {
    this.#room = room
    this.#id = id
    for (const host of HOSTS) this.network.operators.set(host, host)
  }

  static open(): Roamers {
    const id = newRoomId()
    return new Roamers(id, id)
  }

  static async sealed(): Promise<Roamers> {
    const secret = newSecret()
    return new Roamers(secret, `~${(await openRoom(secret)).room}`)
  }

  /** The room as that node has it. */
  at(host: string): ServedRoom {
    return this.network.in(this.#id, host)
  }

  /** The nodes that have this peer among their members. */
  whereIs({ room }: Roamer): string[] {
    return HOSTS.filter((host) => [...this.at(host).sessions.values()].some(({ peer, line }) => peer === room.self && line))
  }

  enter(known: readonly string[] | ListBook = HOSTS, options: Options = {}, urls = ['http://bootstrap.example']): Roamer {
    const book = known instanceof ListBook ? known : new ListBook(this.clock, known)
    const mesh = meshOf(urls, { book })
    return { room: this.join(mesh, options), mesh, book }
  }

  join(nodes: ConstructorParameters<typeof Room>[0], options: Options = {}): Room {
    const { webSocket, fetch } = this.network
    const room = new Room(nodes, this.#room, { webSocket, fetch, peerConnection: this.rtc.class, backoff: () => 100, timeout: Infinity, ...options }, this.clock)
    this.rooms.push(room)
    if (process.env.SDK_LOG) {
      room.on('log', ({ time, kind, text, peer }) => console.log(time, room.self?.slice(-2), kind, text, peer?.slice(-2) ?? ''))
      room.on('error', (error) => console.log(room.self?.slice(-2), error.code, error.message))
    }
    return room
  }

  /** The signaling alone of one who roams, and the nodes where it is. */
  async signaling(book = new ListBook(this.clock, HOSTS)): Promise<{ signaling: RoomSignaling; nodes(): string[] }> {
    const mesh = meshOf('http://bootstrap.example', { book })
    const { webSocket, fetch } = this.network
    const settings = resolve(this.#room, { webSocket, fetch, connect: false, backoff: () => 100 })
    const sealing = openPublicRoom(this.#room).then((room) => new OpenSealing({ room, now: () => this.clock.now(), report: () => {}, kept: new Map() }))
    const make: MakeSignaling = (urls, inner) => new Signaling({
      ...settings, clock: this.clock, itinerary: new Itinerary([urls].flat()), ...inner && { sealing: inner },
      transports: { websocket: webSocketTransport(webSocket), sse: eventStreams(fetch, this.clock) },
      purse: () => Promise.reject(new Error('there is none')),
    })
    const signaling = mesh.roam(make, sealing, this.clock, settings)
    return { signaling, nodes: () => mesh.nodes.filter(({ state }) => state === 'joined').map(({ url }) => url) }
  }

  /** Two whose link is up, each at the two nodes that it knows to be best. */
  async pair(options: Options = {}): Promise<[Roamer, Roamer]> {
    const one = this.enter(HOSTS, options)
    await this.settled(one, ['one.example', 'two.example'])
    const other = this.enter(HOSTS, options)
    await this.settled(other, ['one.example', 'two.example'])
    await this.clock.until(() => [one, other].every(({ room }) => room.peers.size === 1 && [...room.peers.values()].every(({ state }) => state === 'connected')))
    return [one, other]
  }

  /** Waits until that one is at those nodes, and knows it. */
  async settled(roamer: Roamer, hosts: readonly string[]): Promise<void> {
    await this.clock.until(() => this.whereIs(roamer).join() === hosts.join() && roamer.mesh.nodes.filter(({ state }) => state === 'joined').length === hosts.length)
  }

  kill(host: string): void {
    this.network.trouble.set(host, 'down')
    this.network.cut(host)
  }

  mend(host: string): void {
    this.network.trouble.set(host, 'none')
  }
}
