import { AlmenaraError } from '../errors.js'
import type { Refusal } from './messages.js'

/** What has become of something that was sent to `peer`. */
export class ActionError extends AlmenaraError {
  /** The `code` of the error that the peer's handler threw, if it had one: with `handler-failed`. */
  readonly reason: string | undefined

  /** @internal */
  constructor(peer: string, { code, message, reason }: Refusal) {
    super(code, message, { peer })
    this.reason = reason
  }
}

/** @internal */
export function linkLost(peer: string): ActionError {
  return new ActionError(peer, { code: 'link-lost', message: `There is no link to ${peer}, or it has gone down.` })
}

/** @internal */
export function late(peer: string, what: string): ActionError {
  return new ActionError(peer, { code: 'timeout', message: `${what} in time.` })
}

/** @internal */
export function aborted(signal?: AbortSignal): AlmenaraError {
  return new AlmenaraError('aborted', 'Aborted.', { cause: signal?.reason })
}

/** @internal */
export function closed(): AlmenaraError {
  return new AlmenaraError('closed', 'The actions have been closed.')
}

/** An error of the application's is its own. @internal */
export function harmless(call: () => void): void {
  try {
    call()
  } catch (error) {
    queueMicrotask(() => { throw error })
  }
}
