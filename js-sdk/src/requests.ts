import { AlmenaraError } from './errors.js'
import { byteLength, toJson } from './frames.js'
import type { Command, Ok, Refused, Sent } from './messages.js'

interface Pending {
  readonly sent: Sent
  /** Present for commands that outlive their connection; false when it is no longer worth sending. */
  readonly wanted: (() => boolean) | undefined
  resolve(answer: Ok): void
  reject(error: AlmenaraError): void
}

/** Commands that wait for their answers, in the order they were given. */
export class Requests {
  readonly #pending = new Map<number, Pending>()
  #lastRef = 0
  /** The most bytes that the node takes in one message. */
  limit = 65_536

  nextRef(): number {
    return ++this.#lastRef
  }

  /**
   * Numbers and encodes a command, and gives it to `send`. With `wanted` it is kept over a loss of the connection, and
   * sent again while that is true. Rejects at once for one that can't be sent.
   */
  async add(command: Command, send: (sent: Sent) => void, wanted?: () => boolean): Promise<Ok> {
    const ref = this.nextRef()
    const { data, ...head } = { data: undefined, ...command, ref }
    const json = JSON.stringify(head)
    const sent = { ref, text: 'data' in command ? `${json.slice(0, -1)},"data":${toJson(data)}}` : json }
    if (byteLength(sent.text) > this.limit) throw new AlmenaraError('too-large', `The node takes ${this.limit} bytes at once.`)
    return new Promise<Ok>((resolve, reject) => {
      this.#pending.set(ref, { sent, wanted, resolve, reject })
      send(sent)
    })
  }

  /** A command that waits for its answer. */
  sent(ref: unknown): Sent | undefined {
    return this.#pending.get(Number(ref))?.sent
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

  /** The connection is gone: what is not kept fails. When the node could not bear what was sent, nothing is kept. */
  lost(unbearable?: boolean): void {
    for (const [ref, pending] of this.#pending) {
      if (pending.wanted && !unbearable) continue
      this.#pending.delete(ref)
      pending.reject(new AlmenaraError(unbearable ? 'too-large' : 'unavailable', 'No answer came.'))
    }
  }

  /** What is to be sent again over a new connection, in order. */
  kept(): Sent[] {
    const again: Sent[] = []
    for (const [ref, pending] of this.#pending) {
      if (pending.wanted?.()) {
        again.push(pending.sent)
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
  return /^(unavailable|draining)$/.test(answer.code)
}

/** The error that stands for a refusal. */
export function refusal(answer: Refused): AlmenaraError {
  return new AlmenaraError(answer.code, answer.message, answer)
}
