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

/** What `room.joined` resolves to. */
export interface RoomInfo {
  /** The id of this peer. */
  readonly self: string
  /** Those who were in the room before us. */
  readonly members: string[]
  /** The name of the node. */
  readonly node: string
  /** The URL of the node, one of those given to `join`. */
  readonly url: string
  /** The run of the room that offsets belong to: another one after every member was gone, or all nodes were restarted. */
  readonly epoch: string | number
}

/** A node, and how it is reached. */
export interface NodeInfo {
  /** What it calls itself. */
  readonly name: string
  /** One of those given to `join`. */
  readonly url: string
  /** How it is talked to. */
  readonly transport: TransportName
}

/** One line of the trace, for people. */
export interface LogEntry {
  /** Milliseconds since the epoch. */
  readonly time: number
  /** What it is about. */
  readonly kind: 'node' | 'room' | 'signal' | 'offer' | 'link'
  /** A sentence; not for programs, for it may change. */
  readonly text: string
  /** The id of the peer that it is about. */
  readonly peer?: string | undefined
}

/** The events of a room, with the arguments of their listeners. */
export type RoomEvents = {
  /** `room.state` has changed. */
  state: [state: RoomState]
  /** A member is known; its link may come up later. */
  peer: [peer: Peer]
  /** The peer has proven that it is one of `contacts.known`, the one with that key, which `peer.contact` is from now on. */
  contact: [peer: Peer, contact: string]
  /** The peer's data channel is open. */
  open: [peer: Peer]
  /** The link is down; it is made again while the peer is in the room. */
  close: [peer: Peer]
  /** The peer is gone, from signaling and with its link. */
  left: [peer: Peer, reason: LeaveReason]
  /** What a peer has sent by `send`. */
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
  /** Trouble; the room goes on unless its state is `closed`. */
  error: [error: AlmenaraError]
  /** A line of the trace. */
  log: [entry: LogEntry]
}

/** What goes with a stream. */
export interface StreamOptions {
  /** Those who get it, by their ids; default: everybody, also those who come later. */
  to?: string | readonly string[] | undefined
  /** Anything that JSON knows, 4,096 characters of it at most: comes before the first `track` of the stream. */
  metadata?: unknown
}

/** Messages of one kind, apart from those of `send` and of other actions. */
export interface Action<T> {
  /** Sends to all, or to those named; returns the number of peers it went to. */
  send(data: T, to?: string | readonly string[]): number
  /** Listens to those that come; the returned function unsubscribes. */
  on(listener: (data: T, peer: Peer) => void): () => void
}
