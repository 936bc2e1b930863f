import type { RoomAction } from '../data/room.js'
import type { AlmenaraError } from '../errors.js'
import { decodeFrame, type Encoded, OWN, toJson } from '../frames.js'
import { isLinkMessage, type LinkMessage } from '../host.js'
import { base64url } from '../ids.js'
import type { Mesh, MeshHost } from '../mesh.js'
import { isObject, type Joined, type RoomEvent } from '../messages.js'
import { Recent } from '../seal/recent.js'
import { DEGREE } from './limits.js'
import { checked, Overlay, type Topology } from './overlay.js'
import type { Entrance, Links } from './ports.js'
import { deviceScore } from './score.js'

/** Links that others have begun, and that do not stand yet: names cost nothing, and a page has few connections. */
const COMING = 64
/** Authors that one claim may leave out (section 5 of docs/protocol.md). */
const EXCEPT = 100

/** Makes what decides about the links of a room; throws `misuse` for a degree or a score that can't be. @hidden */
export function createMesh(host: MeshHost): Mesh {
  return new RoomMesh(host)
}

/**
 * The overlay of a room: its links are those of the room's peers, and its entrance is the room at the node. Messages about a link take the path by which
 * the other end was found, or the node while both are there.
 */
class RoomMesh implements Mesh {
  readonly #host: MeshHost
  readonly #topology: Topology
  readonly #action: RoomAction
  #overlay: Overlay | undefined
  /** Who is in the room at the node besides this peer. */
  #members = new Set<string>()
  /** Whether the room at the node is being joined, which goes on until it is. */
  #entrance: 'coming' | 'come' | 'away' = 'coming'
  /** The ways to those to whom there is no link yet. */
  readonly #paths = new Recent<readonly string[]>()
  /** To whom this peer has begun a link; and by a claim. */
  readonly #begun = new Set<string>()
  readonly #claimed = new Set<string>()
  /** Neighbours whose links have a relay at this end. */
  readonly #relayed = new Set<string>()
  /** What goes along paths is signed, and what has come is checked, in its order. */
  #outbox: Promise<unknown> = Promise.resolve()
  #inbox: Promise<unknown> = Promise.resolve()

