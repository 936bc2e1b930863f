import { type Bytes, joined, utf8 } from '../seal/bytes.js'

/** A value of BEP 3: whole numbers (bigint where a number can't hold them), byte strings, lists, and dictionaries, whose keys have a character a byte. */
export type Bencode = number | bigint | Bytes | readonly Bencode[] | ReadonlyMap<string, Bencode>

/** How deep lists and dictionaries may stand in one another, as nodes have it. */
const DEEPEST = 4
/** Of a number, its sign among them. */
const MOST_CHARACTERS = 18
const [D, E, I, L, COLON] = [...'deil:'].map((char) => char.charCodeAt(0)) as [number, number, number, number, number]

/** The value that these bytes are the one form of: keys sorted and single, no zeros in front, nothing after the end. Undefined when they are not, or are deeper than `deepest`. */
export function readBencode(bytes: Uint8Array, deepest = DEEPEST): Bencode | undefined {
  const reader = new Reader(bytes, deepest)
  const value = reader.value(0)
  return reader.place === bytes.length ? value : undefined
}

/** Texts in lists and dictionaries count as their UTF-8. */
export type Writable = string | number | bigint | Uint8Array | readonly Writable[] | ReadonlyMap<string, Writable>

/** The one form of a value. Numbers are whole. */
export function writeBencode(value: Writable): Bytes {
  if (typeof value === 'string') return writeBencode(utf8(value))
  if (typeof value === 'number' || typeof value === 'bigint') return utf8(`i${value}e`)
  if (value instanceof Uint8Array) return joined(utf8(`${value.length}:`), value)
  if (value instanceof Map) {
    const sorted = [...value as ReadonlyMap<string, Writable>].sort(([one], [other]) => one < other ? -1 : 1)
    return joined(utf8('d'), ...sorted.flatMap(([key, each]) => [writeBencode(Uint8Array.from(key, (char) => char.charCodeAt(0))), writeBencode(each)]), utf8('e'))
  }
  return joined(utf8('l'), ...(value as readonly Writable[]).map(writeBencode), utf8('e'))
}

/** Reads one value after the other; what is wrong makes everything undefined from there on. */
class Reader {
  place = 0
  readonly #bytes: Uint8Array
  readonly #deepest: number

  constructor(bytes: Uint8Array, deepest: number) {
    this.#bytes = bytes
    this.#deepest = deepest
  }

  value(depth: number): Bencode | undefined {
    const first = this.#bytes[this.place]
    if (first !== I && first !== L && first !== D) return this.#string()
    this.place++
    if (first === I) return this.#number(E)
    if (depth === this.#deepest) return this.#broken()
    return first === L ? this.#list(depth + 1) : this.#map(depth + 1)
  }

  #list(depth: number): Bencode[] | undefined {
    const list: Bencode[] = []
    while (this.#bytes[this.place] !== E) {
      const each = this.value(depth)
      if (each === undefined) return undefined
      list.push(each)
    }
    this.place++
    return list
  }

  #map(depth: number): Map<string, Bencode> | undefined {
    const map = new Map<string, Bencode>()
    let last: string | undefined
    while (this.#bytes[this.place] !== E) {
      const bytes = this.#string()
      const key = bytes && String.fromCharCode(...bytes)
      const each = key === undefined || (last !== undefined && key <= last) ? this.#broken() : this.value(depth)
      if (each === undefined) return undefined
      map.set(last = key as string, each)
    }
    this.place++
    return map
  }

  #string(): Bytes | undefined {
    const length = this.#number(COLON)
    if (length === undefined || length < 0 || length > this.#bytes.length - this.place) return this.#broken()
    const from = this.place
    this.place += Number(length)
    return new Uint8Array(this.#bytes.slice(from, this.place))
  }

  /** A whole number up to that character. */
  #number(end: number): number | bigint | undefined {
    const stop = this.#bytes.subarray(this.place, this.place + MOST_CHARACTERS + 1).indexOf(end)
    const text = String.fromCharCode(...this.#bytes.subarray(this.place, this.place + Math.max(0, stop)))
    if (!/^(0|-?[1-9]\d*)$/.test(text)) return this.#broken()
    this.place += stop + 1
    return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)
  }

  #broken(): undefined {
    this.place = Infinity
    return undefined
  }
}
