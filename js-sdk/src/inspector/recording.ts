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

/** One line of a timeline. */
export interface Entry {
  /** Counts from 1 in the order in which they were recorded. */
  readonly number: number
  /** When, in milliseconds since the epoch. */
  readonly time: number
  /** The label of the room. */
  readonly room: string
  /** What it is about. */
  readonly kind: Kind
  /** For people, 1,000 characters at most; its wording may change. */
  readonly text: string
  /** The id of the peer it is about; undefined when it is about none. */
  readonly peer?: string | undefined
}

/** There and back: of bytes, bytes a second, or messages. */
export interface Traffic {
  /** By this end. */
  readonly sent: number
  /** By this end. */
  readonly received: number
}

/** The pair of candidates in use. */
export interface PathSnapshot extends Path {
  /** Where the candidate of this end is, as far as the browser tells: an IP address or an mDNS name, with the port; undefined where it is hidden. */
  readonly localAddress?: string | undefined
  /** Where that of the other end is. */
  readonly remoteAddress?: string | undefined
  /** How this end reaches its TURN server: udp, tcp or tls; undefined when it goes through none. */
  readonly relayProtocol?: string | undefined
}

/** A member of the room, and the link to it. */
export interface PeerSnapshot {
  /** Its peer id. */
  readonly id: string
  /** As `peer.state` says. */
  readonly state: PeerState
  /** When the link has opened, or was first seen open. */
  readonly since?: number | undefined
  /** How often a link to this peer has opened. */
  readonly links: number
  /** ICE restarts of the connection there is. */
  readonly restarts: number
  /** The `iceConnectionState` of the connection. */
  readonly ice?: string | undefined
  /** The path in use at the last sample; undefined when there was none. */
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

/** A room that is watched. */
export interface RoomSnapshot {
  /** The label that it is watched under. */
  readonly label: string
  /** This peer's id; undefined before the room is joined. */
  readonly self?: string | undefined
  /** As `room.state` says. */
  readonly state: RoomState
  /** When watching began: what is counted is counted from then on. */
  readonly since: number
  /** The connection to the cluster. */
  readonly signaling: {
    /** The name of the node in use, or of the last one; undefined before there was any. */
    readonly node?: string | undefined
    /** Its address, without user, query and fragment. */
    readonly url?: string | undefined
    /** How it is reached. */
    readonly transport?: TransportName | undefined
    /** Attempts to connect. */
    readonly attempts: number
    /** Connections, and attempts, that have failed. */
    readonly lost: number
    /** Times that the room was joined again. */
    readonly reconnects: number
  }
  /** What was paid to nodes. */
  readonly work: {
    /** Payments. */
    readonly paid: number
    /** Payments that were begun and not made. */
    readonly givenUp: number
    /** Prices above `maxWork`. */
    readonly refused: number
    /** Hashes done for what was paid or given up. */
    readonly hashes: number
    /** Milliseconds that those took. */
    readonly took: number
  }
  /** Offers in the table. */
  readonly pool: {
    /** Standing offers of this peer that others have answered. */
    readonly answered: number
    /** Offers of others that this peer has claimed. */
    readonly claimed: number
    /** Failures to publish or refresh an offer. */
    readonly failed: number
  }
  /** Use of TURN servers. */
  readonly relays: {
    /** Links that have a path. */
    readonly links: number
    /** Those of them that go through a TURN server at either end. */
    readonly relayed: number
    /** Credentials of TURN servers that connections were seen with. */
    readonly credentials: number
    /** How often credentials were paid for with work. */
    readonly paid: number
    /** When the last of those credentials ends, where its user name tells. */
    readonly until?: number | undefined
  }
  /** Every other member. */
  readonly peers: readonly PeerSnapshot[]
}

/** All that a recorder knows, as JSON. */
export interface Recording {
  /** Tells what this is: `almenara-inspector`. */
  readonly schema: typeof SCHEMA
  /** Goes up when a field changes its meaning or goes. */
  readonly version: typeof VERSION
  /** When it was taken. */
  readonly time: number
  /** What was replaced by numbers. */
  readonly masked: {
    /** IP addresses. */
    readonly addresses: boolean
    /** Peer ids. */
    readonly ids: boolean
  }
  /** The rooms that are watched, in the order in which that began. */
  readonly rooms: readonly RoomSnapshot[]
  /** What has happened. */
  readonly timeline: {
    /** How many entries are kept. */
    readonly limit: number
    /** Entries that were there and had to go for newer ones. */
    readonly dropped: number
    /** The oldest first. */
    readonly entries: readonly Entry[]
  }
}
