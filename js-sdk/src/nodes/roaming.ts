import type { Clock } from '../clock.js'
import { Emitter } from '../emitter.js'
import { AlmenaraError, left } from '../errors.js'
import { farewell } from '../farewell.js'
import { randomId } from '../ids.js'
import type { Command, Joined, Ok, RoomEvent } from '../messages.js'
import type { Settings } from '../options.js'
import { watchPage } from '../page.js'
import type { Relays } from '../purse.js'
import { Recent } from '../seal/recent.js'
import type { Sealing } from '../sealing.js'
import type { MakeSignaling, RoomSignaling, SignalingEvents, SignalingState } from '../session.js'
import { cheaper } from './cheaper.js'
import { Errands } from './errands.js'
import { OfferTables } from './offertables.js'
import type { Place } from './place.js'
import type { NodeBook } from './ports.js'
import { SIGNALS } from './roaminglimits.js'
import { Station } from './station.js'

export interface RoamingConfig {
  readonly make: MakeSignaling
  readonly sealing: Promise<Sealing>
  readonly time: Clock
  readonly options: Settings
  readonly book: NodeBook
  /** The nodes to begin with. */
  readonly urls: readonly string[]
  readonly redundancy: number
}

type Signal = Extract<RoomEvent, { type: 'signal' }>

/**
 * The signaling of a room that is at the best nodes of a mesh at once, and at the next when they vanish. To the room they are one: its members are those of all of them,
 * a signal is heard once, and the offers of this peer stand at the best.
 */
export class Roaming extends Emitter<SignalingEvents> implements RoomSignaling {
  readonly #config: RoamingConfig
  readonly #station: Station
  readonly #errands: Errands
  readonly #tables: OfferTables
  /** Whom the room has been told of. */
  #told: ReadonlySet<string> = new Set()
  readonly #heard = new Recent<true>(SIGNALS)
  /** Signals that are being opened. */
  readonly #opening = new Set<string>()
  readonly #end = new AbortController()
  #primary: Place | undefined
  #state: SignalingState = 'connecting'
  #reached = false
  #outage: 'new' | 'told' = 'new'
  sealing: Sealing | undefined

