import { reason } from './errors.js'
import type { Price, Refused, Sent } from './messages.js'
import type { MakePurse, Purse, Relays, TillHost } from './purse.js'

/** Stands between signaling and its connection: lets everything through until a node asks for work, and then sends it through the purse. */
export class Till {
  readonly #make: MakePurse
  readonly #host: TillHost & { log(text: string): void }
  #making: Promise<Purse> | undefined
  #purse: Purse | undefined
  /** What went through and is not answered, and what waits for the purse, so that nothing overtakes what may be refused. */
  readonly #gone = new Map<number, Sent>()
  #held: Sent[] = []

  constructor(make: MakePurse, host: TillHost & { log(text: string): void }) {
    this.#make = make
    this.#host = host
  }

  send(sent: Sent): void {
    if (this.#purse) return this.#purse.send(sent)
    if (this.#making) return void this.#held.push(sent)
    this.#gone.set(sent.ref, sent)
    this.#host.send(sent)
  }

  settled(ref: number): void {
    this.#gone.delete(ref)
    this.#purse?.settled(ref)
  }

  reset(): void {
    this.#gone.clear()
    this.#held = []
    this.#purse?.reset()
  }

  end(): void {
    this.#purse?.end()
  }

  async relays(url: string, token: string): Promise<Relays> {
    return (await this.#get()).relays(url, token)
  }

  /** The node has told a price, or refused a command for want of work; void unless the connection is `current` when the purse is there. */
  async quoted(message: Price | Refused, sent: Sent | undefined, current: () => boolean): Promise<void> {
    try {
      const purse = await this.#get()
      if (current()) purse.quoted(message, sent)
    } catch (error) {
      this.#host.log(`nothing can be paid: ${reason(error)}`)
      if (message.type === 'refused' && current()) this.#host.refuse({ ...message, quote: '' })
    }
  }

  async #get(): Promise<Purse> {
    this.#making ??= this.#make(this.#host)
    try {
      const purse = await this.#making
      if (!this.#purse) for (const sent of this.#gone.values()) purse.passed(sent)
      this.#purse = purse
    } catch (error) {
      this.#making = undefined
      throw error
    } finally {
      for (const sent of this.#held.splice(0)) this.send(sent)
    }
    return this.#purse
  }
}
