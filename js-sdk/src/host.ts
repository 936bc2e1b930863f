import type { Backoff } from './backoff.js'
import type { Clock } from './clock.js'
import type { AlmenaraError } from './errors.js'
import type { Frame } from './frames.js'
import type { Gate } from './gate.js'
import { type Command, isObject, type Ok } from './messages.js'
import type { NegotiationMessage } from './negotiation.js'
import type { Peer } from './peer.js'

export type LeaveReason = 'left' | 'timeout'

/** What the ends of a pair tell each other through the node (section 8 of docs/protocol.md). */
export interface LinkMessage extends NegotiationMessage {
  link: string
  /** The link is given up; `passive`: and no other is wanted. */
  end?: 'stale' | 'passive'
}

/** A frame that concerns the room. */
export type PeerFrame = Exclude<Frame, { kind: 'link' | 'bye' }>

/** What a peer needs of its room. */
export interface PeerHost {
  readonly clock: Clock
  readonly backoff: Backoff
  /** Claims are limited to four at a time. */
  readonly claims: Gate
  readonly connects: boolean
  self(): string
  joined(): boolean
  connection(): Promise<RTCPeerConnection>
  request(command: Command): Promise<Ok>
  signal(message: LinkMessage, to: string, wanted: () => boolean): void
  up(peer: Peer): void
  down(peer: Peer): void
  gone(peer: Peer, reason: LeaveReason): void
  changed(): void
  frame(peer: Peer, frame: PeerFrame): void
  track(peer: Peer, track: MediaStreamTrack, stream: MediaStream): void
  error(error: AlmenaraError): void
  log(kind: 'link' | 'offer', text: string, peer: string): void
}

/** Whether a signal is the SDK's own. */
export function isLinkMessage(data: unknown): data is LinkMessage {
  return isObject(data) && typeof data.link === 'string' && ('description' in data || 'candidates' in data || 'end' in data)
}
