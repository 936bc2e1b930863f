import { type Body, bodyOf } from './body.js'
import { CODE_LENGTH, MESSAGE_LENGTH } from './limits.js'
import { encode, type Purpose, type Refusal } from './messages.js'
import type { Outgoing } from './outgoing.js'

export interface HandlingsConfig {
  /** Bytes of a reply. */
  readonly bytes: number
  start(peer: string, purpose: Purpose, body: Body): Outgoing
  answer(message: object, peer: string): void
}

interface Handling {
  readonly abort: AbortController
  reply: Outgoing | undefined
}

const NONE: ReadonlyMap<number, unknown> = new Map()

/** Requests of others that have no reply yet, or one that is on its way. */
export class Handlings {
  readonly #config: HandlingsConfig
  readonly #all = new Map<string, Map<number, Handling>>()

  constructor(config: HandlingsConfig) {
    this.#config = config
  }

  /** Those of a peer by their ids, until the handler has ended, whatever the peer says. */
  of(peer: string): ReadonlyMap<number, unknown> {
    return this.#all.get(peer) ?? NONE
  }

  /** Calls the handler, and sends what it gives, or what it throws. */
  async run(peer: string, id: number, call: (signal: AbortSignal) => unknown): Promise<void> {
    const handling: Handling = { abort: new AbortController(), reply: undefined }
    const { signal } = handling.abort
    this.#all.set(peer, (this.#all.get(peer) ?? new Map<number, Handling>()).set(id, handling))
    try {
      const body = bodyOf(await call(signal))
      if (signal.aborted) return
      if (body.size > this.#config.bytes) return this.#refuse(peer, id, { code: 'too-large', message: `A reply takes ${this.#config.bytes} bytes at most.` })
      handling.reply = this.#config.start(peer, { kind: 'reply', to: id }, body)
      // Who has asked hears of it, or is gone.
      await handling.reply.settled.catch(() => {})
    } catch (error) {
      if (!signal.aborted) this.#refuse(peer, id, failure(error))
    } finally {
      this.#remove(peer, id)
    }
  }

  /** The reply is not wanted any more. */
  cancel(peer: string, id: number): void {
    const handling = this.#all.get(peer)?.get(id)
    if (handling) end(handling)
  }

  /** The link is gone. */
  gone(peer: string): void {
    for (const handling of this.#all.get(peer)?.values() ?? []) end(handling)
  }

  close(): void {
    for (const [peer, all] of this.#all) {
      for (const id of all.keys()) this.#refuse(peer, id, { code: 'declined', message: 'The peer answers nothing any more.' })
      this.gone(peer)
    }
  }

  #remove(peer: string, id: number): void {
    const all = this.#all.get(peer)
    all?.delete(id)
    if (all?.size === 0) this.#all.delete(peer)
  }

  #refuse(peer: string, id: number, refusal: Refusal): void {
    this.#config.answer(encode.refuse(id, refusal), peer)
  }
}

function end({ abort, reply }: Handling): void {
  abort.abort()
  reply?.stop(undefined)
}

function failure(error: unknown): Refusal {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, MESSAGE_LENGTH)
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return { code: 'handler-failed', message, ...typeof code === 'string' && { reason: code.slice(0, CODE_LENGTH) } }
}
