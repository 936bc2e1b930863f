import { misuse } from '../../errors.js'
import { base64url } from '../../ids.js'
import { type Bytes, decode, joined, label, utf8 } from '../bytes.js'
import { type Contact, readContactKey } from '../contacts.js'
import { bytesOf, publicKey } from '../hpke.js'
import { isPeerId } from '../identity.js'
import { Recent } from '../recent.js'
import { hmac, hmacKey, type Means, subtle } from '../webcrypto.js'
import { KEPT_TAGS, MOST_KNOWN, TAG } from './limits.js'

const KEY = 32

/** Where tags are of use: in that room, by the peer that has that id. */
export interface Place { readonly room: Bytes; readonly self: string }

interface Keys {
  /** What the peer itself is known by. */
  readonly own: Bytes
  /** What it has in common with each contact. */
  readonly shared: ReadonlyMap<string, CryptoKey>
  /** What hellos are filled up by. */
  readonly filler: CryptoKey
}

/**
 * What tells a contact, and nobody else, who has sent it: a MAC over room, sender and receiver by a key that only the two can compute. To others it is random. A hello has 64
 * of them, for everybody who is known and for nobody, so that it does not even say how many are known; nor do two, for all hellos to a peer are the same.
 */
export class Tags {
  readonly #keys: Keys
  readonly #place: Place
  /** Those that a peer would send, each with the contact that it would be. */
  readonly #expected = new Recent<Promise<ReadonlyMap<string, string>>>(KEPT_TAGS)

  private constructor(keys: Keys, place: Place) {
    this.#keys = keys
    this.#place = place
  }

  /** Rejects with `misuse` for what is no contact, or for too many. */
  static async of(own: Contact, known: readonly string[], place: Place, means: Means): Promise<Tags> {
    const keys = [...new Set(known)]
    if (keys.length > MOST_KNOWN) throw misuse(`options.contacts.known takes ${MOST_KNOWN} keys at most.`)
    const shared = new Map(await Promise.all(keys.map(async (key) => [key, await agree(own, key)] as const)))
    return new Tags({ own: await bytesOf(own.pair.publicKey), shared, filler: await hmacKey(means.random(KEY)) }, place)
  }

  /** 64 tags in random order. */
  async hello(to: string): Promise<string> {
    const { shared, filler } = this.#keys
    const genuine = [...shared.keys()].map((contact) => this.#ownTag(to, contact))
    const others = Array.from({ length: MOST_KNOWN - shared.size }, (_, index) => tagBy(filler, utf8(to), Uint8Array.of(index)))
    // All look random, so their order by value is as random.
    return base64url(joined(...(await Promise.all([...genuine, ...others])).sort(compare)))
  }

  /** The one tag for a contact. */
  async own(to: string, contact: string): Promise<string> {
    return base64url(await this.#ownTag(to, contact))
  }

  /** The contact that has sent one of those tags under that id: 64 of them, or one. Undefined: none of them. */
  async match(from: string, text: string): Promise<string | undefined> {
    const bytes = decode(text, MOST_KNOWN * TAG) ?? decode(text, TAG)
    // Two ids of any length could run together to two others.
    if (!bytes || !isPeerId(from)) return undefined
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
    return new Map(await Promise.all([...this.#keys.shared.keys()].map(async (contact) =>
      [base64url(await this.#tag(contact, readContactKey(contact), from, self)), contact] as const)))
  }

  #ownTag(to: string, contact: string): Promise<Bytes> {
    return this.#tag(contact, this.#keys.own, this.#place.self, to)
  }

  /** The key is the same at both ends, so the tag says which of the two has sent it: other devices of the receiver have the key as well. */
  #tag(contact: string, sender: Bytes, from: string, to: string): Promise<Bytes> {
    return tagBy(this.#keys.shared.get(contact) as CryptoKey, label('seal-hello'), this.#place.room, sender, utf8(from), utf8(to))
  }
}

async function tagBy(key: CryptoKey, ...parts: readonly Bytes[]): Promise<Bytes> {
  return (await hmac(key, ...parts)).slice(0, TAG)
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
