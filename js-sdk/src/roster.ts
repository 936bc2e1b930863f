import type { Connections, Live } from './connections.js'
import { reason } from './errors.js'
import { encodeControl, encodeData, type Encoded, OWN } from './frames.js'
import { Gate } from './gate.js'
import { isLinkMessage, type LinkMessage, type PeerHost, type RoomParts } from './host.js'
import type { Mesh } from './mesh.js'
import type { LinkKeeper } from './meshhost.js'
import type { Joined, Ok, RoomEvent } from './messages.js'
import type { OfferPool } from './offers.js'
import { once } from './once.js'
import { Peer } from './peer.js'

export interface RosterConfig extends RoomParts {
  /** Something has changed that the state of the room may depend on. */
  changed(): void
  action(name: string, data: unknown, peer: Peer): void
  /** The link of the peer is up. */
  up(peer: Peer): void
}

/** Who is in the room, kept in step with the node's member list and log; owns the peers and the pool of offers. */
export class Roster implements LinkKeeper {
  readonly peers = new Map<string, Peer>()
  readonly #config: RosterConfig
  readonly #host: PeerHost
  #pool: OfferPool | undefined
  #connections: Connections | undefined
  readonly #fetch = once(() => this.#makeConnections())
  /** The ICE servers that the node has named. */
  #named: readonly RTCIceServer[] = []
  #self: string | undefined
  #phase: 'open' | 'closed' = 'open'
  /** Decides about the links, where not everybody is linked with everybody. */
  mesh: Mesh | undefined
  /** How many standing offers a mesh wants. */
  #offers: number | undefined

  constructor(config: RosterConfig) {
    this.#config = config
    if (config.settings.topology) this.#offers = 0
    this.#host = this.#makeHost()
    this.#fill()
  }

  get self(): string | undefined {
    return this.#self
  }

  get connected(): boolean {
    return [...this.peers.values()].some(({ state }) => state === 'connected')
  }

  /** The room was joined or resumed: the peers are compared with the members, where the node names them. */
  joined(joined: Joined): void {
    if (this.#phase === 'closed') return
    const renamed = this.#self !== undefined && this.#self !== joined.self
    this.#self = joined.self
    this.#named = joined.iceServers ?? []
    if (this.mesh) this.mesh.entered(joined)
    else {
      if (renamed) for (const peer of this.peers.values()) peer.renamed()
      if (joined.members) this.#compare(new Set(joined.members.map(({ peer }) => peer)))
      else for (const peer of this.peers.values()) peer.present()
    }
    // A mesh may have gone away again at once.
    if (this.#config.signaling.connected) this.#pool ? this.#pool.joined() : this.#fill()
  }

  /** The links that are up or being made. */
  * links(): Generator<Live> {
    for (const { link } of this.peers.values()) if (link) yield { pc: link.pc, renew: () => link.negotiation.restartIce() }
  }

  /** Signaling is away. */
  away(): void {
    this.#pool?.pause()
  }

  event(event: RoomEvent): void {
    if (this.#phase === 'closed') return
    if (event.type === 'signal') return this.#signal(event.data, event.from, event.to)
    if (event.type === 'answer') return this.#answer(event.offer, event.from, event.data)
    if (this.mesh) return this.mesh.happened(event)
    if (event.type === 'peer-joined') this.#meet(event.peer, 'follows')
    if (event.type === 'peer-left') this.peers.get(event.peer)?.absent(event.reason)
  }

  /** Sends a frame to all, or to those named; returns the number of peers it went to. */
  transmit(frame: Encoded, to?: readonly string[]): number {
    let sent = 0
    let trouble: unknown
    for (const id of to ?? this.peers.keys()) {
      try {
        if (this.peers.get(id)?.transmit(frame)) sent++
      } catch (error) {
        trouble = error
      }
    }
    if (trouble) throw trouble
    return sent
  }

  /** Sends to everybody, or to those with a link: if they are named, or if it is the SDK's own, which is about links. */
  say(data: unknown, to?: readonly string[], action?: string): number {
    const frame = encodeData(data, action)
    return to || !this.mesh || action?.startsWith(OWN) ? this.transmit(frame, to) : this.mesh.spread(frame)
  }

  stand(offers: number): void {
    this.#offers = offers
    this.#pool?.stand(offers)
  }

  begin(id: string, lease?: Ok): void {
    (this.peers.get(id) ?? this.#add(id)).dial(lease ?? 'signals')
  }

  end(id: string): void {
    const peer = this.peers.get(id)
    peer?.transmit(encodeControl({ bye: true }))
    peer?.end('left')
  }

  /** A message about a link; `known`: its author is in the room at the node. */
  heard(message: LinkMessage, from: string, known?: boolean): void {
    const peer = this.peers.get(from)
    // An end is not signed, and who has carried a link knows its name: one that stands is ended by its channel.
    if (!known && message.end && peer?.state === 'connected') return
    if (peer) return message.self === undefined ? peer.hear(message) : this.#moved(peer, message)
    if (message.description?.type !== 'offer' || message.n) return
    if (this.mesh?.welcomes(from, !!known)) this.#add(from).hear(message)
    else this.mesh?.tell({ link: message.link, end: 'stale' }, from, () => true).catch(() => {})
  }

  deliver(as: 'message' | 'signal', data: unknown, from: string): void {
    this.#config.emit(as, data, this.#peer(from))
  }

  act(name: string, data: unknown, from: string): void {
    this.#config.action(name, data, this.#peer(from))
  }

  close(): void {
    this.#phase = 'closed'
    this.mesh?.quit()
    this.#pool?.close()
    this.#connections?.close()
    for (const peer of [...this.peers.values()]) peer.end('left')
  }

  /** Has what makes connections fetched while the room is being joined; if that fails, when it is joined again. */
  #fill(): void {
    if (this.#config.settings.connect) this.#fetch().catch((error) => this.#config.log('offer', `no offers: ${reason(error)}`))
  }

  async #makeConnections(): Promise<Connections> {
    const { clock, settings, signaling, log } = this.#config
    const { pool, gather } = settings
    const { Connections, OfferPool } = await import('./offers.js')
    const connections = this.#connections = new Connections({
      options: settings,
      time: clock,
      named: () => this.#named,
      buy: () => signaling.relays(),
      live: () => this.links(),
      note: (text) => log('link', text),
    })
    if (this.#phase === 'closed') connections.close()
    else if (pool) this.#pool = new OfferPool(clock, {
      ...pool, gather,
      size: this.#offers ?? pool.size,
      connection: (...standing) => connections.make(...standing),
      ask: (command) => signaling.request(command),
      note: (text) => log('offer', text),
    })
    if (signaling.connected) this.#pool?.joined()
    return connections
  }