  constructor(config: RoamingConfig) {
    super()
    this.#config = config
    this.#station = new Station({
      ...config,
      joined: (place, joined) => this.#joined(place, joined),
      happened: (_, event) => this.#happened(event),
      changed: () => this.#changed(),
      failed: (error) => this.close(error),
      unreachable: () => this.#unreachable(),
      note: (text) => this.emit('log', text),
    })
    this.#errands = new Errands(this.#station)
    this.#tables = new OfferTables({
      here: () => this.#station.here,
      primary: () => this.#primary,
    })
    // Before that of the room, while there are sessions to end.
    watchPage(() => {}, () => this.#pageLeaves(), this.#end.signal)
  }

  get state(): SignalingState { return this.#state }
  get connected(): boolean { return this.#station.here.length > 0 }
  get reached(): boolean { return this.#reached || this.#station.held.some(({ signaling }) => signaling.reached) }
  get token(): string | undefined { return this.#primary?.signaling.token }
  get url(): string { return this.#primary?.signaling.url ?? '' }
  get room(): string { return this.sealing?.room ?? this.#config.options.room }

  /** The nodes that the room is at, or tries to be at, best first. */
  get nodes(): readonly { url: string; key: string | undefined; state: 'joined' | 'connecting'; primary: boolean }[] {
    return this.#station.held.map((place) => ({ url: place.url, key: place.node?.key, state: place.here ? 'joined' : 'connecting', primary: place === this.#primary }))
  }

  start(): void {
    this.#config.sealing.then((sealing) => {
      this.sealing = sealing
      if (this.#state !== 'closed') this.#station.begin(sealing)
    }).catch((error: AlmenaraError) => this.close(error))
  }

  /** What the nodes tell is opened, in its order, before the room hears of it. */
  override emit<K extends keyof SignalingEvents>(name: K, ...args: SignalingEvents[K]): void {
    const deliver = (): void => super.emit(name, ...args)
    if (this.sealing) this.sealing.pass(name, args[0], deliver)
    else deliver()
  }

  request(command: Command): Promise<Ok> {
    return this.#seal(command, (sealed) => this.#tables.request(sealed))
  }

  signal(data: unknown, to?: string, wanted: () => boolean = () => true, id = randomId()): Promise<Ok> {
    return this.#seal({ type: 'signal', data, id, to }, async (sealed) => {
      if (this.#state === 'closed') throw left()
      return this.#errands.send(sealed as Extract<Command, { type: 'signal' }>, wanted)
    }, wanted)
  }

  /** Of the cheaper one of two nodes: whose relays these are keeps nobody apart. */
  async relays(): Promise<Relays> {
    const { book } = this.#config
    const { here } = this.#station
    const node = cheaper(here.flatMap((place) => place.node ?? []), (each) => book.cost(each))
    const place = here.find((each) => each.node === node) ?? this.#primary
    return place ? place.signaling.relays() : { servers: [], ttl: 0 }
  }

  wake(): void {
    if (this.#state !== 'closed') this.#station.wake()
  }

  ping(): void {
    for (const { signaling } of this.#station.held) signaling.ping()
  }

  /** Goes away from every node; that of `url` is told so by who asks for it. */
  rest(): void {
    for (const place of this.#station.held) if (place !== this.#primary) this.#farewell(place, true)
    this.#station.rest()
  }

  async leave(): Promise<void> {
    if (this.#state === 'closed') return
    if (this.connected) await this.sealing?.idle()
    const places = this.#station.rest('leaving')
    // The room itself says goodbye where it can't be said over a connection, at the node of `url`.
    for (const place of places) if (place !== this.#primary && place.signaling.state === 'reconnecting') this.#farewell(place)
    await Promise.all(places.map((place) => place.leave()))
    this.close()
  }

  close(error?: AlmenaraError): void {
    if (this.#state === 'closed') return
    this.#end.abort()
    this.#station.close()
    this.#errands.close(error ?? left())
    this.#become('closed')
    this.emit('closed', error)
  }

  async #seal(command: Command, send: (sealed: Command) => Promise<Ok>, wanted?: () => boolean): Promise<Ok> {
    return (this.sealing ?? await this.#config.sealing).ask(command, send, wanted)
  }

  /** The room has been joined at a node, for the first time or again. */
  #joined(place: Place, joined: Joined): void {
    this.#reached = true
    this.#outage = 'new'
    const before = this.#primary
    this.#elect()
    // Those whom nobody has met yet were there first: this end makes the links.
    if (this.#primary === place || this.#primary !== before || [...place.members].some((peer) => !this.#told.has(peer))) this.#tell(joined)
    else this.#compare()
    this.#become('joined')
    this.#errands.pump()
  }

  /** Nodes were lost, given up, left, or have proven steady. */
  #changed(): void {
    const before = this.#primary
    this.#elect()
    if (this.connected) {
      if (this.#primary !== before) this.#tell()
      else this.#compare()
    } else if (this.#state === 'joined') this.#become('reconnecting')
    this.#errands.pump()
  }

  #elect(): void {
    this.#primary = this.#station.best(this.#primary)
  }

  /** Tells the room that it is joined: at the primary node, with the members of all. Its offers stand there from now on. */
  #tell(cause?: Joined): void {
    const { entry } = this.#primary ?? {}
    if (!entry) return
    const { recovered, ...joined } = entry.joined
    this.#told = this.#station.members
    this.emit('joined', { ...joined, ...cause === entry.joined && recovered !== undefined && { recovered }, members: [...this.#told].map((peer) => ({ peer })) }, entry.stop)
  }

  /** Tells the room who has come to, or gone from, all of the nodes together. */
  #compare(reason: 'left' | 'timeout' | 'detached' = 'timeout', offset = 0): void {
    if (!this.connected) return
    const before = this.#told
    const now = this.#told = this.#station.members
    for (const peer of before) if (!now.has(peer)) this.emit('event', { type: 'peer-left', peer, reason, offset })
    for (const peer of now) if (!before.has(peer)) this.emit('event', { type: 'peer-joined', peer, offset })
  }

  #happened(event: RoomEvent): void {
    if (event.type === 'signal' && event.from !== undefined && event.id !== undefined) return this.#signal(event, `${event.from} ${event.id}`)
    if (event.type === 'peer-left') return this.#compare(event.reason, event.offset)
    if (event.type === 'peer-joined') this.#compare('timeout', event.offset)
    else this.emit('event', event)
    this.#errands.pump()
  }

  /** What comes by several nodes is heard once; and what one of them has spoilt is heard by another. */
  #signal(event: Signal, name: string): void {
    if (this.#heard.get(name)) return
    const { sealing } = this
    if (this.#opening.has(name)) return sealing?.pass('log', '', () => this.#signal(event, name))
    this.#opening.add(name)
    sealing?.pass('event', event, () => {
      this.#heard.set(name, true)
      super.emit('event', event)
    })
    sealing?.pass('log', '', () => this.#opening.delete(name))
  }

  #unreachable(): void {
    if (this.#outage === 'told') return
    this.#outage = 'told'
    this.emit('error', new AlmenaraError('unreachable', 'No node can be reached.'))
  }

  /** The room tells the node of `url`. */
  #pageLeaves(): void {
    for (const { signaling } of this.#station.held) {
      if (signaling !== this.#primary?.signaling && signaling.token !== undefined) navigator.sendBeacon(signaling.url, farewell(signaling.token).body)
    }
  }

  #farewell({ signaling: { token, url } }: Place, keep?: boolean): void {
    const { fetch } = this.#config.options
    if (token !== undefined) fetch(url, farewell(token, keep)).catch(() => {})
  }

  #become(state: SignalingState): void {
    if (this.#state === state || this.#state === 'closed') return
    this.#state = state
    this.emit('state', state)
  }
}
