import { byteLength } from '../frames.js'
import type { Refused, Sent } from '../messages.js'
import type { PaidAction } from '../purse.js'

/** How many refusals of one command are met with a payment before one is passed on: the price may rise while the work is done. */
const TRIES = 4
/** After that long they are counted anew. */
const PAUSE = 60_000
const MESSAGES = 16
const BYTES = 16 * 1024

/** Commands that are paid for together. */
export interface Batch { readonly action: PaidAction; readonly commands: readonly Sent[] }

export interface LaneHost {
  /** Whether several commands may go together. */
  batches(): boolean
  /** Sends a batch; whether it was paid, for that takes a quote. Rejects when it can't be paid. */
  pay(batch: Batch): Promise<boolean>
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
  /** What is being paid, or has been sent and is not answered; and what of that was paid. */
  readonly #out = new Map<number, Sent>()
  readonly #paid = new Set<number>()
  readonly #tries = new Map<number, { count: number; since: number }>()
  #idle: (() => void)[] = []

  constructor(action: PaidAction, host: LaneHost) {
    this.#action = action
    this.#host = host
  }

  push(sent: Sent): void {
    this.#waiting.push(sent)
    this.#next()
  }

  /** A command has gone without a payment before there was a purse. */
  passed(sent: Sent): void {
    this.#out.set(sent.ref, sent)
  }

  /** The node has refused a command for want of work: it goes in front of those that were given later. */
  again(sent: Sent, answer: Refused): void {
    this.#out.delete(sent.ref)
    if (this.#paid.delete(sent.ref)) this.#count(sent.ref)
    if (this.#wearied(sent.ref)) this.#refuse(sent, { message: answer.message, code: this.#action === 'join' ? 'overloaded' : 'price' })
    else this.#waiting = [...this.#waiting, sent].sort((a, b) => a.ref - b.ref)
    this.#next()
  }

  settled(ref: number): void {
    this.#tries.delete(ref)
    this.#paid.delete(ref)
    if (this.#out.delete(ref)) this.#next()
  }

  /** Runs the task when everything that was given before is answered. */
  after(task: () => void): void {
    this.#idle.push(task)
    this.#next()
  }

  /** The connection is gone. How often a join was refused outlives that: its reference is always the same. */
  reset(): void {
    this.#waiting = []
    this.#out.clear()
    this.#paid.clear()
    this.#idle = []
    if (this.#action !== 'join') this.#tries.clear()
  }

  #next(): void {
    if (this.#out.size > 0) return
    if (this.#waiting.length === 0) return this.#idle.splice(0).forEach((task) => task())
    const commands = this.#take()
    for (const sent of commands) this.#out.set(sent.ref, sent)
    void this.#pay(commands)
  }

  async #pay(commands: readonly Sent[]): Promise<void> {
    const here = (sent: Sent): boolean => this.#out.get(sent.ref) === sent
    try {
      const paid = await this.#host.pay({ action: this.#action, commands })
      if (paid) for (const sent of commands.filter(here)) this.#paid.add(sent.ref)
    } catch (error) {
      for (const sent of commands.filter(here)) this.#refuse(sent, error as Refused)
      this.#next()
    }
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

  /** Counts a payment that was refused. */
  #count(ref: number): void {
    const known = this.#tries.get(ref)
    if (known && performance.now() - known.since < PAUSE) known.count++
    else this.#tries.set(ref, { count: 1, since: performance.now() })
  }

  #wearied(ref: number): boolean {
    const { count = 0, since = 0 } = this.#tries.get(ref) ?? {}
    return count > TRIES && performance.now() - since < PAUSE
  }

  #refuse({ ref }: Sent, { code, message }: Pick<Refused, 'code' | 'message'>): void {
    this.#out.delete(ref)
    this.#host.refuse({ type: 'refused', ref, code, message })
  }
}

/** A command's share of the bytes of a batch. */
function size(sent: Sent | undefined): number {
  return byteLength(sent?.text ?? '') + 2
}
