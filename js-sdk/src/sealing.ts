import type { LinkMessage } from './host.js'
import type { Command, Ok } from './messages.js'
import type { NegotiationMessage } from './negotiation.js'
import type { SignalingEvents } from './session.js'
import type { OpenTransport } from './transport.js'

/** Sends a command over the connection. */
export type Send = (command: Command) => Promise<Ok>

/** What makes a room with a secret one: it stands between signaling and those who use it, and keeps what is sealed and signed out of their sight. */
export interface Sealing {
  /** The id of the room, as nodes know it. */
  readonly room: string
  /** A transport that proves to the node what it asks for before it joins. */
  transport(open: OpenTransport): OpenTransport
  /**
   * Sends a command, with its data sealed, and gives its answer, with that of the other opened. Signals go in the order of the calls, once there is a node
   * and while they are wanted.
   */
  ask(command: Command, send: Send, wanted?: () => boolean): Promise<Ok>
  /** Delivers what signaling tells, in its order; an event of the room with its data opened, and not at all unless it is what its author has sent. */
  pass(name: keyof SignalingEvents, told: unknown, deliver: () => void): void
  /** Resolves when everything that waited to be sealed has been sent. */
  idle(): Promise<unknown>
  link(peer: string, link: string): SealedLink
  /** Signs a message about a link that peers will carry to that one; checks one that they have brought of that one. */
  sign(to: string, message: LinkMessage): Promise<LinkMessage>
  check(from: string, message: LinkMessage): Promise<void>
}

/** The part of one link: what goes over its data channel. */
export interface SealedLink {
  /** The channel is open: tells the other end what proves the link. One of the two is called when it has told the same, or something else. */
  begin(pc: RTCPeerConnection, channel: RTCDataChannel, proven: () => void, failed: (why: string) => void): void
  /** Delivers what comes over the channel, from the second message on and once the first has proven the link. */
  heard(raw: unknown, deliver: (raw: unknown) => void): void
  /** Signs what is to go over the channel. */
  outward(message: NegotiationMessage, deliver: (message: NegotiationMessage) => void): void
  /** Checks what has come over the channel. */
  inward(message: NegotiationMessage, deliver: (message: NegotiationMessage) => void): void
}

const through = <T>(value: T, deliver: (value: T) => void): void => deliver(value)

/** A link of a room without a secret: whatever comes or goes passes as it is. */
export const openLink: SealedLink = { begin: (_pc, _channel, proven) => proven(), heard: through, outward: through, inward: through }
