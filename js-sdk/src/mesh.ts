import type { Clock } from './clock.js'
import type { LinkedPeer, LinkedRoom } from './data/room.js'
import type { Encoded } from './frames.js'
import type { LinkMessage } from './host.js'
import type { Command, Joined, Ok, RoomEvent } from './messages.js'
import type { Settings } from './options.js'
import type { Path } from './path.js'
import type { Sealing } from './sealing.js'

/** Decides about the links of a room in which not everybody is linked with everybody, and carries what is for others than neighbours. */
export interface Mesh {
  /** The room was joined at the node, or resumed there. */
  entered(joined: Joined): void
  /** Somebody has come to the room at the node, or has left it. */
  happened(event: RoomEvent): void
  /** A link to the peer stands. */
  linked(peer: string): void
  /** There is no link to the peer any more, or it came to nothing. */
  unlinked(peer: string): void
  /** Whether the link that a peer begins is wanted; `known`: it has come from the node. */
  welcomes(peer: string, known: boolean): boolean
  /** Brings a message about a link to its other end, through the node or through peers. */
  tell(message: LinkMessage, to: string, wanted: () => boolean): Promise<unknown>
  /** Sends a frame to everybody; returns the number of neighbours that it went to. */
  spread(frame: Encoded): number
  /** Sends an application's signal to one peer or to all. */
  signal(data: unknown, to?: string): Promise<unknown>
  /** Lets everything be as it is, for the room is being left. */
  quit(): void
}

/** A peer, and how its link reaches it. */
export interface MeshPeer extends LinkedPeer {
  path(): Promise<Path | undefined>
}

interface MeshRoom extends LinkedRoom {
  readonly peers: ReadonlyMap<string, MeshPeer>
}

/** What a mesh is given of its room. */
export interface MeshHost {
  /** Where neighbours are heard and told something. */
  readonly room: MeshRoom
  readonly topology: NonNullable<Settings['topology']>
  readonly time: Clock
  /** Whether this peer is in the room at the node. */
  here(): boolean
  /** Joins the room at the node; leaves it for now. */
  come(): void
  rest(): void
  /** So many standing offers are wanted. */
  stand(offers: number): void
  /** Sends a command to the node; or a signal, which survives reconnects. */
  ask(command: Command): Promise<Ok>
  post(data: unknown, to: string | undefined, wanted: () => boolean): Promise<unknown>
  seal(): Sealing
  /** Makes a link to a peer, by its offer if one was claimed. */
  begin(peer: string, lease?: Ok): void
  end(peer: string): void
  /** A message about a link has come along a path. */
  heard(message: LinkMessage, from: string): void
  /** What somebody has sent to everybody, or to this peer. */
  deliver(as: 'message' | 'signal', data: unknown, from: string): void
  act(name: string, data: unknown, from: string): void
}
