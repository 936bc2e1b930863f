import type { ServerMessage } from '../messages.js'
import { price, type Work } from '../pow/work.js'
import type { PaidAction } from '../purse.js'
import { quote } from './quote.js'

type Loose = { type: string; ref?: number; token?: string } & Record<string, unknown>

const ACTIONS: Record<string, PaidAction> = { join: 'join', signal: 'post', offer: 'post', answer: 'post', refresh: 'post', claim: 'claim' }
const NUMBERS: Partial<Record<PaidAction, number>> = { post: 1, join: 2, claim: 3, token: 4 }

/** What somebody sends: the commands, what was paid for them, and the bytes that it was paid for. */
export interface Parcel { room: string; commands: Loose[]; body: string; pow?: string | undefined }

/** How payments are judged. */
export interface Checker {
  /** The expected hashes of a work. */
  effort(work: Work): number
  /** What is wrong with a payment; empty when it is good. */
  faults(payment: string, work: Work): readonly string[]
}

/** Takes every proof that has the right form for a good one. */
const LENIENT: Checker = {
  effort: price,
  faults: (payment, work) => payment.startsWith(`${work.quote}.`) ? [] : ['it is for another quote'],
}

/** Takes work for commands as section 9 of docs/protocol.md says; nothing while the effort is 0. */
export class Toll {
  /** Expected hashes of a post. */
  effort = 0
  /** Seconds that a quote is good. */
  ttl = 60
  /** What has been paid: the action, and for how many commands. */
  readonly paid: string[] = []
  /** How many commands were refused for want of work. */
  refused = 0
  readonly #spent = new Set<string>()
  readonly #checker: Checker

  constructor(checker: Checker = LENIENT) {
    this.#checker = checker
  }

  quote(): string {
    return quote(this.effort, { ttl: this.ttl })
  }

  /** What every new connection is told. */
  told(): ServerMessage {
    return { type: 'price', quote: this.quote() }
  }

  /** Undefined when everything is paid, or free; else the refusal of each command. */
  charge({ room, commands, body, pow }: Parcel, subject: string | undefined): ServerMessage[] | undefined {
    const [action] = commands.flatMap(({ type }) => ACTIONS[type] ?? [])
    if (this.effort === 0 || !action) return undefined
    const why = this.#take({ room, action, body, messages: commands.length, subject: action === 'join' ? undefined : subject }, pow)
    if (!why) return undefined
    this.refused += commands.length
    return commands.map(({ ref }) => this.refusal(ref, action, why))
  }

  refusal(ref: number | undefined, action: PaidAction, message: string): ServerMessage {
    const refused = { type: 'refused', ref, code: 'price', message, quote: this.quote(), effort: this.effort, action: NUMBERS[action] }
    return refused as unknown as ServerMessage
  }

  /** Charges a credential. */
  token({ room, body, pow }: Omit<Parcel, 'commands'>, subject: string | undefined): ServerMessage | undefined {
    const why = this.effort > 0 && this.#take({ room, action: 'token', body, messages: 1, subject }, pow)
    return why ? this.refusal(undefined, 'token', why) : undefined
  }

  /** What is wrong with a payment; nothing, and it is spent, when it is good. */
  #take(due: Omit<Work, 'quote'>, pow: string | undefined): string {
    if (!pow) return 'this takes work'
    const work: Work = { ...due, quote: pow.split('.')[0] ?? '' }
    const { effort, faults } = this.#checker
    if (effort(work) < effort({ ...work, quote: this.quote() })) return 'the price has risen'
    if (this.#spent.has(pow)) return 'it was spent'
    const [wrong] = faults(pow, work)
    if (wrong) throw new Error(wrong)
    this.#spent.add(pow)
    this.paid.push(`${due.action} ${due.messages}`)
    return ''
  }
}

/** What a frame of a WebSocket holds. */
export function parcel(room: string, text: string): Parcel {
  const message = JSON.parse(text) as Loose
  if (message.type !== 'paid') return { room, commands: [message], body: text }
  const body = String(message.body)
  return { room, commands: [JSON.parse(body) as Loose | Loose[]].flat(), body, pow: String(message.pow) }
}

/** The payment in the head of a request. */
export function payment(headers: Record<string, string>): string | undefined {
  return /^PoW (.*)$/.exec(headers.Authorization ?? '')?.[1]
}
