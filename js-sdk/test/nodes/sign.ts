import { base64url } from '../../src/ids.js'
import { type Writable, writeBencode } from '../../src/nodes/bencode.js'
import { type ItemJson, messageOf, writeItem } from '../../src/nodes/item.js'
import { SALT } from '../../src/nodes/record.js'
import type { Signer } from '../../src/seal/ed25519.js'

/** What a record says, with anything else put in its place. */
export interface Said { readonly url: string; readonly effort?: Writable; readonly expiry: Writable; readonly capabilities?: Writable; readonly more?: readonly [string, Writable][] }

/** A record, as its node would sign it. */
export async function signed(signer: Signer, { url, effort = 1_000, expiry, capabilities = ['stun'], more = [] }: Said, seq = 1, salt = SALT): Promise<ItemJson> {
  const value = writeBencode(new Map<string, Writable>([['url', url], ['effort', effort], ['expiry', expiry], ['capabilities', capabilities], ...more]))
  return signedItem(signer, { salt, seq, value })
}

export async function signedItem(signer: Signer, content: { salt: string; seq: number; value: Uint8Array<ArrayBuffer> }): Promise<ItemJson> {
  return writeItem({ key: signer.key, ...content, signature: await signer.sign(messageOf(content)) })
}

/** The same item with one bit changed in one of its parts. */
export function spoilt(item: ItemJson, part: 'k' | 'sig' | 'v'): ItemJson {
  const bytes = Uint8Array.from(atob(item[part].replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0))
  bytes[8]! ^= 1
  return { ...item, [part]: base64url(bytes) }
}
