import { isWhole } from '../data/values.js'
import { base64url } from '../ids.js'
import { isObject } from '../messages.js'
import { type Bytes, decode, joined, utf8 } from '../seal/bytes.js'
import { verify } from '../seal/ed25519.js'

/** Bytes of a value, and of a salt (BEP 44). */
export const LONGEST_VALUE = 1_000
export const LONGEST_SALT = 64

const KEY = 32
const SIGNATURE = 64

/** A mutable item of BEP 44. */
export interface Item {
  readonly key: Bytes
  readonly salt: string
  readonly seq: number
  readonly signature: Bytes
  /** Bencoded. */
  readonly value: Bytes
}

/** As nodes write it: bytes in base64url. */
export interface ItemJson { readonly k: string; readonly salt: string; readonly seq: number; readonly sig: string; readonly v: string }

/** Whether that is the signature of a key over a message. */
export type Verify = typeof verify

/** The item, whoever may have signed it. Undefined for what has not its form or is too long. */
export function readItem(json: unknown): Item | undefined {
  if (!isObject(json) || typeof json.v !== 'string' || typeof json.salt !== 'string' || !isWhole(json.seq, 0)) return undefined
  const key = decode(json.k, KEY)
  const signature = decode(json.sig, SIGNATURE)
  const length = Math.floor(json.v.length * 3 / 4)
  const value = length <= LONGEST_VALUE ? decode(json.v, length) : undefined
  if (!key || !signature || !value || utf8(json.salt).length > LONGEST_SALT) return undefined
  return { key, salt: json.salt, seq: json.seq, signature, value }
}

export function writeItem({ key, salt, seq, signature, value }: Item): ItemJson {
  return { k: base64url(key), salt, seq, sig: base64url(signature), v: base64url(value) }
}

/** What BEP 44 signs. Of an empty salt nothing is said. */
export function messageOf({ salt, seq, value }: Pick<Item, 'salt' | 'seq' | 'value'>): Bytes {
  const bytes = utf8(salt)
  return joined(...bytes.length > 0 ? [utf8(`4:salt${bytes.length}:`), bytes] : [], utf8(`3:seqi${seq}e1:v`), value)
}

/** Whether its key has signed it. */
export function isSigned(item: Item, check: Verify = verify): Promise<boolean> {
  return check(item.key, item.signature, messageOf(item))
}
