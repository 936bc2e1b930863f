import { AlmenaraError } from '../errors.js'
import type { Command, Ok } from '../messages.js'
import { Recent } from '../seal/recent.js'
import type { Place } from './place.js'
import { OFFERS } from './roaminglimits.js'

/** The nodes in use where the room is now, best first. */
export interface Here {
  here(): readonly Place[]
  primary(): Place | undefined
}

type Claim = Extract<Command, { type: 'claim' }>

/** Which command is for which node: offers stand at the best one, are claimed wherever their authors are, and answered where they were claimed. */
export class OfferTables {
  readonly #places: Here
  /** Where this peer's own offers stand, and where it has claimed others'. */
  readonly #own = new Recent<Place>(OFFERS)
  readonly #claimed = new Recent<Place>(OFFERS)
  #turn = 0

  constructor(places: Here) {
    this.#places = places
  }

  async request(command: Command): Promise<Ok> {
    switch (command.type) {
      case 'offer': return this.#publish(command)
      case 'hold': case 'refresh': case 'withdraw': return this.#at(this.#own.get(command.offer), 'unknown-offer', command)
      case 'claim': return this.#claim(command)
      case 'answer': case 'release': return this.#at(this.#claimed.get(command.offer), 'claim-expired', command)
      default: return this.#at(this.#places.primary(), 'unavailable', command)
    }
  }

  async #publish(command: Command): Promise<Ok> {
    const primary = this.#places.primary()
    const ok = await this.#at(primary, 'unavailable', command)
    if (ok.offer !== undefined && primary) this.#own.set(ok.offer, primary)
    return ok
  }

  /** Where the author is, one node after the other; where the choice is open, each time another one first. */
  async #claim(command: Claim): Promise<Ok> {
    const here = this.#places.here()
    const { from } = command
    const known = from === undefined ? rotated(here, this.#turn++) : here.filter(({ members }) => members.has(from))
    let failure: unknown
    for (const place of known.length > 0 ? known : [this.#places.primary()]) {
      try {
        const ok = await this.#at(place, 'unavailable', command)
        if (ok.offer !== undefined && place) this.#claimed.set(ok.offer, place)
        return ok
      } catch (error) {
        // That there was none somewhere says more than that a node was lost.
        if (!failure || (error as AlmenaraError).code === 'no-offer') failure = error
      }
    }
    throw failure
  }

  async #at(place: Place | undefined, otherwise: 'unknown-offer' | 'claim-expired' | 'unavailable', command: Command): Promise<Ok> {
    if (!place?.here) throw new AlmenaraError(otherwise, 'There is no such node now.')
    return place.signaling.request(command)
  }
}

function rotated<T>(list: readonly T[], by: number): T[] {
  return list.map((_, index) => list[(index + by) % list.length] as T)
}
