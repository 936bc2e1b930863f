import { expect } from 'vitest'
import { base64url } from '../../src/ids.js'
import type { Kind } from '../../src/seal/envelope.js'
import { type Fault, SealError } from '../../src/seal/errors.js'
import type { Opened } from '../../src/seal/post.js'
import { Dice } from './dice.js'

/** A sealed message on its way through the node. */
export interface Carried { readonly kind: Kind; readonly from: string; readonly to: string | undefined; readonly envelope: string; readonly data: unknown }

/** Whoever is to be deceived: takes an envelope as the node gives it. */
export interface Victim {
  readonly peer: string
  take(kind: Kind, from: string | undefined, envelope: unknown): Promise<Opened>
}

/** What an evil node did, and what became of it. */
export class Tally {
  readonly counts = new Map<string, Map<Fault, number>>()
  delivered: string[] = []
  total = 0

  /** Counts one tampered message by what it was refused for. */
  async refused(attack: string, taken: () => Promise<unknown>): Promise<void> {
    this.total++
    const fault = await taken().then(() => undefined, (error: unknown) => {
      if (error instanceof SealError) return error.fault
      throw error
    })
    if (fault === undefined) return void this.delivered.push(attack)
    const faults = this.counts.get(attack) ?? new Map<Fault, number>()
    this.counts.set(attack, faults.set(fault, (faults.get(fault) ?? 0) + 1))
  }

  /** Which faults each attack was refused for. */
  faults(): Record<string, Fault[]> {
    return Object.fromEntries([...this.counts].map(([attack, faults]) => [attack, [...faults.keys()].sort()]))
  }
}

/** The node's means against one envelope: each makes another one of it, by knowing everything but the secret. */
export type Tampering = (text: string, dice: Dice, others: readonly string[]) => string

const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64url')

export const tamperings: Record<string, Tampering> = {
  'turns a bit'(text, dice) {
    const bytes = bytesOf(text)
    bytes[dice.below(bytes.length)]! ^= 1 << dice.below(8)
    return base64url(bytes)
  },
  'changes a character'(text, dice) {
    const at = dice.one([dice.below(text.length), text.length - 1])
    const other = dice.one([...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].filter((char) => char !== text[at]))
    return text.slice(0, at) + other + text.slice(at + 1)
  },
  'cuts off the end': (text, dice) => text.slice(0, dice.below(text.length)),
  'adds something': (text, dice) => base64url(Buffer.concat([bytesOf(text), Buffer.alloc(dice.one([1 + dice.below(700), 768]))])),
  'cuts it to another size': (text, dice) => base64url(bytesOf(text).subarray(0, dice.one([30, ...[286, 1054, 4126].filter((size) => size < bytesOf(text).length)]))),
  'puts two together'(text, dice, others) {
    const [bytes, other] = [bytesOf(text), bytesOf(dice.one(others))]
    // Not before the nonce differs for certain: with the whole of the other it would be that one.
    const at = dice.one([10, 14, 30, 100])
    return base64url(Buffer.concat([bytes.subarray(0, at), other.subarray(at)]))
  },
  'takes it for everybody or for one'(text) {
    const bytes = bytesOf(text)
    bytes[1]! ^= 1
    return base64url(bytes)
  },
  'adds padding': (text) => `${text}=`,
}

/** Takes what is genuine; it has to arrive as it was sent. */
export async function arrives(victim: Victim, { kind, from, to, envelope, data }: Carried): Promise<number> {
  const opened = await victim.take(kind, from, envelope)
  expect(opened.data).toEqual(data)
  expect(opened.toAll).toBe(to === undefined)
  return opened.lost
}
