import { misuse } from '../errors.js'
import { base64url } from '../ids.js'
import { type Bytes, decode } from './bytes.js'
import { platform } from './webcrypto.js'

const SIZE = 32
/** Tells a secret from a room id, which has the same length: one that is mistaken for the other goes to no node. */
const PREFIX = 's1.'

/** A new room secret, `s1.` and 43 characters of base64url: who knows it is in the room. It belongs into the fragment of a URL, which no server gets. */
export function newSecret(): string {
  return formatSecret(platform.random(SIZE))
}

/** Whether the text is a room secret by its form. */
export function isSecret(text: string): boolean {
  return text.startsWith(PREFIX) && decode(text.slice(PREFIX.length), SIZE) !== undefined
}

/** The secret in the fragment of a URL, as a part of its own between `#`, `&` and the end; undefined when there is none. */
export function secretIn(url: string): string | undefined {
  const [, fragment = ''] = /#(.*)$/s.exec(url) ?? []
  return fragment.split('&').find(isSecret)
}

/** The URL with the secret as its fragment. */
export function withSecret(url: string, secret: string): string {
  readSecret(secret)
  return `${url.replace(/#.*$/s, '')}#${secret}`
}

/** The bytes of a secret as text. @internal */
export function formatSecret(bytes: Uint8Array): string {
  return PREFIX + base64url(bytes)
}

/** Throws `misuse` for a text that is no secret, without repeating it. @internal */
export function readSecret(text: string): Bytes {
  const bytes = isSecret(text) ? decode(text.slice(PREFIX.length), SIZE) : undefined
  if (!bytes) throw misuse('This is no room secret: use newSecret(), or secretIn(location.href).')
  return bytes
}
