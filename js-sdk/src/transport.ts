import type { Numbered, Sent, ServerMessage } from './messages.js'

/** How a transport ended. */
export interface End {
  /** A close code of RFC 6455 or of the protocol; 1006 when the connection just broke. */
  readonly code: number
  readonly text: string
}

/** Close codes after which the node is to be avoided for a while. */
export const AVOID = [1001, 1011, 1012, 4503]
export const TAKEN_OVER = 4409
/** What was sent is of no use to any node: sent again, it would end the next connection too. */
export const UNBEARABLE = [1007, 1009]

export interface TransportListener {
  /** The connection stands; the opening command is on its way. */
  opened(): void
  message(message: ServerMessage): void
  /** The connection is of no use any more; who listens closes the transport and hears no more of it. */
  closed(end: End): void
}

/** One connection to one node. */
export interface Transport {
  send(command: Sent): void
  /** Its listener hears nothing more. */
  close(): void
}

/** Opens a connection to the room at `url` and sends the opening command over it. */
export type OpenTransport = (url: string, opening: Numbered, listener: TransportListener) => Transport

/** How a node is talked to: by a WebSocket, or by server-sent events and POST. */
export type TransportName = 'websocket' | 'sse'
