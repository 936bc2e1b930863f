import type { Clock } from '../../clock.js'
import { Recent } from '../recent.js'
import { AGAIN, KEPT } from './limits.js'

/** When peers were last told what they are told now and then only. */
export class Throttle {
  readonly #clock: Clock
  readonly #told = new Recent<number>(KEPT)

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether it is time to tell the peer, who then counts as told. */
  allows(peer: string): boolean {
    const now = this.#clock.now()
    if (now < (this.#told.get(peer) ?? -Infinity) + AGAIN) return false
    this.#told.set(peer, now)
    return true
  }
}
