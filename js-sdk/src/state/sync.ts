import { isWholes, isWhole } from '../data/values.js'
import { isObject } from '../messages.js'
import type { Entry } from './entry.js'

/*
 * How two replicas find out in what they differ. Every entry has an id of 32 bits that depends on a salt, which is new each time, so that
 * two entries which happen to have the same id are told apart the next time. An entry is in the bucket `id % buckets`.
 *
 *   one                         other
 *    | {salt, sums: [sum]}        |  the sum of all ids; nothing follows if it is that of the other's own
 *    | -------------------------> |
 *    | {salt, sums: [sum, …]}     |  a sum for each bucket; left out when so many are enough
 *    | <------------------------- |
 *    | {salt, of, ids: [[n, …]]}  |  the ids in each bucket whose sum is not the same
 *    | -------------------------> |
 *    | {entries: […]}             |  what the one lacks
 *    | {salt, want: […]}          |  what the other lacks
 *    | <------------------------- |
 *    | {entries: […]}             |
 *    | -------------------------> |
 */
export type Message =
  | { readonly salt: number; readonly sums: readonly number[] }
  | { readonly salt: number; readonly of: number; readonly ids: readonly (readonly number[])[] }
  | { readonly salt: number; readonly want: readonly number[] }
  | { readonly entries: readonly unknown[] }

/** What is compared: a `Replica`. */
export interface Entries {
  readonly size: number
  known(keys?: Iterable<string>): Iterable<Entry>
}

type Question = Exclude<Message, { entries: readonly unknown[] }>

/** What a question is answered with: more messages, after the entries of these keys. */
export interface Answer {
  readonly keys: readonly string[]
  readonly messages: readonly Question[]
}

const HIGHEST = 0xffff_ffff
const MOST_BUCKETS = 1_024
const BUCKET_SIZE = 32
/** So many ids go into one message: 11 bytes each at most. */
const IDS = 1_000
/** A message of another implementation may be as large as the data channel lets through. */
const MOST_IDS = 131_072

/** The first message of a comparison. */
export function opening(replica: Entries, salt: number): Question {
  return { salt, sums: sums(replica, salt, 1) }
}

/** What a peer has sent, if it is well-formed. */
export function decodeMessage(raw: unknown): Message | undefined {
  if (!isObject(raw)) return undefined
  if (Array.isArray(raw.entries)) return { entries: raw.entries as unknown[] }
  const { salt, sums, of, ids, want } = raw
  if (!isWhole(salt, 0, HIGHEST)) return undefined
  if (isWholes(sums, MOST_BUCKETS, HIGHEST) && sums.length > 0) return { salt, sums }
  if (isWholes(want, MOST_IDS, HIGHEST)) return { salt, want }
  if (!isWhole(of, 1, MOST_BUCKETS) || !Array.isArray(ids) || ids.length > of) return undefined
  const isSound = ids.every((bucket) => isWholes(bucket, MOST_IDS, HIGHEST) && isWhole(bucket[0], 0, of - 1))
  return isSound ? { salt, of, ids: ids as number[][] } : undefined
}

/** Takes time in proportion to the entries. */
export function answer(replica: Entries, question: Question): Answer {
  if ('sums' in question) return { keys: [], messages: compare(replica, question.salt, question.sums) }
  if ('want' in question) return { keys: wanted(replica, question.salt, question.want), messages: [] }
  return lacking(replica, question)
}

function compare(replica: Entries, salt: number, theirs: readonly number[]): Question[] {
  const own = sums(replica, salt, theirs.length)
  const different = own.flatMap((sum, bucket) => sum === theirs[bucket] ? [] : [bucket])
  if (different.length === 0) return []
  const more = Math.min(MOST_BUCKETS, Math.ceil(replica.size / BUCKET_SIZE))
  if (more > theirs.length) return [{ salt, sums: sums(replica, salt, more) }]
  const chosen = new Map(different.map((bucket) => [bucket, [bucket]]))
  for (const entry of replica.known()) {
    const id = idOf(entry, salt)
    chosen.get(id % theirs.length)?.push(id)
  }
  return batches([...chosen.values()]).map((ids) => ({ salt, of: theirs.length, ids }))
}

/** Which of the own entries the other has not named, and which ids it has named that are not among the own. */
function lacking(replica: Entries, { salt, of, ids }: { salt: number; of: number; ids: readonly (readonly number[])[] }): Answer {
  const theirs = new Map(ids.map(([bucket, ...named]) => [bucket, new Set(named)]))
  const keys: string[] = []
  for (const entry of replica.known()) {
    const id = idOf(entry, salt)
    const named = theirs.get(id % of)
    if (named && !named.delete(id)) keys.push(entry.key)
  }
  const unknown = [...theirs.values()].flatMap((named) => [...named])
  const messages = []
  for (let i = 0; i < unknown.length; i += IDS) messages.push({ salt, want: unknown.slice(i, i + IDS) })
  return { keys, messages }
}

function wanted(replica: Entries, salt: number, want: readonly number[]): string[] {
  const ids = new Set(want)
  return [...replica.known()].filter((entry) => ids.has(idOf(entry, salt))).map(({ key }) => key)
}

function sums(replica: Entries, salt: number, buckets: number): number[] {
  const all = new Uint32Array(buckets)
  for (const entry of replica.known()) {
    const id = idOf(entry, salt)
    const bucket = id % buckets
    all[bucket] = (all[bucket] as number) + id
  }
  return [...all]
}

/** Whole buckets, so many that a message does not become too large; a bucket by itself never is. */
function batches(buckets: readonly number[][]): number[][][] {
  const all: number[][][] = []
  let room = 0
  for (const bucket of buckets) {
    if (room < bucket.length) {
      all.push([])
      room = IDS
    }
    all.at(-1)?.push(bucket)
    room -= bucket.length
  }
  return all
}

/** The hash stirred with the salt; the constants are those of MurmurHash3's last step. */
function idOf({ hash }: Entry, salt: number): number {
  return stir(stir(hash[0] ^ salt) ^ hash[1]) >>> 0
}

function stir(bits: number): number {
  let stirred = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  stirred = Math.imul(stirred ^ (stirred >>> 13), 0xc2b2ae35)
  return stirred ^ (stirred >>> 16)
}
