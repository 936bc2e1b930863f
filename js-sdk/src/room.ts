import { MEDIA } from './channel.js'
import { type Clock, systemClock, Timer } from './clock.js'
import { Emitter } from './emitter.js'
import { AlmenaraError, left, misuse, reason } from './errors.js'
import type { Action, LogEntry, NodeInfo, RoomEvents, RoomInfo, RoomState, StreamOptions } from './events.js'
import { farewell } from './farewell.js'
import { type Data, encodeControl } from './frames.js'
import { isLinkMessage } from './host.js'
import { Itinerary } from './itinerary.js'
import type { Joined } from './messages.js'
import { type ContactOptions, type Options, resolve, type Settings, within } from './options.js'
import { watchPage } from './page.js'
import type { Peer } from './peer.js'
import type { MakePurse } from './purse.js'
import { Roster } from './roster.js'
import type { Sealing } from './sealing.js'
import type { MakeSignaling, NodeMesh, RoomSignaling } from './session.js'
import { Sharing } from './sharing.js'
import { Signaling } from './signaling.js'
import { eventStreams } from './streams.js'
import { webSocketTransport } from './websocket.js'

/** A room that has been joined, or is being joined, through one of several nodes. */
export class Room {
  /** Resolves at the first `joined`; rejects when the room can't be joined. */
  readonly joined: Promise<RoomInfo>
  readonly #settings: Settings
  readonly #events = new Emitter<RoomEvents>()
  readonly #actions = new Emitter<Record<string, [unknown, Peer]>>()
  readonly #signaling: RoomSignaling
  readonly #roster: Roster
  readonly #media = new Sharing({
    room: this,
    note: (text, peer) => this.#log('link', text, peer),
    tell: (...event) => this.#events.emit(...event),
  })
  readonly #giveUp: Timer
  readonly #end = new AbortController()
  #node: NodeInfo | undefined
  #state: RoomState = 'connecting'
  #leaving: Promise<void> | undefined
  #maxWork: number
  #settle!: { resolve(info: RoomInfo): void; reject(error: AlmenaraError): void }

  /** @internal */
  constructor(nodes: string | readonly string[] | NodeMesh, room: string, options: Options, clock: Clock = systemClock) {
    const settings = (this.#settings = resolve(room, options))
    this.#maxWork = settings.maxWork
    this.#giveUp = new Timer(clock)
    this.joined = new Promise((resolve, reject) => { this.#settle = { resolve, reject } })
    // Who does not wait for it hears of it by the state and by 'error'.
    this.joined.catch(() => {})
    const roam = (nodes as Partial<NodeMesh> | undefined)?.roam
    const sealing = roam || settings.secret || settings.topology || options.contacts ? this.#prepare(clock, options.contacts) : undefined
    const make: MakeSignaling = (urls, sealing) => new Signaling({
      ...settings, clock, sealing,
      itinerary: new Itinerary([urls].flat(), settings.transport),
      transports: { websocket: webSocketTransport(settings.webSocket as typeof WebSocket), sse: eventStreams(settings.fetch, clock) },
      purse: this.#purse(),
    })
    this.#signaling = roam ? roam(make, sealing as Promise<Sealing>, clock, settings) : make(nodes as string, sealing)
    this.#roster = this.#makeRoster(clock)
    this.#listen()
    this.#begin()
  }

  /** This peer's id once joined. */
  get self(): string | undefined { return this.#roster.self }

  get state(): RoomState { return this.#state }

  /** The node in use, or the last one while signaling is away. */
  get node(): NodeInfo | undefined { return this.#node }

  /** The most work, in expected hashes, that is done for one thing without asking. Who raises it has joining tried again at once. */
  get maxWork(): number { return this.#maxWork }

  set maxWork(most: number) {
    this.#maxWork = within(0, Infinity, most, 'maxWork')
    this.#signaling.wake()
  }

  /** Every member of the room but this one, connected or not; in a partial mesh or a star the neighbours. */
  get peers(): ReadonlyMap<string, Peer> { return this.#roster.peers }

  /** Who is linked with whom, as the option says; `full` unless told, and with `connect: false`. */
  get topology(): 'full' | 'partial' | 'star' { return this.#settings.topology?.is ?? 'full' }

  /** Listens to an event; the returned function unsubscribes. */
  on<K extends keyof RoomEvents>(name: K, listener: (...args: RoomEvents[K]) => void): () => void {
    return this.#events.on(name, listener)
  }

  /**
   * Sends text, a JSON value or bytes over the data channels that are open; returns the number of peers it went to. Where not everybody is linked with
   * everybody, those pass on what is for all: 16,384 characters, or 12,288 bytes, at most.
   */
  send(data: Data, to?: string | readonly string[]): number {
    return this.#roster.say(data, list(to))
  }

  /** Messages of one kind, apart from those of `send`. */
  action<T = Data>(name: string): Action<T> {
    if (name === '') throw misuse('Give the action a name.')
    return {
      send: (data, to) => this.#roster.say(data, list(to), name),
      on: (listener) => this.#actions.on(name, listener as (data: unknown, peer: Peer) => void),
    }
  }

  /** Sends a signal through the node, to one peer or to all. Resolves when it can't be lost any more; survives reconnects. */
  async signal(data: unknown, to?: string): Promise<void> {
    if (isLinkMessage(data)) throw misuse('Wrap that: it looks like the SDK\'s.')
    await (this.#roster.mesh ?? this.#signaling).signal(data, to)
  }

  /** Sends the stream to all, also to those who come later, or only to those named. Called again with other metadata, it changes them. */
  addStream(stream: MediaStream, options?: string | readonly string[] | StreamOptions): void {
    this.#media.add(stream, options)
  }

  removeStream(stream: MediaStream, to?: string | readonly string[]): void {
    this.#media.share((media) => media.remove(stream, to))
  }

  /** Sends one more track of a stream that is being sent, to those who get that. */
  addTrack(track: MediaStreamTrack, stream: MediaStream): Promise<void> {
    return this.#media.get().then((media) => media.addTrack(track, stream))
  }

  /** Takes a track out of a stream that is being sent. */
  removeTrack(track: MediaStreamTrack, stream: MediaStream): Promise<void> {
    return this.#media.get().then((media) => media.removeTrack(track, stream))
  }

  /** Sends another track in the place of one, without negotiation. */
  replaceTrack(old: MediaStreamTrack, track: MediaStreamTrack): Promise<void> {
    return this.#media.get().then((media) => media.replace(old, track))
  }

  /**
   * Leaves the room and closes every link. Idempotent; resolves when the node knows, or after a second. When no node
   * could be told, the room counts this peer as a member until the grace ends.
   */
  leave(): Promise<void> {
    return (this.#leaving ??= this.#leave())
  }

  async #leave(): Promise<void> {
    this.#roster.transmit(encodeControl({ bye: true }))
    this.#roster.close()
    const { token, url, state } = this.#signaling
    const { fetch } = this.#settings
    const left = this.#signaling.leave()
    // Any node takes it, but which one can be reached is not known.
    if (token !== undefined && state === 'reconnecting') await fetch(url, farewell(token)).catch(() => {})
    await left
  }

  #begin(): void {
    const { signal, timeout } = this.#settings
    if (signal?.aborted) return this.#aborted()
    signal?.addEventListener('abort', () => this.#aborted(), { signal: this.#end.signal })
    if (timeout < Infinity) this.#giveUp.set(timeout, () => this.#signaling.close(this.#late()))
    watchPage(() => this.#signaling.wake(), () => this.#pageLeaves(), this.#end.signal)
    // Later, so that listeners which are added right after the call miss nothing.
    queueMicrotask(() => this.#signaling.start())
  }

  #late(): AlmenaraError {
    return new AlmenaraError(this.#signaling.reached ? 'timeout' : 'unreachable', 'The room was not joined in time.')
  }

  #aborted(): void {
    const { reason } = this.#settings.signal as AbortSignal
    this.#settle.reject(new AlmenaraError('aborted', 'Aborted.', { cause: reason }))
    void this.leave()
  }

  /** There is no time for an answer any more: a beacon is delivered all the same. */
  #pageLeaves(): void {
    const { token, url } = this.#signaling
    if (token !== undefined && !this.#leaving) navigator.sendBeacon(url, farewell(token).body)
    void this.leave()
  }

  #makeRoster(clock: Clock): Roster {
    return new Roster({
      clock,
      settings: this.#settings,
      signaling: this.#signaling,
      log: (...entry) => this.#log(...entry),
      emit: (...event) => this.#events.emit(...event),
      action: (name, data, peer) => name === MEDIA ? this.#media.share(({ received }) => received.heard(data, peer)) : this.#actions.emit(name, data, peer),
      track: (peer, event) => this.#media.share(({ received }) => received.track(peer, event)),
      up: (peer) => { if (this.#media.used) this.#media.share((media) => media.linked(peer)) },
      changed: () => this.#update(),
    })
  }

  /** What a room goes through that has a secret, or whose peers are known by their keys because they carry signals or know each other; and what decides about their links. */
  async #prepare(time: Clock, contacts: ContactOptions | undefined): Promise<Sealing> {
    const { topology, secret, room } = this.#settings
    const [{ createSealing }, overlay] = await Promise.all([import('./seal/index.js'), topology && import('./overlay/index.js')]).catch((cause) => {
      throw new AlmenaraError('unavailable', reason(cause), { cause })
    })
    return createSealing({
      id: secret ?? room, room: this, keeper: this.#roster, nodes: this.#signaling, time, topology, overlay, contacts,
      tell: (...event) => this.#events.emit(...event), rest: () => this.#rest(),
    })
  }

  /** Leaves the room at the node, but not those in it. */
  #rest(): void {
    const { token, url } = this.#signaling
    const { fetch } = this.#settings
    this.#roster.away()
    this.#signaling.rest()
    fetch(url, farewell(token, true)).catch(() => {})
  }

  /** Its code is fetched when a node asks for work for the first time. */
  #purse(): MakePurse {
    const { fetch } = this.#settings
    return async (host) => (await import('./pow/index.js')).createPurse({
      ...host, fetch,
      room: this.#signaling.room,
      maxWork: () => this.#maxWork,
      tell: (name: 'price' | 'work', info: unknown) => this.#events.emit(name, info as never),
    })
  }

  #listen(): void {
    const signaling = this.#signaling
    signaling.on('log', (text) => this.#log('node', text))
    signaling.on('error', (error) => this.#events.emit('error', error))
    signaling.on('joined', (joined, stop) => this.#joined(joined, { name: joined.node, url: stop.node, transport: stop.transport }))
    signaling.on('event', (event) => this.#roster.event(event))
    signaling.on('state', (state) => {
      if (state !== 'joined') this.#roster.away()
      this.#update()
    })
    signaling.on('closed', (error) => this.#closed(error))
  }

  #joined(joined: Joined, node: NodeInfo): void {
    this.#giveUp.stop()
    this.#node = node
    this.#log('room', `joined as ${joined.self} at node ${node.name}${joined.recovered ? ', nothing was missed' : ''}`)
    this.#roster.joined(joined)
    const members = (joined.members ?? []).map(({ peer }) => peer)
    this.#settle.resolve({ self: joined.self, members, node: node.name, url: node.url, epoch: joined.epoch })
  }

  #closed(error: AlmenaraError | undefined): void {
    this.#giveUp.stop()
    this.#end.abort()
    this.#roster.close()
    this.#settle.reject(error ?? left())
    if (error) this.#events.emit('error', error)
    this.#update()
  }

  #update(): void {
    const state = this.#currentState()
    if (state === this.#state) return
    this.#state = state
    this.#log('room', `state: ${state}`)
    this.#events.emit('state', state)
  }

  #currentState(): RoomState {
    const signaling = this.#signaling.state
    if (signaling !== 'reconnecting') return signaling
    return this.#roster.connected ? 'signal-reconnecting' : 'reconnecting'
  }

  #log(kind: LogEntry['kind'], text: string, peer?: string): void {
    this.#events.emit('log', { time: this.#giveUp.now, kind, text, peer })
  }
}

function list(to: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof to === 'string' ? [to] : to
}

/**
 * Joins a room through one of the nodes and connects to everybody in it. Returns at once: wait for `room.joined`, or
 * just listen. Nodes are http(s) URLs of one cluster, the first being tried first; or those of a mesh, by `meshOf` of `almenara/nodes`.
 */
export function join(nodes: string | readonly string[] | NodeMesh, room: string, options: Options = {}): Room {
  return new Room(nodes, room, options)
}
