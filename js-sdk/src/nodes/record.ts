import { isWhole } from '../data/values.js'
import { base64url } from '../ids.js'
import { verify } from '../seal/ed25519.js'
import { type Bencode, readBencode } from './bencode.js'
import { isSigned, type Item, type Verify } from './item.js'
import { isNodeUrl } from './url.js'

/** What tells records from other items under the same key. */
export const SALT = 'almenara/node/v1'
/** Milliseconds that a record holds at most, and what clocks may differ by. */
export const LIFE = 2 * 60 * 60_000
export const SKEW = 60_000

const CAPABILITIES = 16
const CAPABILITY = /^[a-z0-9-]{1,32}$/

/** What a node says of itself, signed. */
export interface NodeRecord {
  readonly item: Item
  /** The node's key: 43 characters of base64url. */
  readonly key: string
  /** The URL of the node, with a slash at its end. */
  readonly url: string
  /** Expected hashes of a post; 0: nothing takes work. */
  readonly effort: number
  readonly capabilities: readonly string[]
  /** Milliseconds since the epoch. */
  readonly end: number
}

/** What the item says, if it is a record, whoever may have signed it. Fields that this version does not know are passed over. */
export function readRecord(item: Item): NodeRecord | undefined {
  const fields = item.salt === SALT ? readBencode(item.value) : undefined
  if (!(fields instanceof Map)) return undefined
  const [url, effort, expiry, list] = ['url', 'effort', 'expiry', 'capabilities'].map((name) => fields.get(name) as Bencode | undefined)
  const address = text(url)
  const capabilities = Array.isArray(list) && list.length <= CAPABILITIES ? list.map(text) : [undefined]
  if (!address || !isNodeUrl(address) || !isWhole(effort, 0, 2 ** 32 - 1) || !isWhole(expiry, 0, 2 ** 40) || !capabilities.every((each) => each && CAPABILITY.test(each))) return undefined
  return { item, key: base64url(item.key), url: address, effort, capabilities: capabilities as string[], end: expiry * 1_000 }
}

/** Whether a record holds at that moment (milliseconds since the epoch). What holds for longer than any may has been made by somebody else's clock, or rules. */
export function isInTime({ end }: NodeRecord, now: number): boolean {
  return end > now - SKEW && end <= now + LIFE + SKEW
}

/** The record in an item that its key has signed. */
export async function signedRecord(item: Item | undefined, check: Verify = verify): Promise<NodeRecord | undefined> {
  const record = item && readRecord(item)
  return record && await isSigned(record.item, check) ? record : undefined
}

function text(value: Bencode | undefined): string | undefined {
  return value instanceof Uint8Array ? String.fromCharCode(...value) : undefined
}
