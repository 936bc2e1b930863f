import type { MeshHost, MeshPeer } from '../../src/mesh.js'
import type { LinkedPeer } from '../../src/data/room.js'
import type { Joined, Ok } from '../../src/messages.js'
import { createMesh } from '../../src/overlay/mesh.js'
import { FakeClock } from '../time.js'

type Overheard = (frame: unknown, peer: LinkedPeer) => void

/** The mesh of the peer `me`, which wants three links, in a room at the node whose other members are `x` and `y`. */
export class LoneMesh {
  readonly peers = new Map<string, MeshPeer>()
  /** Whom links were begun with; to whom something went through the node; of whom a message about a link was heard. */
  readonly begun: string[] = []
  readonly posted: string[] = []
  readonly heard: string[] = []
  /** Answers the claim that is under way. */
  answer!: (lease: Ok) => void
  readonly mesh
  #overheard!: Overheard

  /** How often it has left the node for now. */
  rests = 0
  readonly time = new FakeClock()

  constructor(members: readonly string[] = ['x', 'y']) {
    this.mesh = createMesh(this.#host())
    this.mesh.entered({ type: 'joined', self: 'me', epoch: 'e', offset: 0, node: 'n', token: 't', members: members.map((peer) => ({ peer })) } as Joined)
  }

  /** A peer to which there is no link, or one by such a candidate of this end. */
  add(id: string, local?: 'host' | 'relay'): void {
    const path = local && { kind: local === 'relay' ? 'relayed' : 'direct', roundTrip: 1, local, remote: 'host', protocol: 'udp' } as const
    this.peers.set(id, { id, path: () => Promise.resolve(path) })
    if (local) this.mesh.linked(id)
  }

  /** A neighbour sends a message of the overlay. */
  receive(frame: object, by: string): void {
    this.#overheard(frame, { id: by })
  }

  #host(): MeshHost {
    const nothing = (): void => {}
    return {
      room: {
        self: 'me', peers: this.peers, on: () => nothing,
        action: () => ({ send: () => 1, on: (listener) => { this.#overheard = listener; return nothing } }),
      },
      topology: { is: 'partial', degree: 3 },
      time: this.time,
      here: () => true,
      come: nothing, rest: () => void this.rests++, stand: nothing, end: nothing, deliver: nothing, act: nothing,
      ask: () => new Promise((resolve) => { this.answer = resolve }),
      post: async (_, to) => void this.posted.push(String(to)),
      seal: () => ({ sign: async (_: string, message: unknown) => message, check: async () => {} }) as unknown as ReturnType<MeshHost['seal']>,
      begin: (peer) => void this.begun.push(peer),
      heard: (_, from) => void this.heard.push(from),
    }
  }
}
