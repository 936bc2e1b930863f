import { AlmenaraError, misuse } from '../errors.js'
import { label, utf8 } from './bytes.js'
import { formatSecret } from './secret.js'
import { sha256 } from './webcrypto.js'

/** Bits that a password has at least, by the estimate below. */
export const LEAST_BITS = 60
/** Of what one word, number or row of signs counts for: a word is one of some thousands, however long. */
const MOST_EACH = 12
const EACH_LETTER = 4
const EACH_DIGIT = 3
const SALT = 16

/** What a password is worth. */
export interface Strength {
  /** What an attacker has to guess, in bits, as a low estimate. It can't know a line of a song. */
  readonly bits: number
  /** What to tell the user; undefined when it is enough. */
  readonly warning: string | undefined
}

/**
 * How hard a password is to guess. It is taken apart into words, numbers and rows of other signs; each counts once, 4 bits
 * a letter or sign and 3 a digit, 12 at most, and a character that repeats or continues the one before (`aaa`, `123`) counts nothing.
 */
export function passwordStrength(password: string): Strength {
  const parts = new Set(normal(password).toLowerCase().match(/\p{Ideographic}|[\p{L}\p{M}]+|\p{N}+|[^\p{L}\p{M}\p{N}\s]+/gu))
  const bits = [...parts].reduce((sum, part) => sum + bitsOf(part), 0)
  if (bits >= LEAST_BITS) return { bits, warning: undefined }
  const warning = 'This password may be guessed by whoever runs the server, who can try for as long as they like. '
    + 'Take five or more words at random, not a phrase that somebody has written before; or share a link with a secret instead.'
  return { bits, warning }
}

function bitsOf(part: string): number {
  const codes = [...part].map((char) => char.codePointAt(0) ?? 0)
  const fresh = codes.filter((code, index) => index === 0 || Math.abs(code - codes[index - 1]!) > 1)
  return Math.min(MOST_EACH, fresh.length * (/^\p{N}/u.test(part) ? EACH_DIGIT : EACH_LETTER))
}

/**
 * The secret of the room that has this name and this password: those who type the same meet. Another password leads to
 * another room, where nobody is. Takes half a second or so, during which the page does nothing else, and 64 MiB.
 * Rejects with `misuse` for a password that is too weak; the message is the warning.
 */
export async function secretFromPassword(name: string, password: string): Promise<string> {
  const { warning } = passwordStrength(password)
  if (warning) throw misuse(warning)
  const salt = (await sha256(label('seal-password'), utf8(normal(name)))).subarray(0, SALT)
  return formatSecret(await stretched(utf8(normal(password)), salt))
}

async function stretched(password: Uint8Array, salt: Uint8Array): Promise<Uint8Array> {
  try {
    const { argon2 } = await import('./argon2.js')
    return await argon2(password, salt)
  } catch (cause) {
    throw new AlmenaraError('misuse', 'A password needs almenara-argon2.js beside this module, and WebAssembly: allow it by script-src \'wasm-unsafe-eval\'.', { cause })
  }
}

/** However it was typed: one form for each character (NFKC), spaces as one, none around. */
function normal(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ')
}
