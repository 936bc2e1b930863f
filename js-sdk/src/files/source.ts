import { Bits } from './bits.js'
import type { Pool } from './pool.js'

const FIRST_WINDOW = 4
const MOST_STRIKES = 4
/** What does not come in so many times the time that a peer gets is not expected of it any more. */
const FORGET_AFTER = 2

/** late: it took too long, so that others may be asked; it is taken all the same. */
type Phase = 'asked' | 'late' | 'checking'

/** A peer that has chunks of a file which is being fetched: what it has, what it was asked for, and how well it does. */
export class Source {
  readonly peer: string
  readonly #limits: { readonly window: number; readonly patience: number }
  /** What is expected of it, and since when. */
  readonly #expected = new Map<number, { readonly phase: Phase; readonly since: number }>()
  /** What it says it has; undefined: all. */
  #said: Uint8Array | undefined
  #bits: Bits | undefined
  #window: number
  /** How often in a row it was too slow: it gets less to do, and more time. */
  #strikes = 0
  /** The count of the pool in which there was nothing for it. */
  #dry = -1
  /** When it was first asked, or has last brought something. */
  #since = 0

  constructor(peer: string, limits: { readonly window: number; readonly patience: number }) {
    this.peer = peer
    this.#limits = limits
    this.#window = Math.min(FIRST_WINDOW, limits.window)
  }

  get expected(): IterableIterator<number> {
    return this.#expected.keys()
  }

  get isIdle(): boolean {
    return this.#expected.size === 0
  }

  get takesMore(): boolean {
    return this.#expected.size < this.#window
  }

  get strikes(): number {
    return this.#strikes
  }

  /** Undefined bits: it has all. */
  says(bits: Uint8Array | undefined): void {
    this.#said = bits
    this.#bits = undefined
    this.#dry = -1
  }

  /** `chunks`: how many the file has. */
  has(index: number, chunks: number): boolean {
    this.#bits ??= this.#said ? new Bits(chunks, this.#said) : Bits.full(chunks)
    return this.#bits.has(index)
  }

  /** Takes a chunk that it has out of the pool. */
  pick(pool: Pool, chunks: number): number | undefined {
    if (this.#dry === pool.added) return undefined
    const index = pool.take((index) => this.has(index, chunks) && !this.expects(index))
    if (index === undefined) this.#dry = pool.added
    return index
  }

  expects(index: number): boolean {
    return this.#expected.has(index)
  }

  /** Whether it is expected in time, so that nobody else need be asked. */
  isAsked(index: number): boolean {
    const expected = this.#expected.get(index)
    return expected !== undefined && expected.phase !== 'late'
  }

  /** Whether it was asked before that time for a chunk that has not come. */
  isWaitedFor(index: number, before: number): boolean {
    const expected = this.#expected.get(index)
    return expected?.phase === 'asked' && expected.since <= before
  }

  ask(index: number, now: number): void {
    if (this.isIdle) this.#since = now
    this.#expected.set(index, { phase: 'asked', since: now })
  }

  /** The chunk has come; false when it was not expected, or is here already. */
  arrived(index: number, now: number): boolean {
    const phase = this.#expected.get(index)?.phase
    if (phase === undefined || phase === 'checking') return false
    this.#expected.set(index, { phase: 'checking', since: now })
    this.#since = now
    return true
  }

  /** The chunk was good: it may do more. */
  delivered(index: number): void {
    this.#expected.delete(index)
    this.#strikes = 0
    this.#window = Math.min(this.#window + 1, this.#limits.window)
  }

  /** The chunk is not wanted of it any more. */
  release(index: number): void {
    this.#expected.delete(index)
    this.#dry = -1
  }

  /** It does not give the chunk, for now or at all. */
  declines(index: number, isBusy: boolean): void {
    this.#expected.delete(index)
    this.#window = Math.max(1, this.#window >> 1)
    if (!isBusy) this.#bits?.clear(index)
  }

  /** What it has kept waiting for too long, so that others are to be asked. */
  overdue(now: number): number[] {
    const patience = this.#limits.patience * 2 ** this.#strikes
    if (now >= this.#since + patience * FORGET_AFTER) for (const index of this.#in('late')) this.release(index)
    const late = this.#in('asked')
    if (late.length === 0 || now < this.#since + patience) return []
    for (const index of late) this.#expected.set(index, { phase: 'late', since: now })
    this.#strikes = Math.min(this.#strikes + 1, MOST_STRIKES)
    this.#window = 1
    return late
  }

  #in(phase: Phase): number[] {
    return [...this.#expected].flatMap(([index, expected]) => expected.phase === phase ? [index] : [])
  }
}