  constructor(host: MeshHost) {
    const { is, degree, score } = host.topology
    this.#host = host
    this.#topology = checked(is === 'star' ? { star: score ?? deviceScore() } : { partial: degree ?? DEGREE })
    this.#action = host.room.action(`${OWN}overlay`)
    this.#action.on((frame, peer) => {
      try {
        this.#overlay?.receive(peer.id, frame)
      } catch {
        // What it brings is not sound: whoever has said it is several links away as a rule.
      }
    })
  }

  entered({ self, members }: Joined): void {
    this.#entrance = 'come'
    if (members) this.#members = new Set(members.map(({ peer }) => peer))
    if (this.#overlay?.self !== self) this.#begin(self)
    this.#overlay?.entered()
  }

  happened(event: RoomEvent): void {
    if (event.type === 'peer-joined') this.#members.add(event.peer)
    if (event.type === 'peer-left') this.#members.delete(event.peer)
  }

  linked(peer: string): void {
    this.#claimed.delete(peer)
    // It may change while the link stands.
    this.#paths.delete(peer)
    void this.#measure(peer)
    this.#overlay?.up(peer, this.#begun.has(peer) ? 'here' : 'there')
  }

  unlinked(peer: string): void {
    // A link that comes back is still this peer's.
    if (!this.#host.room.peers.has(peer)) this.#begun.delete(peer)
    this.#relayed.delete(peer)
    this.#paths.delete(peer)
    // It may have been linked before the answer to the claim came.
    const claimed = this.#claimed.delete(peer)
    if (this.#overlay?.linked.includes(peer)) this.#overlay.down(peer)
    else this.#overlay?.refused(claimed ? undefined : peer)
  }

  welcomes(peer: string, known: boolean): boolean {
    const overlay = this.#overlay
    const coming = [...this.#host.room.peers.keys()].filter((id) => !this.#begun.has(id) && !overlay?.linked.includes(id))
    return coming.length < COMING && !!overlay?.accepts(peer, known)
  }

  async tell(message: LinkMessage, to: string, wanted: () => boolean): Promise<unknown> {
    const path = this.#paths.get(to)
    if (!path && this.#atNode(to)) return this.#host.post(message, to, wanted)
    const signed = this.#outbox.then(() => this.#host.seal().sign(to, message))
    this.#outbox = signed.catch(() => {})
    const text = JSON.stringify(await signed)
    if (!wanted() || path && this.#overlay?.carry(path, text)) return undefined
    return this.#overlay?.route(to, text)
  }

  spread(frame: Encoded): number {
    const overlay = this.#overlay
    overlay?.broadcast(typeof frame === 'string' ? frame : base64url(frame))
    return overlay?.linked.length ?? 0
  }

  async signal(data: unknown, to?: string): Promise<unknown> {
    const text = `{"signal":${toJson(data)}}`
    const post = (): Promise<unknown> => this.#host.post(data, to, () => true)
    if (!this.#overlay) return post()
    if (to === undefined) return this.#overlay.broadcast(text)
    try {
      return await this.#overlay.route(to, text)
    } catch (error) {
      if (this.#atNode(to)) return post()
      throw error
    }
  }

  quit(): void {
    const overlay = this.#overlay
    this.#overlay = undefined
    overlay?.leave()
  }

  #begin(self: string): void {
    const { time } = this.#host
    this.quit()
    this.#overlay = new Overlay(self, this.#topology, {
      clock: time,
      random: Math.random,
      links: this.#links(),
      entrance: this.#door(),
      delivered: (data, from) => this.#delivered(data, from),
      signal: (data, path) => this.#carried(data, path),
    })
  }

  #links(): Links {
    return {
      open: (peer, path) => {
        this.#paths.set(peer, path)
        this.#begun.add(peer)
        this.#host.begin(peer)
      },
      close: (peer) => this.#host.end(peer),
      send: (peer, frame) => this.#action.send(frame, peer) > 0,
    }
  }

  #door(): Entrance {
    const mesh = this
    const host = this.#host
    return {
      get members() { return host.here() && mesh.#entrance === 'come' ? [...mesh.#members] : undefined },
      enter: () => {
        if (this.#entrance === 'coming') return
        this.#entrance = 'coming'
        host.come()
      },
      leave: () => {
        // Who leaves the room altogether says so itself.
        if (!this.#overlay || this.#relayed.size > 0) return
        this.#entrance = 'away'
        host.rest()
      },
      stand: (offers) => host.stand(offers),
      claim: (except) => void this.#claim([...except, ...this.#begun]),
    }
  }

  /** A link by a relay keeps this peer at the node: relays are bought there, and new credentials for them. Until its path is known, a link may be one. */
  async #measure(peer: string): Promise<void> {
    this.#relayed.add(peer)
    const path = await this.#host.room.peers.get(peer)?.path().catch(() => undefined)
    if (path?.local !== 'relay') this.#relayed.delete(peer)
  }

  /** Where nobody has an offer that stands, one of those who are there gets one of this peer's. */
  async #claim(except: readonly string[]): Promise<void> {
    const lease = await this.#host.ask({ type: 'claim', except: except.slice(0, EXCEPT) }).catch(({ code }: AlmenaraError) => code === 'no-offer' ? undefined : null)
    const others = [...this.#members].filter((peer) => !except.includes(peer))
    const peer = lease === null ? undefined : lease?.from ?? others[Math.floor(Math.random() * others.length)]
    if (peer === undefined || !this.#overlay) return this.#overlay?.refused()
    this.#claimed.add(peer)
    this.#begun.add(peer)
    this.#host.begin(peer, lease ?? undefined)
  }

  #atNode(peer: string): boolean {
    return this.#members.has(peer) && this.#host.here()
  }

  #delivered(data: string, from: string): void {
    const said: unknown = data.startsWith('{') ? JSON.parse(data) : undefined
    if (isObject(said) && 'signal' in said) return this.#host.deliver('signal', said.signal, from)
    const frame = decodeFrame(said ? data : bytes(data))
    if (frame?.kind === 'message') this.#host.deliver('message', frame.data, from)
    // The SDK's own are about links, and anybody may say that this is from a neighbour.
    if (frame?.kind === 'action' && !frame.name.startsWith(OWN)) this.#host.act(frame.name, frame.data, from)
  }

  #carried(data: string, path: readonly string[]): void {
    const from = path[0] as string
    const said: unknown = JSON.parse(data)
    if (isObject(said) && 'signal' in said) return this.#host.deliver('signal', said.signal, from)
    if (!isLinkMessage(said)) return
    this.#inbox = this.#inbox.then(async () => {
      await this.#host.seal().check(from, said)
      // Nothing else is signed: anybody could turn what is for that peer to himself.
      if (said.description) this.#paths.set(from, [...path].reverse())
      this.#host.heard(said, from)
    }).catch(() => {})
  }
}

function bytes(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0))
}
