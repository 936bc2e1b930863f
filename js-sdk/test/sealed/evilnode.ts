import type { Dice } from '../seal/dice.js'
import { tamperings } from '../seal/evil.js'
import type { Frame, Tamper } from './checkpoint.js'

type Message = Record<string, unknown> & { type: string; offset?: number; id?: string; from?: string; to?: string; data?: { sealed?: string } }

/** What a node knows: every frame that it has carried, and who is in the room. */
interface Known { readonly dice: Dice; readonly members: readonly string[]; readonly carried: readonly Message[]; readonly elsewhere: readonly string[]; readonly client: string }

/** Makes another message of one on its way to a client; undefined where it does not fit. */
type Attack = (message: Message, known: Known) => Message | undefined

const others = ({ members }: Known, ...not: (string | undefined)[]): string[] => members.filter((peer) => !not.includes(peer))
const sealed = (message: Message, text: string): Message => ({ ...message, data: { sealed: text } })
const EVIL = 'v=0\r\na=ice-ufrag:evil\r\na=fingerprint:sha-256 EE:EE:EE:EE\r\n'

/** What a node that has not the secret may do to what it carries. */
export const attacks: Record<string, Attack> = {
  ...Object.fromEntries(Object.entries(tamperings).map(([name, tamper]): [string, Attack] => [name, (message, { dice, carried }) => {
    const texts = carried.flatMap(({ data }) => data?.sealed ?? [])
    return texts.length > 0 ? sealed(message, tamper(message.data?.sealed ?? '', dice, texts)) : undefined
  }])),
  'says that somebody else has sent it': (message, known) => ({ ...message, from: known.dice.one(others(known, message.from, known.client)) }),
  'sends it back as their own': (message, { client }) => ({ ...message, from: client }),
  'says that nobody has sent it': ({ from: _, ...message }) => message as Message,
  'gives something earlier again': (message, { dice, carried }) => {
    const earlier = carried.filter(({ from, data }) => from === message.from && data?.sealed !== message.data?.sealed)
    return earlier.length > 0 ? sealed(message, dice.one(earlier).data?.sealed ?? '') : undefined
  },
  'gives what is for somebody else': (message, { dice, carried, client }) => {
    const theirs = carried.filter(({ to, from }) => to !== undefined && to !== client && from === message.from)
    return theirs.length > 0 ? sealed(message, dice.one(theirs).data?.sealed ?? '') : undefined
  },
  'brings something from another room': (message, { dice, elsewhere }) => elsewhere.length > 0 ? sealed(message, dice.one(elsewhere)) : undefined,
  'takes the envelope away': (message) => ({ ...message, data: {} }),
  'puts words of its own in its place': (message) => ({ ...message, data: { n: -1, from: 'evil' } as never }),
  'offers a link of its own': (message, { client }) => ({ ...message, type: 'signal', to: client, data: { link: 'evil', description: { type: 'offer', sdp: EVIL }, n: 0 } as never }),
  'ends a link': (message, { client }) => ({ ...message, type: 'signal', to: client, data: { link: 'any', end: 'stale' } as never }),
  'makes an answer of it': (message) => message.type === 'signal' ? { ...message, type: 'answer', offer: 'offer1' } : undefined,
  'makes a signal of it': (message, { client }) => message.type === 'answer' ? { ...message, type: 'signal', to: client, id: 'x' } : undefined,
}

/** A node that reads, keeps and changes whatever it carries. What is genuine goes on its way after what was made of it, so everything that arrives has to be genuine. */
export class EvilNode {
  readonly counts = new Map<string, number>()
  /** What was made of each genuine frame. */
  greed = 3
  /** Envelopes of another room. */
  elsewhere: string[] = []
  readonly carried: Message[] = []
  readonly #dice: Dice
  readonly #clients = new Map<number, string>()
  #fresh = 0

  constructor(dice: Dice) {
    this.#dice = dice
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, each) => sum + each, 0)
  }

  readonly tamper: Tamper = (frame) => {
    const message = JSON.parse(frame.text) as Message
    if (message.type === 'joined') this.#clients.set(frame.client, String(message.self))
    const client = this.#clients.get(frame.client)
    if (frame.way === 'up' || client === undefined || !/^(signal|answer)$/.test(message.type)) return [frame]
    const made = Array.from({ length: this.greed }, () => this.#attack(frame, message, client)).flat()
    this.carried.push(message)
    return [...made, frame, ...this.#again(frame, message)]
  }

  #attack(frame: Frame, message: Message, client: string): Frame[] {
    const name = this.#dice.one(Object.keys(attacks))
    const known: Known = { dice: this.#dice, members: [...this.#clients.values()], carried: this.carried, elsewhere: this.elsewhere, client }
    const made = attacks[name]?.(message, known)
    return made ? [this.#count(name, frame, made)] : []
  }

  /** The same once more, after it was taken. */
  #again(frame: Frame, message: Message): Frame[] {
    return [this.#count('gives the same again', frame, message)]
  }

  /** With an id that nobody has seen, or it would be passed over as something that was sent again. */
  #count(name: string, frame: Frame, message: Message): Frame {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
    return { ...frame, text: JSON.stringify({ ...message, ...(message.type === 'signal' && { id: `evil${this.#fresh++}` }) }) }
  }
}
