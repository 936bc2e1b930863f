import { type Message, RawClient } from '../../support/raw-client.js'
import { newRoom } from '../../support/room-page.js'

const AUTHORS_AT_A_NODE = 1
const CLAIMERS_AT_A_NODE = 3
const OFFERS_OF_AN_AUTHOR = 1
/** How a claim may be lost to a rival: that offer is not to be had. */
const RIVALRY = new Set(['offer-claimed', 'unknown-offer'])

/** What became of one offer. */
interface Trade { readonly author: string; readonly winners: { peer: string; kind: Kind }[]; readonly answers: Message[]; accepted: number }
type Kind = 'by id' | 'in the open'

/**
 * A room where authors keep a few offers standing and many claimers fight for them: all for the oldest by its id, or for any in the open.
 * Whoever wins answers at once, and the author makes a new offer.
 */
export class Bazaar {
  readonly #authors: RawClient[] = []
  readonly #claimers: RawClient[] = []
  readonly #trades = new Map<string, Trade>()
  /** The offers that are open as far as anybody here has heard, the oldest first. */
  readonly #open = new Set<string>()
  readonly #faults: string[] = []
  #waiting: (() => void)[] = []
  #claims = 0
  #most = 0
  #heardByOthers = 0

  static async open(nodes: readonly string[]): Promise<Bazaar> {
    const bazaar = new Bazaar()
    const room = newRoom()
    for (const node of nodes) {
      for (let i = 0; i < AUTHORS_AT_A_NODE; i++) bazaar.#authors.push(await RawClient.join(node, room))
      for (let i = 0; i < CLAIMERS_AT_A_NODE; i++) bazaar.#claimers.push(await RawClient.join(node, room))
    }
    for (const author of bazaar.#authors) author.heard = (event) => bazaar.#heard(author, event)
    for (const claimer of bazaar.#claimers) claimer.heard = (event) => bazaar.#rumour(event)
    return bazaar
  }

  /** Goes on until so many claims have been made and answered. */
  async run(claims: number): Promise<void> {
    this.#most = claims
    for (const author of this.#authors) {
      for (let i = 0; i < OFFERS_OF_AN_AUTHOR; i++) void this.#offer(author)
    }
    await Promise.all(this.#claimers.map((claimer, index) => this.#fight(claimer, index % 2 === 0 ? 'by id' : 'in the open')))
  }

  /** The offers whose answer was accepted and has not reached the author. */
  unheard(): string[] {
    return [...this.#trades].filter(([, { accepted, answers }]) => accepted > answers.length).map(([offer]) => offer)
  }

  /** What should never be said to anybody here. */
  faults(): string[] {
    return this.#faults
  }

  count() {
    const trades = [...this.#trades.values()]
    const winners = trades.flatMap((trade) => trade.winners)
    return {
      claims: this.#claims, offers: trades.length, won: winners.length,
      wonById: winners.filter(({ kind }) => kind === 'by id').length,
      wonInTheOpen: winners.filter(({ kind }) => kind === 'in the open').length,
      wonTwice: trades.filter((trade) => trade.winners.length > 1).length,
      answersHeard: trades.reduce((sum, { answers }) => sum + answers.length, 0),
      heardTwice: trades.filter(({ answers }) => answers.length > 1).length,
      heardByOthers: this.#heardByOthers,
    }
  }

  close(): void {
    for (const client of [...this.#authors, ...this.#claimers]) client.close()
  }

  async #offer(author: RawClient): Promise<void> {
    if (this.#claims >= this.#most) return
    const answer = await author.command('offer', { data: { from: author.self } })
    if (answer.type !== 'ok') return void this.#faults.push(`offer: ${JSON.stringify(answer)}`)
    this.#trade(answer.offer as string, author.self)
  }

  async #fight(claimer: RawClient, kind: Kind): Promise<void> {
    while (this.#claims < this.#most) {
      const [offer] = this.#open
      if (offer === undefined) {
        await new Promise<void>((resolve) => this.#waiting.push(resolve))
        continue
      }
      this.#claims++
      const answer = await claimer.command('claim', kind === 'by id' ? { offer } : {})
      if (answer.type === 'ok') await this.#win(claimer, kind, answer)
      else if (RIVALRY.has(answer.code as string)) this.#open.delete(offer)
      else if (answer.code !== 'no-offer') this.#faults.push(`claim: ${JSON.stringify(answer)}`)
    }
    this.#wake()
  }

  async #win(claimer: RawClient, kind: Kind, { offer, from }: Message): Promise<void> {
    this.#open.delete(offer as string)
    const trade = this.#trade(offer as string, from as string)
    trade.winners.push({ peer: claimer.self, kind })
    const answer = await claimer.command('answer', { offer, data: { by: claimer.self } })
    if (answer.type === 'ok') trade.accepted++
    else this.#faults.push(`answer: ${JSON.stringify(answer)}`)
  }

  #heard(author: RawClient, event: Message): void {
    if (event.type !== 'answer') return
    const trade = this.#trades.get(event.offer as string)
    if (trade === undefined || trade.author !== author.self) return void this.#heardByOthers++
    trade.answers.push(event)
    const by = (event.data as { by: string }).by
    if (event.from !== by) this.#faults.push(`an answer of ${by} came from ${String(event.from)}`)
    void this.#offer(author)
  }

  #rumour(event: Message): void {
    if (event.type === 'answer') this.#heardByOthers++
    if (event.type === 'offer-closed') this.#open.delete(event.offer as string)
    if (event.type !== 'offer-opened' || (this.#trades.get(event.offer as string)?.winners.length ?? 0) > 0) return
    this.#open.add(event.offer as string)
    this.#wake()
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const go of waiting) go()
  }

  #trade(offer: string, author: string): Trade {
    const trade = this.#trades.get(offer) ?? { author, winners: [], answers: [], accepted: 0 }
    this.#trades.set(offer, trade)
    return trade
  }
}
