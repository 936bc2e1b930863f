import { isRoomId } from '../ids.js'
import { misuse } from '../errors.js'
import type { PaidAction } from '../purse.js'
import { decode, readQuote, type Quote } from './quote.js'
import type { Target } from './search.js'
import { NONCES } from './search.js'
import { sha256 } from './sha256.js'

/** The thing to be paid: everything the proof is bound to. */
export interface Work {
  /** The node's quote, 63 characters. */
  readonly quote: string
  /** What is paid for. */
  readonly action: PaidAction
  /** The id of the room, where there is one; that of a sealed room has a `~` in front. */
  readonly room?: string | undefined
  /** The id of the peer, where there is a session. */
  readonly subject?: string | undefined
  /** What is sent, to the byte. */
  readonly body: string | Uint8Array
  /** How many messages the body holds, 1 by default: more than 16 cost more. */
  readonly messages?: number | undefined
}

/** Of each action its number in the proof, and what it costs in posts. */
export const ACTIONS: Record<PaidAction, { number: number; factor: number }> = {
  'post': { number: 1, factor: 1 },
  'join': { number: 2, factor: 4 },
  'claim': { number: 3, factor: 1 },
  'token': { number: 4, factor: 16 },
  'dht-put': { number: 5, factor: 32 },
}

const LABEL = 'almenara/pow-proof/v1\0'
const MESSAGES = 16
const BYTES = 16 * 1024
const MOST_HASHES = 2 ** 24
const NOTHING = new Uint8Array(32)

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What is paid for, once it has been checked. */
export interface Order {
  quote: Quote
  /** The expected number of hashes. */
  price: number
  /** What is hashed before the salt. */
  prefix: Uint8Array
}

/** Checks the work; throws at once when it can't be done. */
export function order({ quote: text, action, room: id, subject, body: content, messages = 1 }: Work): Order {
  const room = id?.replace(/^~/, '')
  const known = ACTIONS[action]
  if (known === undefined) throw misuse(`There is no action "${String(action)}": take one of ${Object.keys(ACTIONS).join(', ')}.`)
  if (room !== undefined && !isRoomId(room)) throw misuse('The room is no room id: take one of newRoomId() or roomIdFor(name).')
  if (!Number.isInteger(messages) || messages < 1) throw misuse('The number of messages is a whole number from 1.')
  const quote = readQuote(text)
  const body = typeof content === 'string' ? utf8(content) : content
  const batches = Math.max(1, Math.ceil(messages / MESSAGES), Math.ceil(body.length / BYTES))
  const parts = [
    utf8(LABEL), quote.bytes, Uint8Array.of(known.number),
    room === undefined ? NOTHING : decode(room)!,
    subject === undefined ? NOTHING : sha256(utf8(subject)),
    sha256(body),
  ]
  return { quote, price: Math.min(quote.effort * known.factor * batches, MOST_HASHES), prefix: joined(parts) }
}

/** The expected number of hashes for this work, at most 2^24. */
export function price(work: Work): number {
  return order(work).price
}

/** Bytes one behind the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

/** floor((2^64 - 1) * 16 / price), at most 2^64 - 1: the hashes that count. */
export function target(price: number): Target {
  const most = 2n ** 64n - 1n
  const value = price <= NONCES ? most : most * BigInt(NONCES) / BigInt(price)
  return { high: Number(value >> 32n), low: Number(value & 0xffffffffn) }
}
