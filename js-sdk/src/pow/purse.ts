import { AlmenaraError } from '../errors.js'
import { byteLength } from '../frames.js'
import type { Price, Refused, Sent } from '../messages.js'
import type { PaidAction, Purse, PurseHost, Relays, WorkInfo } from '../purse.js'
import { type Batch, Lane } from './lane.js'
import { type Known, Quotes } from './quotes.js'
import { relays } from './relays.js'
import { createSolver, type Solver } from './solver.js'
import { ACTIONS, price, type Work } from './work.js'

/** What costs, by the type of the command (section 9 of docs/protocol.md). */
const COSTS: Record<string, PaidAction> = { join: 'join', signal: 'post', offer: 'post', answer: 'post', refresh: 'post', claim: 'claim' }

/** The number of a join is always this. */
const JOIN = 0

/** The threads are those of the page: rooms share them. */
let shared: Solver | undefined

/** Makes the purse of a room, for `join`. @hidden */
export function createPurse(host: PurseHost): Purse {
  return new WorkPurse(host, (shared ??= createSolver()))
}

/** Pays with work. */
export class WorkPurse implements Purse {
  readonly #host: PurseHost
  readonly #solver: Solver
  readonly #quotes = new Quotes()
  readonly #lanes: Record<string, Lane>
  readonly #life = new AbortController()
  #connection = new AbortController()
  /** A payment for a join that, as far as is known, was not taken; and whether it has gone over this connection. */
  #join: { body: string; pow: string; until: number } | undefined
  #joining: 'no' | 'sent' = 'no'

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
    const lane = sent && this.#lane(sent)
    try {
      this.#quotes.add(message.quote ?? '', message.type === 'refused' ? message.action : undefined)
      if (message.type !== 'refused' || !sent) return
      if (!lane) return this.#host.refuse({ ...message, quote: '' })
      if (lane === this.#lanes.join && this.#joining === 'sent') this.#join = undefined
      lane.again(sent, message)
    } catch (error) {
      if (sent) this.#host.refuse({ type: 'refused', ref: sent.ref, code: 'price', message: (error as Error).message })
    }
  }

  passed(sent: Sent): void {
    this.#lane(sent)?.passed(sent)
  }

  send(sent: Sent): void {
    const lane = this.#lane(sent)
    if (lane) lane.push(sent)
    else if (typeOf(sent) === 'leave') this.#lanes.post?.after(() => this.#host.send(sent))
    else this.#host.send(sent)
  }

  settled(ref: number): void {
    if (ref === JOIN) this.#join = undefined
    for (const lane of Object.values(this.#lanes)) lane.settled(ref)
  }

  reset(): void {
    this.#connection.abort()
    this.#connection = new AbortController()
    this.#joining = 'no'
    for (const lane of Object.values(this.#lanes)) lane.reset()
  }

  end(): void {
    this.reset()
    this.#life.abort()
  }

  relays(url: string, token: string): Promise<Relays> {
    const { room, fetch } = this.#host
    const { signal } = this.#life
    const subject = this.#host.self()
    return relays({ url, room, token, fetch, signal, pay: (quote, body) => this.#solve({ quote, action: 'token', room, subject, body }, signal) })
  }

  #lane(sent: Sent): Lane | undefined {
    return this.#lanes[COSTS[typeOf(sent)] ?? '']
  }

  /** Without a quote that is still good the commands go unpaid: the refusal brings one. */
  async #pay({ action, commands }: Batch, signal: AbortSignal): Promise<boolean> {
    const known = this.#quotes.get(ACTIONS[action].number)
    if (!known) {
      for (const sent of commands) this.#host.send(sent)
      return false
    }
    const body = this.#body(commands)
    const pow = action === 'join' ? await this.#payJoin(known, body, signal) : await this.#solve({
      quote: known.quote, action, body, room: this.#host.room, subject: this.#host.self(), messages: commands.length,
    }, signal)
    if (signal.aborted) return false
    const paid = this.#paid(commands[0] as Sent, body, pow)
    if (byteLength(paid.text) > this.#host.longest()) throw new AlmenaraError('too-large', 'With its payment it is more than the node takes at once.')
    this.#host.send(paid)
    return true
  }

  /** A payment that the node was too busy to take, or that was lost with its connection, is good for another try. */
  async #payJoin({ quote, until }: Known, body: string, signal: AbortSignal): Promise<string> {
    if (this.#join?.body !== body || performance.now() > this.#join.until) {
      this.#join = { body, until, pow: await this.#solve({ quote, action: 'join', body, room: this.#host.room }, signal) }
    }
    if (!signal.aborted) this.#joining = 'sent'
    return this.#join.pow
  }

  /** What the payment is for: the text of the commands, with the token where it can't stand in the head beside the payment. */
  #body(commands: readonly Sent[]): string {
    const [first] = commands as [Sent]
    const token = this.#host.bearer()
    if (token === '') return ''
    if (token !== undefined) return `${first.text.slice(0, -1)},"token":${JSON.stringify(token)}}`
    return commands.length === 1 ? first.text : `[${commands.map(({ text }) => text)}]`
  }

  #paid({ ref, proof }: Sent, body: string, pow: string): Sent {
    return this.#host.bearer() === undefined ? { ref, text: JSON.stringify({ type: 'paid', pow, body }) } : { ref, text: body, pow, proof }
  }

  /** Does work that the application allows, and tells of it. */
  async #solve(order: Work, signal: AbortSignal): Promise<string> {
    const { action } = order
    const work = price(order)
    const maxWork = this.#host.maxWork()
    if (work > maxWork) this.#host.tell('price', { action, work, maxWork })
    // Whoever was told may have allowed more at once.
    if (work > this.#host.maxWork()) throw new AlmenaraError('price', `The node asks for more work than maxWork allows: ${work} hashes.`)
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

function typeOf({ text }: Sent): string {
  return (JSON.parse(text) as { type: string }).type
}
