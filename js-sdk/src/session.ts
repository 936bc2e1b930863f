import type { Backoff } from './backoff.js'
import type { Clock } from './clock.js'
import type { AlmenaraError } from './errors.js'
import type { Itinerary, Stop } from './itinerary.js'
import type { Joined, RoomEvent } from './messages.js'
import type { MakePurse } from './purse.js'
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
