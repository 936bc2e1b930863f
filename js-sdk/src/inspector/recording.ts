import type { RoomState } from '../events.js'
import type { Path } from '../path.js'
import type { PeerState } from '../peer.js'
import type { TransportName } from '../transport.js'

/** What is exported; docs/inspector.md describes it. Times are milliseconds since the epoch. */

export const SCHEMA = 'almenara-inspector'
/** Goes up when a field changes its meaning or goes; fields may come without that. */
export const VERSION = 1

/** What an entry is about: the kinds of the room's `log`, and those of its other events and of its connections. */
export type Kind = 'node' | 'room' | 'signal' | 'offer' | 'link' | 'ice' | 'media' | 'work' | 'error'
export const KINDS: readonly Kind[] = ['node', 'room', 'signal', 'offer', 'link', 'ice', 'media', 'work', 'error']

export interface Entry {
  /** Counts from 1 in the order in which they were recorded. */
  readonly number: number
  readonly time: number
  /** The label of the room. */
  readonly room: string
  readonly kind: Kind
  readonly text: string
  readonly peer?: string | undefined
}

/** There and back: of bytes, bytes a second, or messages. */
export interface Traffic { readonly sent: number; readonly received: number }

export interface PathSnapshot extends Path {
  /** Where the candidates are, as far as the browser tells; an IP address or an mDNS name. */
  readonly localAddress?: string | undefined
  readonly remoteAddress?: string | undefined
  /** How this end reaches its TURN server: udp, tcp or tls. */
  readonly relayProtocol?: string | undefined
}

export interface PeerSnapshot {
  readonly id: string
  readonly state: PeerState
  /** When the link has opened, or was first seen open. */
  readonly since?: number | undefined
  /** How often a link to this peer has opened. */
  readonly links: number
  /** ICE restarts of the connection there is. */
  readonly restarts: number
  /** The `iceConnectionState` of the connection. */
  readonly ice?: string | undefined
  readonly path?: PathSnapshot | undefined
  /** Of the connection, media included. */
  readonly bytes?: Traffic | undefined
  /** Bytes a second, between the last two samples that were half a second apart. */
  readonly rates?: Traffic | undefined
  /** Of all data channels. */
  readonly messages?: Traffic | undefined
  /** Bytes that wait in the SDK's data channel. */
  readonly buffered?: number | undefined
}

export interface RoomSnapshot {
  readonly label: string
  readonly self?: string | undefined
  readonly state: RoomState
  /** When watching began: what is counted is counted from then on. */
  readonly since: number
  readonly signaling: {
    readonly node?: string | undefined
    readonly url?: string | undefined
    readonly transport?: TransportName | undefined
    /** Attempts to connect, connections lost, and times that the room was joined again. */
    readonly attempts: number
    readonly lost: number
    readonly reconnects: number
  }
  readonly work: {
    readonly paid: number
    readonly givenUp: number
    /** Prices above `maxWork`. */
    readonly refused: number
    /** Hashes done for what was paid or given up, and milliseconds. */
    readonly hashes: number
    readonly took: number
  }
  readonly pool: {
    /** Standing offers of this peer that others have answered. */
    readonly answered: number
    /** Offers of others that this peer has claimed. */
    readonly claimed: number
    /** Failures to publish or refresh an offer. */
    readonly failed: number
  }
  readonly relays: {
    /** Links with a path, and those among them that go through a TURN server. */
    readonly links: number
    readonly relayed: number
    /** Credentials of TURN servers that connections were seen with, and how many were paid for with work. */
    readonly credentials: number
    readonly paid: number
    /** When the last of those credentials ends, where its user name tells. */
    readonly until?: number | undefined
  }
  readonly peers: readonly PeerSnapshot[]
}

export interface Recording {
  readonly schema: typeof SCHEMA
  readonly version: typeof VERSION
  readonly time: number
  /** What was replaced by numbers. */
  readonly masked: { readonly addresses: boolean; readonly ids: boolean }
  readonly rooms: readonly RoomSnapshot[]
  readonly timeline: {
    readonly limit: number
    /** Entries that were there and had to go for newer ones. */
    readonly dropped: number
    readonly entries: readonly Entry[]
  }
}
