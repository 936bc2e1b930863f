/** The codes by which a node refuses (section 6 of the protocol). */
export type RefusalCode =
  | 'bad-json' | 'too-deep' | 'bad-text' | 'bad-message' | 'unknown-command' | 'too-large'
  | 'bad-room' | 'unknown-room' | 'not-joined' | 'already-joined' | 'bad-token'
  | 'unknown-peer' | 'unknown-offer' | 'no-offer' | 'not-yours' | 'offer-claimed' | 'claim-expired'
  | 'room-full' | 'too-many-rooms' | 'too-many-offers' | 'too-many-claims' | 'no-turn' | 'no-mesh' | 'too-many-tokens' | 'no-table' | 'too-many-posts'
  | 'no-dht' | 'no-item' | 'foreign-salt' | 'seq-too-low' | 'cas-mismatch' | 'too-many-items' | 'timed-out'
  | 'price' | 'proof' | 'overloaded' | 'unavailable' | 'draining'
  | 'forbidden-origin' | 'unsupported-type' | 'method-not-allowed' | 'internal'

/** What goes wrong on the client's side. */
export type ClientCode =
  /** The `AbortSignal` of the options was aborted. */
  | 'aborted'
  /** A node was reached, but the room was not joined in time. */
  | 'timeout'
  /** No node of the list answered. */
  | 'unreachable'
  /** The room was left, or another connection has resumed its session. */
  | 'closed'
  /** The call itself is wrong; the message says what to do instead. */
  | 'misuse'
  /** The platform lacks what the call needs; the message says what. */
  | 'unsupported'
  /** The user, or the policy of the page, does not allow the device. */
  | 'not-allowed'
  /** There is no such device. */
  | 'no-device'
  /** The device can't be read; another program may have it. */
  | 'device-busy'
  /** A link to a peer could not be made; it is tried again while the peer is in the room. */
  | 'connect-failed'
  /** The page has as many connections as `maxConnections` allows; a link to a peer is tried again while the peer is in the room. */
  | 'too-many-connections'
  /** There is no link to the peer, or it went down before an action was done. */
  | 'link-lost'
  /** The peer does not listen to messages of that action, or has no handler for its requests. */
  | 'no-handler'
  /** The peer does not want what was sent, or has given up its reply. */
  | 'declined'
  /** The handler of the peer has thrown. */
  | 'handler-failed'

/** What an error is about: what a node has refused, or what went wrong on the side of the client. */
export type ErrorCode = RefusalCode | ClientCode

/** The only error the SDK throws or reports. `code` is the node's refusal code or one of the client's. */
export class AlmenaraError extends Error {
  /** Always `AlmenaraError`, in every bundle of the SDK. */
  override readonly name = 'AlmenaraError'
  /** What programs look at; the message is for people. */
  readonly code: ErrorCode
  /** Milliseconds after which the same command may be tried again, when the node says so. */
  readonly retryAfter: number | undefined
  /** The id of the peer that `connect-failed`, `too-many-connections` or the error of an action is about. */
  readonly peer: string | undefined

  constructor(code: ErrorCode, message: string, details: { cause?: unknown; retryAfter?: number; peer?: string } = {}) {
    super(message, details)
    this.code = code
    this.retryAfter = details.retryAfter
    this.peer = details.peer
  }
}

/** Whether joining again, perhaps on another node, may succeed after this refusal. */
export function mayRetry(code: ErrorCode): boolean {
  return /^(overloaded|unavailable|draining|internal|bad-token|price|proof)$/.test(code)
}

/** What went wrong, in words. @internal */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** What another one sent can't be understood. @internal */
export function broken(what: string): AlmenaraError {
  return new AlmenaraError('bad-message', `Broken: ${what}.`)
}

/** @internal */
export function left(): AlmenaraError {
  return new AlmenaraError('closed', 'The room has been left.')
}

/** @internal */
export function misuse(message: string): AlmenaraError {
  return new AlmenaraError('misuse', message)
}
