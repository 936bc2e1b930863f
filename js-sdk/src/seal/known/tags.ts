import { misuse } from '../../errors.js'
import { base64url } from '../../ids.js'
import { type Bytes, decode, joined, label, utf8 } from '../bytes.js'
import { type Contact, readContactKey } from '../contacts.js'
import { bytesOf, publicKey } from '../hpke.js'
import { Recent } from '../recent.js'
import { hmac, hmacKey, type Means, subtle } from '../webcrypto.js'
import { KEPT_TAGS, MOST_KNOWN, TAG } from './limits.js'

const KEY = 32

/** Where tags are of use: in that room, by the peer that has that id. */
export interface Place { readonly room: Bytes; readonly self: string }

/**
 * What tells a contact, and nobody else, who has sent it: a MAC over room, sender and receiver by a key that only the two can compute. To others it is random. A hello has 64
 * of them, for everybody who is known and for nobody, so that it does not even say how many are known.
 */
export class Tags {
  readonly #place: Place
  readonly #means: Means
  readonly #keys: ReadonlyMap<string, CryptoKey>
  /** Those that a peer would send, each with the contact that it would be. */
  readonly #expected = new Recent<Promise<ReadonlyMap<string, string>>>(KEPT_TAGS)

  private constructor(keys: ReadonlyMap<string, CryptoKey>, place: Place, means: Means) {
    this.#keys = keys
    this.#place = place
    this.#means = means
  }

  /** Rejects with `misuse` for what is no contact, or for too many. */
  static async of(own: Contact, known: readonly string[], place: Place, means: Means): Promise<Tags> {
    const keys = [...new Set(known)]
    if (keys.length > MOST_KNOWN) throw misuse(`options.contacts.known takes ${MOST_KNOWN} keys at most.`)
    const agreed = await Promise.all(keys.map(async (key) => [key, await agree(own, key)] as const))
    return new Tags(new Map(agreed), place, means)
  }

  /** 64 tags in random order. */
  async hello(to: string): Promise<string> {
    const { self } = this.#place
    const tags = await Promise.all([...this.#keys.values()].map((key) => this.#tag(key, self, to)))
    while (tags.length < MOST_KNOWN) tags.push(this.#means.random(TAG))
    // All look random, so their order by value is as random.
    return base64url(joined(...tags.sort(compare)))
  }

  /** The one tag for a contact. */
  async own(to: string, contact: string): Promise<string> {
    return base64url(await this.#tag(this.#keys.get(contact) as CryptoKey, this.#place.self, to))
  }

  /** The contact that has sent one of those tags under that id: 64 of them, or one. Undefined: none of them. */
  async match(from: string, text: string): Promise<string | undefined> {
    const bytes = decode(text, MOST_KNOWN * TAG) ?? decode(text, TAG)
    if (!bytes) return undefined
    const expected = await this.#expect(from)
    for (let at = 0; at < bytes.length; at += TAG) {
      const contact = expected.get(base64url(bytes.subarray(at, at + TAG)))
      if (contact !== undefined) return contact
    }
    return undefined
  }

  #expect(from: string): Promise<ReadonlyMap<string, string>> {
    const expected = this.#expected.get(from) ?? this.#tagsOf(from)
    this.#expected.set(from, expected)
    return expected
  }

  async #tagsOf(from: string): Promise<ReadonlyMap<string, string>> {
    const { self } = this.#place
    return new Map(await Promise.all([...this.#keys].map(async ([contact, key]) => [base64url(await this.#tag(key, from, self)), contact] as const)))
  }

  async #tag(key: CryptoKey, from: string, to: string): Promise<Bytes> {
    return (await hmac(key, label('seal-hello'), this.#place.room, utf8(from), utf8(to))).slice(0, TAG)
  }
}

/** The key that both ends have: by HKDF (RFC 5869) from what their keys agree upon, bound to both. */
async function agree(own: Contact, key: string): Promise<CryptoKey> {
  const bytes = readContactKey(key)
  const [mine, theirs] = [await bytesOf(own.pair.publicKey), await publicKey(bytes)]
  const shared = await subtle().deriveBits({ name: 'X25519', public: theirs }, own.pair.privateKey, 8 * KEY).catch((error) => {
    // Of small order: everybody would agree with it upon zeros.
    if (/^(OperationError|DataError)$/.test((error as Error).name)) throw misuse('options.contacts.known has a key that no contact can have.')
    throw error
  })
  const root = await subtle().importKey('raw', shared, 'HKDF', false, ['deriveBits'])
  const info = joined(label('seal-known'), ...[mine, bytes].sort(compare))
  return hmacKey(new Uint8Array(await subtle().deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info }, root, 8 * KEY)))
}

/** By the first byte in which they differ. */
function compare(one: Bytes, other: Bytes): number {
  const at = one.findIndex((byte, index) => byte !== other[index])
  return at < 0 ? 0 : one[at]! - other[at]!
}
