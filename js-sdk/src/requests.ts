import { AlmenaraError } from './errors.js'
import type { Command, Ok, Refused, Sent } from './messages.js'

interface Pending {
  readonly command: Sent
  /** Present for commands that outlive their connection; false when it is no longer worth sending. */
  readonly wanted: (() => boolean) | undefined
  resolve(answer: Ok): void
  reject(error: AlmenaraError): void
}

/** Commands that wait for their answers, in the order they were given. */
export class Requests {
  readonly #pending = new Map<number, Pending>()
  #lastRef = 0

  nextRef(): number {
    return ++this.#lastRef
  }

  /** Numbers a command. With `wanted` it is kept over a loss of the connection, and sent again while that is true. */
  add(command: Command, wanted?: () => boolean): { sent: Sent; answer: Promise<Ok> } {
    const sent: Sent = { ...command, ref: this.nextRef() }
    const answer = new Promise<Ok>((resolve, reject) => {
      this.#pending.set(sent.ref, { command: sent, wanted, resolve, reject })
    })
    return { sent, answer }
  }

  /** Hands an answer to its command. True when the refusal means "not here, not now" and the command is kept for another node. */
  settle(answer: Ok | Refused): boolean {
    const ref = Number(answer.ref)
    const pending = this.#pending.get(ref)
    if (!pending) return false
    if (answer.type === 'refused' && pending.wanted && isAway(answer)) return true
    this.#pending.delete(ref)
    if (answer.type === 'ok') pending.resolve(answer)
    else pending.reject(refusal(answer))
    return false
  }

  /** The connection is gone: what is not kept fails. */
  lost(): void {
    for (const [ref, pending] of this.#pending) {
      if (pending.wanted) continue
      this.#pending.delete(ref)
      pending.reject(new AlmenaraError('unavailable', `The connection broke; "${pending.command.type}" may or may not have happened.`))
    }
  }

  /** What is to be sent again over a new connection, in order. */
  kept(): Sent[] {
    const again: Sent[] = []
    for (const [ref, pending] of this.#pending) {
      if (pending.wanted?.()) {
        again.push(pending.command)
        continue
      }
      this.#pending.delete(ref)
      pending.resolve({ type: 'ok', ref })
    }
    return again
  }

  close(error: AlmenaraError): void {
    for (const pending of this.#pending.values()) pending.reject(error)
    this.#pending.clear()
  }
}

function isAway(answer: Refused): boolean {
  return answer.code === 'unavailable' || answer.code === 'draining'
}

/** The error that stands for a refusal. */
export function refusal(answer: Refused): AlmenaraError {
  return new AlmenaraError(answer.code, answer.message, answer)
}
