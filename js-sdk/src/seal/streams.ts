import type { Fault } from './errors.js'

/** Streams that are remembered: a peer has a few. Only who has the key can make another one. */
const STREAMS = 50_000
/** How many numbers back a stream without an order is remembered. */
const WINDOW = 1_024

interface Stream { last: number; heard: Set<number> }

/** What becomes of a number: its fault, or how many numbers were passed over, in a stream with an order. */
export type Place = { fault: Fault } | { fault?: undefined; lost: number }

/** How a stream goes: `ordered`: one after the other; `whole`: it is heard from its beginning, 0. */
export interface Flow { readonly ordered: boolean; readonly whole: boolean }

/** Which numbers of which streams have come, so that none is taken twice, and in a stream with an order none after a later one. */
export class Streams {
  readonly #streams = new Map<string, Stream>()
  readonly #limit: number

  constructor(limit = STREAMS) {
    this.#limit = limit
  }

  take(name: string, seq: number, { ordered, whole }: Flow): Place {
    const stream = this.#stream(name, whole ? 0 : seq)
    if (stream.heard.has(seq) || seq <= stream.last - WINDOW) return { fault: 'replayed' }
    if (ordered && seq < stream.last) return { fault: 'reordered' }
    const lost = ordered ? seq - stream.last - 1 : 0
    stream.last = Math.max(stream.last, seq)
    stream.heard.add(seq)
    const [oldest] = stream.heard
    if (stream.heard.size > WINDOW) stream.heard.delete(oldest as number)
    return { lost }
  }

  /** What was said to everybody before the first that was heard does not count as lost: who comes later has not missed it. */
  #stream(name: string, first: number): Stream {
    const known = this.#streams.get(name)
    if (known) return known
    const stream: Stream = { last: first - 1, heard: new Set() }
    this.#streams.set(name, stream)
    const [oldest] = this.#streams.keys()
    if (this.#streams.size > this.#limit) this.#streams.delete(oldest as string)
    return stream
  }
}

/** The next number of each stream that goes out. */
export class Counters {
  readonly #next = new Map<string, number>()
  readonly #limit: number
  /** Above every number of a stream that was forgotten: should it go on, then from here. */
  #floor = 0

  constructor(limit = STREAMS) {
    this.#limit = limit
  }

  next(name: string): number {
    const seq = this.#next.get(name) ?? this.#floor
    this.#next.delete(name)
    this.#next.set(name, seq + 1)
    const [oldest] = this.#next
    if (this.#next.size > this.#limit && oldest) {
      this.#next.delete(oldest[0])
      this.#floor = Math.max(this.#floor, oldest[1])
    }
    return seq
  }
}
