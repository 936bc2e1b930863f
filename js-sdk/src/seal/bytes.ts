import { base64url } from '../ids.js'

/** Bytes in a buffer of their own. */
export type Bytes = Uint8Array<ArrayBuffer>

/** Texts that open what is hashed or signed, so that nothing made for one use is good for another; a zero byte ends them. */
export const label = (text: string): Bytes => utf8(`almenara/${text}/v1\0`)

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text)
}

/** Bytes one behind the other. */
export function joined(...parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** A number in that many bytes, big-endian. */
export function number(value: number, size: 1 | 2 | 4): Bytes {
  return Uint8Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** (size - 1 - index)))
}

/** A text with its length in front (u16), so that no two texts together read as two others. */
export function field(text: string): Bytes {
  const bytes = utf8(text)
  return joined(number(bytes.length, 2), bytes)
}

/** The bytes of a text, when it is the one way to write exactly so many in base64url without padding. */
export function decode(text: unknown, length: number): Bytes | undefined {
  if (typeof text !== 'string' || text.length !== Math.ceil(length * 4 / 3) || !/^[\w-]*$/.test(text)) return undefined
  const bytes = Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0))
  return base64url(bytes) === text ? bytes : undefined
}

/** Lower-case base32 (RFC 4648) of the first `length` times five bits. */
export function base32(bytes: Uint8Array, length: number): string {
  const bit = (index: number): number => (bytes[index >> 3] ?? 0) >> 7 - index % 8 & 1
  return Array.from({ length }, (_, place) => {
    const value = [0, 1, 2, 3, 4].reduce((sum, index) => sum * 2 + bit(5 * place + index), 0)
    return 'abcdefghijklmnopqrstuvwxyz234567'[value]
  }).join('')
}

export function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}
