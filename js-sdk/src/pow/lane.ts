import type { Refused, Sent } from '../messages.js'
import type { PaidAction } from '../purse.js'

/** How many refusals of one command are met with a payment before one is passed on: the price may rise while the work is done. */
const TRIES = 4
const MESSAGES = 16
const BYTES = 16 * 1024

/** Commands that are paid for together. */
export interface Batch { readonly action: PaidAction; readonly commands: readonly Sent[] }

export interface LaneHost {
  /** Whether several commands may go together. */
  batches(): boolean
  /** Sends a batch, paid if there is a quote; rejects when it can't be paid. */
  pay(batch: Batch): Promise<void>
  refuse(answer: Refused): void
}

/**
 * Commands of one action, carried out in the order they were given: one payment is on its way at a time, and takes along
 * what has come meanwhile, up to 16 messages and 16 KiB.
 */
export class Lane {
  readonly #action: PaidAction
  readonly #host: LaneHost
  #waiting: Sent[] = []
  /** What is being paid, or has been sent and is not answered. */
  readonly #out = new Map<number, Sent>()
  readonly #tries = new Map<number, number>()

  constructor(action: PaidAction, host: LaneHost) {
    this.#action = action
    this.#host = host
  }

  push(sent: Sent): void {
    this.#waiting.push(sent)
    this.#next()
  }

  /** The node has refused a command for want of work: it goes in front of those that were given later. */
  again(sent: Sent, answer: Refused): void {
    this.#out.delete(sent.ref)
    const tries = (this.#tries.get(sent.ref) ?? 0) + 1
    this.#tries.set(sent.ref, tries)
    if (tries > TRIES) this.#refuse(sent, answer.message)
    else this.#waiting = [...this.#waiting, sent].sort((a, b) => a.ref - b.ref)
    this.#next()
  }

  settled(ref: number): void {
    this.#tries.delete(ref)
    if (this.#out.delete(ref)) this.#next()
  }

  reset(): void {
    this.#waiting = []
    this.#out.clear()
    this.#tries.clear()
  }

  #next(): void {
    if (this.#out.size > 0 || this.#waiting.length === 0) return
    const commands = this.#take()
    for (const sent of commands) this.#out.set(sent.ref, sent)
    this.#host.pay({ action: this.#action, commands }).catch((error: Error) => {
      for (const sent of commands) if (this.#out.get(sent.ref) === sent) this.#refuse(sent, error.message)
      this.#next()
    })
  }

  #take(): Sent[] {
    let count = 1
    let bytes = size(this.#waiting[0])
    while (this.#host.batches() && count < MESSAGES && count < this.#waiting.length) {
      bytes += size(this.#waiting[count])
      if (bytes > BYTES) break
      count++
    }
    return this.#waiting.splice(0, count)
  }

  #refuse({ ref }: Sent, message: string): void {
    this.#out.delete(ref)
    this.#tries.delete(ref)
    this.#host.refuse({ type: 'refused', ref, code: 'price', message })
  }
}

/** A command's share of the bytes of a batch. */
function size(sent: Sent | undefined): number {
  return new TextEncoder().encode(sent?.text).length + 2
}
