import { AlmenaraError } from '../errors.js'
import type { Price, Refused, Sent } from '../messages.js'
import type { PaidAction, Purse, PurseHost, WorkInfo } from '../purse.js'
import { type Batch, Lane } from './lane.js'
import { readQuote } from './quote.js'
import { relays } from './relays.js'
import { createSolver, type Solver } from './solver.js'
import { price, type Work } from './work.js'

/** What costs, by the type of the command (section 9 of docs/protocol.md). */
const ACTIONS: Record<string, PaidAction> = { join: 'join', signal: 'post', offer: 'post', answer: 'post', refresh: 'post', claim: 'claim' }
/** Milliseconds before its end after which a quote is not worked for any more: the payment has to arrive. */
const MARGIN = 10_000

/** The threads are those of the page: rooms share them. */
let shared: Solver | undefined

/** Makes the purse of a room. */
export function createPurse(host: PurseHost): Purse {
  return new WorkPurse(host, (shared ??= createSolver()))
}

/** Pays with work. */
export class WorkPurse implements Purse {
  readonly #host: PurseHost
  readonly #solver: Solver
  readonly #lanes: Record<string, Lane>
  #quote = ''
  #until = 0
  #connection = new AbortController()

  constructor(host: PurseHost, solver: Solver) {
    this.#host = host
    this.#solver = solver
    const lane = (action: PaidAction): Lane => new Lane(action, {
      batches: () => host.bearer() === undefined,
      pay: (batch) => this.#pay(batch, this.#connection.signal),
      refuse: (answer) => host.refuse(answer),
    })
    this.#lanes = { join: lane('join'), post: lane('post'), claim: lane('claim') }
  }

  quoted(message: Price | Refused, sent?: Sent): void {
    try {
      this.#remember(message.quote ?? '')
    } catch (error) {
      if (sent) this.#host.refuse({ type: 'refused', ref: sent.ref, code: 'price', message: (error as Error).message })
      return
    }
    if (sent && message.type === 'refused') this.#lane(sent)?.again(sent, message)
  }

  send(sent: Sent): void {
    const lane = this.#lane(sent)
    if (lane) lane.push(sent)
    else this.#host.send(sent)
  }

  settled(ref: number): void {
    for (const lane of Object.values(this.#lanes)) lane.settled(ref)
  }

  reset(): void {
    this.#connection.abort()
    this.#connection = new AbortController()
    for (const lane of Object.values(this.#lanes)) lane.reset()
  }

  relays(url: string, token: string): Promise<RTCIceServer[]> {
    const { room, fetch } = this.#host
    const subject = this.#host.self()
    return relays({
      url, room, token, fetch,
      pay: (quote, body) => this.#solve({ quote, action: 'token', room, subject, body }, undefined),
    })
  }

  #lane({ text }: Sent): Lane | undefined {
    const { type } = JSON.parse(text) as { type: string }
    return this.#lanes[ACTIONS[type] ?? '']
  }

  #remember(quote: string): void {
    const { ttl } = readQuote(quote)
    this.#quote = quote
    this.#until = performance.now() + ttl * 1000 - MARGIN
  }

  /** Without a quote that is still good the commands go unpaid: the refusal brings one. */
  async #pay({ action, commands }: Batch, signal: AbortSignal): Promise<void> {
    if (performance.now() > this.#until) {
      for (const sent of commands) this.#host.send(sent)
      return
    }
    const { room } = this.#host
    const body = this.#body(commands)
    const work: Work = {
      quote: this.#quote, action, room, body, messages: commands.length,
      subject: action === 'join' ? undefined : this.#host.self(),
    }
    const pow = await this.#solve(work, signal)
    if (!signal.aborted) this.#host.send(this.#paid(commands[0] as Sent, body, pow))
  }

  /** What the payment is for: the text of the commands, with the token where it can't stand in the head beside the payment. */
  #body(commands: readonly Sent[]): string {
    const [first] = commands as [Sent]
    const token = this.#host.bearer()
    if (token === '') return ''
    if (token !== undefined) return `${first.text.slice(0, -1)},"token":${JSON.stringify(token)}}`
    return commands.length === 1 ? first.text : `[${commands.map(({ text }) => text)}]`
  }

  #paid({ ref }: Sent, body: string, pow: string): Sent {
    return this.#host.bearer() === undefined ? { ref, text: JSON.stringify({ type: 'paid', pow, body }) } : { ref, text: body, pow }
  }

  /** Does work that the application allows, and tells of it. */
  async #solve(order: Work, signal: AbortSignal | undefined): Promise<string> {
    const { action } = order
    const work = price(order)
    const maxWork = this.#host.maxWork()
    if (work > maxWork) {
      this.#host.tell('price', { action, work, maxWork })
      throw new AlmenaraError('price', `The node asks for more work than maxWork allows: ${work} hashes.`)
    }
    const begun = performance.now()
    let done = 0
    const tell = (state: WorkInfo['state']): void => this.#host.tell('work', { action, work, done, took: performance.now() - begun, state })
    const onProgress = (progress: { done: number }): void => {
      done = progress.done
      tell('working')
    }
    tell('working')
    try {
      const payment = await this.#solver.solve(order, { signal, onProgress, whileHidden: true })
      tell('paid')
      return payment
    } catch (error) {
      tell('given-up')
      throw error
    }
  }
}
