import type { Bytes } from '../data/bytes.js'

/** Which chunks of a file there are: a bit for each, the first being the highest of the first byte. */
export class Bits {
  readonly size: number
  readonly #bytes: Bytes
  #count = 0

  /** `bytes`: what a peer has said; bits that it has left out are not set. */
  constructor(size: number, bytes: Uint8Array = new Uint8Array()) {
    this.size = size
    this.#bytes = new Uint8Array(Math.ceil(size / 8))
    for (let index = 0; index < Math.min(size, bytes.length * 8); index++) if (isSet(bytes, index)) this.set(index)
  }

  static full(size: number): Bits {
    return new Bits(size, new Uint8Array(Math.ceil(size / 8)).fill(255))
  }

  get count(): number {
    return this.#count
  }

  get isFull(): boolean {
    return this.#count === this.size
  }

  has(index: number): boolean {
    return index < this.size && isSet(this.#bytes, index)
  }

  set(index: number): void {
    if (this.has(index)) return
    this.#bytes[index >> 3] = (this.#bytes[index >> 3] as number) | (0x80 >> (index & 7))
    this.#count++
  }

  clear(index: number): void {
    if (!this.has(index)) return
    this.#bytes[index >> 3] = (this.#bytes[index >> 3] as number) & ~(0x80 >> (index & 7))
    this.#count--
  }

  toBytes(): Bytes {
    return this.#bytes.slice()
  }
}

function isSet(bytes: Uint8Array, index: number): boolean {
  return ((bytes[index >> 3] as number) & (0x80 >> (index & 7))) !== 0
}
