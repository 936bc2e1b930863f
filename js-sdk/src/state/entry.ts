import { byteLength } from '../frames.js'
import { isWhole } from '../data/values.js'
import type { Limits } from './limits.js'

/** What is known of a key: a value, or that it has none any more. */
export interface Entry {
  /** The key in the map. */
  readonly key: string
  /** When it was written: microseconds since the epoch, or one more than the newest that its author had seen. */
  readonly time: number
  /** Who wrote it, as that one says. */
  readonly author: string
  /** Milliseconds since the epoch at which the value ends or ended; Infinity: never. */
  readonly end: number
  /** The value as JSON; undefined when it was deleted or has ended: then the entry is a tombstone. */
  readonly text: string | undefined
  /** 64 bits that tell it from other entries, as two numbers of 32 bits. */
  readonly hash: readonly [number, number]
}

/** An entry among peers: key, time, author, end (`null`: never), and the value unless it is a tombstone. */
export type WireEntry = readonly [key: string, time: number, author: string, end: number | null, value?: unknown]

/**
 * Why something that a peer has sent was not taken: malformed, an entry whose key or value is too large, one whose time is too far ahead of
 * this clock, more keys than the map holds, or too many questions.
 */
export type RefusedReason = 'malformed' | 'too-large' | 'clock' | 'full' | 'busy'

const AUTHOR_LENGTH = 64

export function makeEntry(key: string, time: number, author: string, end: number, text: string | undefined): Entry {
  return { key, time, author, end, text, hash: hash(`${time} ${end} ${JSON.stringify([key, author])}${text ?? ''}`) }
}

/** The same entry without its value. */
export function tombstone({ key, time, author, end }: Entry): Entry {
  return makeEntry(key, time, author, end, undefined)
}

/**
 * Whether `entry` wins over `other` for the same key: by time, then by author. No honest author writes twice at the same time; the rest of the
 * order is there so that everybody decides alike on what others write.
 */
export function wins(entry: Entry, other: Entry): boolean {
  if (entry.time !== other.time) return entry.time > other.time
  if (entry.author !== other.author) return entry.author > other.author
  if (entry.end !== other.end) return entry.end > other.end
  return (entry.text ?? '') > (other.text ?? '')
}

/** The value, made afresh, so that nobody can change what is stored. */
export function valueOf(entry: Entry | undefined, now: number): unknown {
  return entry?.text === undefined || entry.end <= now ? undefined : JSON.parse(entry.text)
}

export function toWire({ key, time, author, end, text }: Entry): WireEntry {
  const head = [key, time, author, end === Infinity ? null : end] as const
  return text === undefined ? head : [...head, JSON.parse(text) as unknown]
}

/** The entry that a peer has sent, or why it is not taken. */
export function fromWire(raw: unknown, limits: Limits, now: number): Entry | RefusedReason {
  if (!Array.isArray(raw) || raw.length < 4 || raw.length > 5) return 'malformed'
  const [key, time, author, end] = raw as unknown[]
  if (typeof key !== 'string' || !isAuthor(author) || !isWhole(time, 1)) return 'malformed'
  if (end !== null && !isWhole(end, 0)) return 'malformed'
  if (!fits(key, limits.key)) return 'too-large'
  const latest = now + limits.ahead
  if (time > latest * 1_000) return 'clock'
  if (raw.length === 4) return end === null ? 'malformed' : end > latest ? 'clock' : makeEntry(key, time, author, end, undefined)
  const text = jsonOf(raw[4])
  if (text === undefined) return 'malformed'
  if (!fits(text, limits.value)) return 'too-large'
  return makeEntry(key, time, author, end ?? Infinity, text)
}

export function isAuthor(author: unknown): author is string {
  return typeof author === 'string' && author.length > 0 && author.length <= AUTHOR_LENGTH
}

/** Whether the text takes at most so many bytes in UTF-8; a UTF-16 code unit takes three at most. */
export function fits(text: string, bytes: number): boolean {
  return text.length * 3 <= bytes || (text.length <= bytes && byteLength(text) <= bytes)
}

/** Undefined for what nests too deeply. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

/** Two sums over the text after the manner of FNV-1a; not for secrets. */
function hash(text: string): [number, number] {
  let one = 0x811c9dc5
  let other = 0x9747b28c
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    one = Math.imul(one ^ unit, 0x01000193)
    other = Math.imul(other ^ unit, 0x85ebca6b)
    other ^= other >>> 13
  }
  return [one >>> 0, other >>> 0]
}
