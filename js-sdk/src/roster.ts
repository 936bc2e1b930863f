import type { Live } from './connections.js'
import { reason } from './errors.js'
import type { Encoded } from './frames.js'
import { Gate } from './gate.js'
import { isLinkMessage, type LinkMessage, type PeerHost, type RoomParts } from './host.js'
import type { Joined, RoomEvent } from './messages.js'
import type { OfferPool } from './offers.js'
import { Peer } from './peer.js'

export interface RosterConfig extends RoomParts {
  action(name: string, data: unknown, peer: Peer): void
  /** The link of the peer is up. */
  up(peer: Peer): void
}

/** Who is in the room, kept in step with the node's member list and log; owns the peers and the pool of offers. */
export class Roster {
  readonly peers = new Map<string, Peer>()
  readonly #config: RosterConfig
  readonly #host: PeerHost
  #pool: OfferPool | undefined
  #filling: Promise<void> | undefined
  #self: string | undefined
  #phase: 'open' | 'closed' = 'open'

  constructor(config: RosterConfig) {
    this.#config = config
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
    this.#config.connections.named(joined.iceServers ?? [])
    if (renamed) for (const peer of this.peers.values()) peer.renamed()
    if (joined.members) this.#compare(new Set(joined.members.map(({ peer }) => peer)))
    else for (const peer of this.peers.values()) peer.present()
    this.#pool ? this.#pool.joined() : this.#fill()
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
    switch (event.type) {
      case 'peer-joined': return this.#meet(event.peer, 'follows')
      case 'peer-left': return this.peers.get(event.peer)?.absent(event.reason)
      case 'signal': return this.#signal(event.data, event.from, event.to)
      case 'answer': return this.#answer(event.offer, event.from, event.data)
    }
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

  close(): void {
    this.#phase = 'closed'
    this.#pool?.close()
    this.#config.connections.close()
    for (const peer of [...this.peers.values()]) peer.end('left')
  }

  /** Makes the pool, whose code is fetched while the room is being joined; if that fails, when it is joined again. */
  #fill(): void {
    this.#filling ??= this.#makePool().catch((error) => {
      this.#filling = undefined
      this.#config.log('offer', `no offers: ${reason(error)}`)
    })
  }

  async #makePool(): Promise<void> {
    const { clock, settings: { pool, gather }, connections, signaling, log } = this.#config
    if (!pool) return
    const { OfferPool } = await import('./offers.js')
    if (this.#phase === 'closed') return
    this.#pool = new OfferPool(clock, {
      ...pool, gather,
      connection: (...standing) => connections.make(...standing),
      ask: (command) => signaling.request(command),
      note: (text) => log('offer', text),
    })
    if (signaling.connected) this.#pool.joined()
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
    const peer = new Peer(id, this.#host)
    this.peers.set(id, peer)
    this.#config.log('room', 'is in the room', id)
    this.#config.emit('peer', peer)
    if (this.#config.settings.connect) peer.present(role)
  }

  /** The session of a peer has changed, but not its link. */
  #moved(peer: Peer, proof: LinkMessage): void {
    const former = [...this.peers.values()].find((other) => other !== peer && other.link?.isOf(proof))
    if (!former) return
    peer.inherit(former)
    former.end('timeout')
  }

  #signal(data: unknown, from: string | undefined, to: string | undefined): void {
    const peer = from === undefined ? undefined : this.peers.get(from)
    if (to === undefined || !isLinkMessage(data)) return this.#config.emit('signal', data, peer)
    if (peer) data.self === undefined ? peer.hear(data) : this.#moved(peer, data)
  }

  #answer(offer: string, from: string, data: unknown): void {
    const standing = this.#pool?.answered(offer)
    if (!standing) return
    this.#config.log('offer', `offer ${offer} was answered`, from)
    const peer = this.peers.get(from)
    if (!peer) return standing.pc.close()
    peer.answered(standing, offer, data)
    this.#config.connections.complete(standing.pc).catch((error) => this.#config.log('link', String(error), from))
  }

  #makeHost(): PeerHost {
    const { action, emit, up, log } = this.#config
    const compare: PeerHost['compare'] = async (peer, text) => (await import('./seal/index.js')).compare(peer, this.#self ?? '', emit, text)
    return {
      ...this.#config,
      claims: new Gate(4),
      self: () => this.#self ?? '',
      up: (peer) => {
        log('link', 'open', peer.id)
        up(peer)
        emit('open', peer)
      },
      gone: (peer, reason) => {
        this.peers.delete(peer.id)
        log('room', `has left (${reason})`, peer.id)
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
