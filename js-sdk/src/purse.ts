import type { Price, Refused, Sent } from './messages.js'

/** What a node asks work for (section 9 of docs/protocol.md). */
export type PaidAction = 'post' | 'join' | 'claim' | 'token' | 'dht-put'

/** A price above `maxWork`: what it was for has been refused with the code `price`. */
export interface Asked {
  /** What the work is for. */
  readonly action: PaidAction
  /** The work it takes, in expected hashes of SHA-256. */
  readonly work: number
  /** The most that the application allows. */
  readonly maxWork: number
}

/** Work under way, done or given up. */
export interface WorkInfo {
  /** What the work is for. */
  readonly action: PaidAction
  /** Hashes that it takes on average. */
  readonly work: number
  /** Hashes done so far. */
  readonly done: number
  /** Milliseconds since it was begun. */
  readonly took: number
  /** Under way, handed to the node, or given up because nobody wants it any more. */
  readonly state: 'working' | 'paid' | 'given-up'
}

/** TURN servers with credentials, and for how many seconds those are good. */
export interface Relays { readonly servers: RTCIceServer[]; readonly ttl: number }

/** What the purse is given by those it pays for. */
export interface PurseHost {
  readonly room: string
  readonly fetch: typeof fetch
  maxWork(): number
  /** The id of this peer while it has a session. */
  self(): string | undefined
  /** The session's token, where commands go as POST and are to carry it. */
  bearer(): string | undefined
  /** The most bytes that the node takes at once. */
  longest(): number
  /** Sends what is paid, or free. */
  send(command: Sent): void
  /** What can't be paid is refused in place of the node. */
  refuse(answer: Refused): void
  tell(name: 'price', asked: Asked): void
  tell(name: 'work', work: WorkInfo): void
}

/** Pays for commands over one connection after the other, and buys relays. */
export interface Purse {
  /** The node has told a price; with `sent` it has refused that for want of work. */
  quoted(message: Price | Refused, command?: Sent): void
  /** A command has gone unpaid before there was a purse: others wait until it is answered. */
  passed(command: Sent): void
  /** Sends a command, paid if need be, in its turn. */
  send(command: Sent): void
  /** A command has its answer. */
  settled(ref: number): void
  /** The connection is gone, with all that was under way. */
  reset(): void
  /** The room has been left. */
  end(): void
  /** TURN servers with credentials that the node at this address sells; none where it has none. */
  relays(url: string, token: string): Promise<Relays>
}

/** What a purse is given by signaling; the room adds the rest. */
export type TillHost = Omit<PurseHost, 'room' | 'fetch' | 'maxWork' | 'tell'>

export type MakePurse = (parts: TillHost) => Promise<Purse>
