import { readQuote } from './quote.js'

/** Before its end a quote is not worked for any more, because the payment has to arrive: 10 s, or a quarter of a short life. */
const MARGIN = 10_000
const SHARE = 1 / 4

/** A quote, what it asks, and until when (by performance.now) it is worked for. */
export interface Known { readonly quote: string; readonly effort: number; readonly until: number }

/** The quotes that a node has told, each for as long as it is good. */
export class Quotes {
  #node: Known | undefined
  /** What this room and this peer pay for an action, when that was more than others pay. */
  readonly #own = new Map<number, Known>()

  /** A quote that came to everybody, or with the refusal of an action. Throws for one that can't be read. */
  add(quote: string, action?: number): void {
    const { ttl, effort } = readQuote(quote)
    const life = ttl * 1000
    const known = { quote, effort, until: performance.now() + life - Math.min(MARGIN, life * SHARE) }
    if (action === undefined) this.#node = known
    else this.#own.set(action, known)
  }

  /** The quote to pay an action by; undefined when there is none that is still good. A quote for everybody is no good where a room or a peer pays more. */
  get(action: number): Known | undefined {
    const node = fresh(this.#node)
    const own = fresh(this.#own.get(action))
    return own && own.effort >= (node?.effort ?? 0) ? own : node
  }
}

function fresh(known: Known | undefined): Known | undefined {
  return known && performance.now() < known.until ? known : undefined
}
