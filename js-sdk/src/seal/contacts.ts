import { misuse } from '../errors.js'
import { base64url } from '../ids.js'
import { type Bytes, decode } from './bytes.js'
import { bytesOf } from './hpke.js'
import { type Pair, platform } from './webcrypto.js'

const SIZE = 32
const PREFIX = 'c1.'

/** A key pair that outlives sessions, by which others know this peer. */
export interface Contact {
  /** What others are given: `c1.` and 43 characters of base64url, the public key. */
  readonly key: string
  /** To be kept in IndexedDB, which takes it as it is. The private key can't be read. */
  readonly pair: Pair
}

/** A new contact. Keep its `pair` where it outlives the page. */
export async function newContact(): Promise<Contact> {
  return contactOf(await platform.pair())
}

/** The contact of a key pair that was kept. */
export async function contactOf(pair: Pair): Promise<Contact> {
  return { key: PREFIX + base64url(await bytesOf(pair.publicKey)), pair }
}

/** Whether the text is the public key of a contact by its form. */
export function isContactKey(text: string): boolean {
  return text.startsWith(PREFIX) && decode(text.slice(PREFIX.length), SIZE) !== undefined
}

/** The public key of a contact; throws `misuse` for what is none. @internal */
export function readContactKey(key: string): Bytes {
  const bytes = isContactKey(key) ? decode(key.slice(PREFIX.length), SIZE) : undefined
  if (!bytes) throw misuse('This is no key of a contact: it begins with c1. and comes from newContact().')
  return bytes
}
