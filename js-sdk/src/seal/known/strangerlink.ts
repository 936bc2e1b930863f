import type { NegotiationMessage } from '../../negotiation.js'
import type { SealedLink } from '../../sealing.js'

const WHY = 'the peer has said who it is'

/** A link with somebody who is not known, until it turns out that it is: then it is given up for one that is proven. */
export class StrangerLink implements SealedLink {
  readonly #inner: SealedLink
  readonly #end: () => void
  #phase: 'stands' | 'over' = 'stands'
  #failed: ((why: string) => void) | undefined

  /** `end` gives it up while its channel is not open. */
  constructor(inner: SealedLink, end: () => void) {
    this.#inner = inner
    this.#end = end
  }

  /** Nothing comes through any more. */
  giveUp(): void {
    if (this.#phase === 'over') return
    this.#phase = 'over'
    if (this.#failed) this.#failed(WHY)
    else this.#end()
  }

  begin(pc: RTCPeerConnection, channel: RTCDataChannel, proven: () => void, failed: (why: string) => void): void {
    if (this.#phase === 'over') return failed(WHY)
    this.#failed = failed
    this.#inner.begin(pc, channel, () => { if (this.#phase === 'stands') proven() }, failed)
  }

  heard(raw: unknown, deliver: (raw: unknown) => void): void {
    this.#inner.heard(raw, (raw) => { if (this.#phase === 'stands') deliver(raw) })
  }

  outward(message: NegotiationMessage, deliver: (message: NegotiationMessage) => void): void {
    this.#inner.outward(message, deliver)
  }

  inward(message: NegotiationMessage, deliver: (message: NegotiationMessage) => void): void {
    this.#inner.inward(message, deliver)
  }
}
