import type { AlmenaraError } from './errors.js'
import type { LeaveReason } from './host.js'
import type { Peer } from './peer.js'
import type { Asked, WorkInfo } from './purse.js'
import type { Emoji } from './seal/emoji.js'
import type { TransportName } from './transport.js'

/** What a room tells the application. */

/**
 * connecting: not joined yet. joined. signal-reconnecting: the node is away, but links to peers stand.
 * reconnecting: the node is away and there is no link. closed: left, or refused for good.
 */
export type RoomState = 'connecting' | 'joined' | 'signal-reconnecting' | 'reconnecting' | 'closed'

export interface RoomInfo {
  readonly self: string
  /** Those who were in the room before us. */
  readonly members: string[]
  /** The name of the node. */
  readonly node: string
  readonly url: string
  readonly epoch: string | number
}

export interface NodeInfo {
  readonly name: string
  readonly url: string
  readonly transport: TransportName
}

/** One line of the trace, for people. */
export interface LogEntry {
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly kind: 'node' | 'room' | 'signal' | 'offer' | 'link'
  readonly text: string
  readonly peer?: string | undefined
}

export type RoomEvents = {
  state: [state: RoomState]
  /** A member is known; its link may come up later. */
  peer: [peer: Peer]
  /** The peer's data channel is open. */
  open: [peer: Peer]
  /** The link is down; it is made again while the peer is in the room. */
  close: [peer: Peer]
  left: [peer: Peer, reason: LeaveReason]
  message: [data: unknown, peer: Peer]
  /** The peer sends a track; `metadata`: what it has said about the stream. */
  track: [track: MediaStreamTrack, stream: MediaStream, peer: Peer, metadata: unknown]
  /** The peer has changed what it says about a stream that it sends. */
  metadata: [metadata: unknown, stream: MediaStream, peer: Peer]
  /** The peer sends no track of the stream any more: it has taken it away, or the link is down. */
  ended: [stream: MediaStream, peer: Peer]
  /** An application's signal; without a peer when it was posted anonymously. */
  signal: [data: unknown, peer: Peer | undefined]
  /** The five emoji of a link, which either end has asked for by `peer.emoji()`. */
  emoji: [emoji: readonly Emoji[], peer: Peer]
  /** The node asks for more work than `maxWork`: what it was for has been refused. Raise `room.maxWork` to allow it. */
  price: [price: Asked]
  /** Work for the node has begun, goes on or has ended. */
  work: [work: WorkInfo]
  error: [error: AlmenaraError]
  log: [entry: LogEntry]
}

/** What goes with a stream. */
export interface StreamOptions {
  /** Those who get it, by their ids; default: everybody, also those who come later. */
  to?: string | readonly string[] | undefined
  /** Anything that JSON knows, 4,096 characters of it at most: comes before the first `track` of the stream. */
  metadata?: unknown
}

export interface Action<T> {
  /** Sends to all, or to those named; returns the number of peers it went to. */
  send(data: T, to?: string | readonly string[]): number
  on(listener: (data: T, peer: Peer) => void): () => void
}
