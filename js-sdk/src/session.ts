import type { Backoff } from './backoff.js'
import type { Clock } from './clock.js'
import type { Emitter } from './emitter.js'
import type { AlmenaraError } from './errors.js'
import type { Itinerary, Stop } from './itinerary.js'
import type { Command, Joined, Ok, RoomEvent } from './messages.js'
import type { Settings } from './options.js'
import type { MakePurse, Relays } from './purse.js'
import type { Sealing } from './sealing.js'
import type { OpenTransport, TransportName } from './transport.js'

/** What signaling is told, keeps and tells. */

export type SignalingState = 'connecting' | 'joined' | 'reconnecting' | 'closed'

/** waiting: for the next attempt; opening: a connection; entering: join or resume is on its way; paying: the join is worked for; leaving: leave is on its way. */
export type Phase = 'waiting' | 'opening' | 'entering' | 'paying' | 'joined' | 'leaving' | 'closed'

/** What a session is resumed by. */
export interface Session { self: string; token: string; epoch: string | number; offset: number }

export interface SignalingConfig {
  readonly room: string
  readonly itinerary: Itinerary
  readonly transports: Readonly<Record<TransportName, OpenTransport>>
  readonly clock: Clock
  readonly backoff: Backoff
  /** Makes what pays, once a node asks for work. */
  readonly purse: MakePurse
  /** In a room with a secret: nothing goes before it is there. */
  readonly sealing?: Promise<Sealing> | undefined
}

export type SignalingEvents = {
  state: [state: SignalingState]
  joined: [joined: Joined, stop: Stop]
  event: [event: RoomEvent]
  closed: [error: AlmenaraError | undefined]
  error: [error: AlmenaraError]
  log: [text: string]
}

/** A room's way to its nodes: joins the room there, notices when a connection is lost, and comes back. */
export interface RoomSignaling extends Pick<Emitter<SignalingEvents>, 'on'> {
  readonly state: SignalingState
  /** Whether commands can be sent. */
  readonly connected: boolean
  /** Whether any node was ever reached. */
  readonly reached: boolean
  /** The token of the session at the node in use. */
  readonly token: string | undefined
  /** The address of the room at the node in use. */
  readonly url: string
  /** The room as the nodes know it. */
  readonly room: string
  /** What seals, where something does, from the first connection on. */
  readonly sealing: Sealing | undefined
  start(): void
  /** Sends a command over the standing connection. Rejects when there is none, or when it breaks before the answer. */
  request(command: Command): Promise<Ok>
  /** Sends a signal, now or as soon as the connection is back; over a new connection again while `wanted()`. */
  signal(data: unknown, to?: string, wanted?: () => boolean, id?: string): Promise<Ok>
  /** TURN servers that the node in use sells. */
  relays(): Promise<Relays>
  /** The page is visible or online again: tries the connection now instead of at the next occasion, unless it rests. */
  wake(): void
  /** Asks the node whether it is there, if there is one and it is not asked already. */
  ping(): void
  /** Goes away from the node, whom somebody else tells so; `start` joins the room there again. */
  rest(): void
  /** Leaves the room and closes; who has not joined yet leaves right after it. Resolves when the node has answered, or after a second. */
  leave(): Promise<void>
  /** Closes without a word to the node. Idempotent. */
  close(error?: AlmenaraError): void
}

/** Makes the signaling at one node, or at those of one cluster. */
export type MakeSignaling = (urls: string | readonly string[], sealing?: Promise<Sealing>) => RoomSignaling

/** Nodes of different operators, at some of which a room is at once: `meshOf` of `almenara/nodes` makes it, for `join`. */
export interface NodeMesh {
  /** Makes the signaling of a room. @hidden */
  readonly roam: (make: MakeSignaling, sealing: Promise<Sealing>, clock: Clock, options: Settings) => RoomSignaling
}
