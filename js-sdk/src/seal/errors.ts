import { AlmenaraError } from '../errors.js'

/** What is wrong with something that a peer, or a node in its name, has sent. */
export type Fault =
  /** It has not the shape of what it should be. */
  | 'malformed'
  /** It was altered, or it is for another room, sender, receiver or purpose, or of somebody without the key. */
  | 'forged'
  /** It is this peer's own. */
  | 'reflected'
  /** It has come before. */
  | 'replayed'
  /** A later one of the same stream has come before it. */
  | 'reordered'
  /** It was made for everybody too long ago, or the clock of an end is wrong. */
  | 'stale'
  /** It is a challenge of another node than the one that was called. */
  | 'elsewhere'

const MEANINGS: Record<Fault, string> = {
  malformed: 'it has no shape that this version knows',
  forged: 'it was altered, or made for another room, sender, receiver or purpose',
  reflected: 'it is our own',
  replayed: 'it has come before',
  reordered: 'a later one has come before it',
  stale: 'it is too old, or a clock is wrong',
  elsewhere: 'it is of another node',
}

/** Something sealed or signed that is not taken. Its code is `bad-message`; `fault` says why, for counting and for the log. */
export class SealError extends AlmenaraError {
  /** What is wrong with it. */
  readonly fault: Fault

  constructor(fault: Fault, what: string) {
    super('bad-message', `Refused ${what}: ${MEANINGS[fault]}.`)
    this.fault = fault
  }
}

/** WebCrypto lacks what is needed. */
export function unsupported(what: string, cause?: unknown): AlmenaraError {
  const message = `Sealed rooms need ${what} in WebCrypto: a page from https or localhost, in Chromium 137, Firefox 130, Safari 17, Node 20, or later.`
  return new AlmenaraError('unsupported', message, { cause })
}
