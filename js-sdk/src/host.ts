import type { Clock } from './clock.js'
import type { Connections } from './connections.js'
import type { Frame } from './frames.js'
import type { Gate } from './gate.js'
import { isObject } from './messages.js'
import type { NegotiationMessage } from './negotiation.js'
import type { Settings } from './options.js'
import type { Peer } from './peer.js'
import type { Emoji } from './seal/emoji.js'
import type { LogEntry, RoomEvents } from './events.js'
import type { RoomSignaling } from './session.js'

/** Whether a peer has said that it leaves, or was not heard from any more. */
export type LeaveReason = 'left' | 'timeout'

/** What the ends of a pair tell each other through the node (section 8 of docs/protocol.md). */
export interface LinkMessage extends NegotiationMessage {
  link: string
  /** The link is given up; `passive`: and no other is wanted; `full`: the sender has no connection for it now. */
  end?: 'stale' | 'passive' | 'full'
  /** The sender has a new id: the fingerprint of its end of the link proves that the link is its own. */
  self?: string
}

/** A frame that concerns the room. */
export type PeerFrame = Exclude<Frame, { kind: 'link' | 'bye' | 'self' }>

/** What the room gives to those who keep its peers. */
export interface RoomParts {
  readonly clock: Clock
  readonly settings: Settings
  readonly signaling: RoomSignaling
  emit<K extends keyof RoomEvents>(name: K, ...args: RoomEvents[K]): void
  log(kind: LogEntry['kind'], text: string, peer?: string): void
  /** The peer sends a track. */
  track(peer: Peer, event: RTCTrackEvent): void
}

/** What a peer needs of its room. */
export interface PeerHost extends RoomParts {
  /** Claims are limited to four at a time. */
  readonly claims: Gate
  /** What makes connections: its code is fetched while the room is being joined. */
  connections(): Promise<Connections>
  self(): string
  /** Brings a message about a link to its other end. */
  tell(message: LinkMessage, to: string, wanted: () => boolean): Promise<unknown>
  /** The state of the peer has changed. */
  changed(peer: Peer): void
  up(peer: Peer): void
  gone(peer: Peer, reason: LeaveReason): void
  frame(peer: Peer, frame: PeerFrame): void
  /** Compares the two ends of the peer's link by five emoji; `text` is what the other end has said about it. */
  compare(peer: Peer, text?: string): Promise<readonly Emoji[]>
}

/** Whether a signal is the SDK's own. */
export function isLinkMessage(data: unknown): data is LinkMessage {
  return isObject(data) && typeof data.link === 'string' && ['description', 'candidates', 'turn', 'end', 'self'].some((field) => field in data)
}
