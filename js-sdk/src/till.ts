import { reason } from './errors.js'
import type { Price, Refused, Sent } from './messages.js'
import type { MakePurse, Purse, TillHost } from './purse.js'

/** Stands between signaling and its connection: lets everything through until a node asks for work, and then sends it through the purse. */
export class Till {
  readonly #make: MakePurse
  readonly #host: TillHost & { log(text: string): void }
  #making: Promise<Purse> | undefined
  #purse: Purse | undefined

  constructor(make: MakePurse, host: TillHost & { log(text: string): void }) {
    this.#make = make
    this.#host = host
  }

  send(sent: Sent): void {
    (this.#purse ?? this.#host).send(sent)
  }

  settled(ref: number): void {
    this.#purse?.settled(ref)
  }

  reset(): void {
    this.#purse?.reset()
  }

  async relays(url: string, token: string): Promise<RTCIceServer[]> {
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
    try {
      return this.#purse = await (this.#making ??= this.#make(this.#host))
    } catch (error) {
      this.#making = undefined
      throw error
    }
  }
}