  #compare(members: ReadonlySet<string>): void {
    for (const peer of [...this.peers.values()]) if (!members.has(peer.id)) peer.absent('timeout')
    // Who is missing but has a link may be one of the new ones: it is given the time to prove that.
    const role = [...this.peers.keys()].every((id) => members.has(id)) ? 'begins' : 'follows'
    for (const id of members) this.#meet(id, role)
  }

  #meet(id: string, role: 'begins' | 'follows'): void {
    const known = this.peers.get(id)
    if (known) return known.present()
    // Closed: a listener of the last one has left the room.
    if (id === this.#self || this.#phase === 'closed') return
    const peer = this.#add(id)
    if (this.#config.settings.connect) peer.present(role)
  }

  #add(id: string): Peer {
    const peer = new Peer(id, this.#host)
    this.peers.set(id, peer)
    this.#config.log('room', 'is in the room', id)
    this.#config.emit('peer', peer)
    return peer
  }

  /** The peer, or, where not everybody is a neighbour, somebody without a link. */
  #peer(id: string): Peer {
    return this.peers.get(id) ?? new Peer(id, this.#host)
  }

  /** The session of a peer has changed, but not its link. */
  #moved(peer: Peer, proof: LinkMessage): void {
    const former = [...this.peers.values()].find((other) => other !== peer && other.link?.isOf(proof))
    if (!former) return
    peer.inherit(former)
    former.end('timeout')
  }

  #signal(data: unknown, from: string | undefined, to: string | undefined): void {
    if (to === undefined || !isLinkMessage(data)) return this.#config.emit('signal', data, from === undefined || !this.mesh ? this.peers.get(from ?? '') : this.#peer(from))
    if (from !== undefined) this.heard(data, from, true)
  }

  #answer(offer: string, from: string, data: unknown): void {
    const standing = this.#pool?.answered(offer)
    if (!standing) return
    this.#config.log('offer', `offer ${offer} was answered`, from)
    const peer = this.peers.get(from) ?? (this.mesh?.welcomes(from, true) ? this.#add(from) : undefined)
    if (!peer) {
      this.mesh?.tell({ link: offer, end: 'stale' }, from, () => true).catch(() => {})
      return standing.pc.close()
    }
    peer.answered(standing, offer, data)
    this.#connections?.complete(standing.pc).catch((error) => this.#config.log('link', String(error), from))
  }

  #makeHost(): PeerHost {
    const { action, changed, emit, up, log, signaling } = this.#config
    const compare: PeerHost['compare'] = async (peer, text) => (await import('./seal/index.js')).compare(peer, this.#self ?? '', emit, text)
    return {
      ...this.#config,
      claims: new Gate(4),
      connections: this.#fetch,
      self: () => this.#self ?? '',
      tell: (message, to, wanted) => this.mesh ? this.mesh.tell(message, to, wanted) : signaling.signal(message, to, wanted),
      changed: (peer) => {
        changed()
        if (peer.state === 'connected') this.mesh?.linked(peer.id)
        // It may come back, but the others need not wait for that.
        if (peer.state === 'reconnecting') this.mesh?.unlinked(peer.id)
      },
      up: (peer) => {
        // It may be one link too many.
        if (peer.state !== 'connected') return
        log('link', 'open', peer.id)
        up(peer)
        emit('open', peer)
      },
      gone: (peer, reason) => {
        this.peers.delete(peer.id)
        log('room', `has left (${reason})`, peer.id)
        this.mesh?.unlinked(peer.id)
        emit('left', peer, reason)
      },
      frame: (peer, frame) => {
        if (frame.kind === 'check') compare(peer, frame.text).catch(() => {})
        else if (frame.kind === 'message') emit('message', frame.data, peer)
        else action(frame.name, frame.data, peer)
      },
      compare,
    }
  }
}
