import { misuse } from '../errors.js'
import { type Bytes, joined, label } from './bytes.js'
import { type Channel, channelOf } from './channel.js'
import { type Contact, readContactKey } from './contacts.js'
import type { Kind } from './envelope.js'
import { decrypt, encrypt } from './gcm.js'
import { bytesOf, type Context, incoming, outgoing, publicKey } from './hpke.js'
import { type Opened, Post, type PostConfig } from './post.js'
import type { Means } from './webcrypto.js'

const SIZE = 32
const AES_256_GCM = 2
/** Keys that are tried on one envelope: each costs two agreements, 0.2 ms. */
const MOST_TRIED = 64

/** What was sealed for a contact, and what proves that the link made by it is with that contact. */
export interface SealedTo {
  /** What goes through the node. */
  readonly envelope: string
  /** The first messages of the link that is made by it. */
  readonly channel: Channel
}

/** What was in an envelope for this contact, and from which contact it is. */
export interface OpenedFrom extends Opened {
  /** The key of the contact that has sealed it. */
  readonly contact: string
  /** What proves that the link is with that contact. */
  readonly channel: Channel
}

/** Envelopes between this peer and those whose key it knows, in a room with or without a secret: HPKE in mode_auth (RFC 9180). */
export class KnownPeers {
  readonly #own: Contact
  readonly #post: Post
  readonly #means: Means

  constructor(own: Contact, config: Omit<PostConfig, 'version'>) {
    this.#own = own
    this.#means = config.means
    this.#post = new Post({ ...config, version: 2 })
  }

  /** Seals for the contact of that key, which is in the room as the peer `to`. */
  async seal(kind: Kind, to: string, data: unknown, key: string): Promise<SealedTo> {
    const theirs = await publicKey(readContactKey(key))
    let channel: Channel | undefined
    const envelope = await this.#post.seal(kind, to, data, async (content, associated) => {
      const ephemeral = await this.#means.pair()
      const context = await outgoing({ own: this.#own.pair, to: theirs, ephemeral, info: label('seal-contact'), aead: AES_256_GCM })
      channel = channelOf(await context.export(label('seal-channel')))
      const sealed = await encrypt(context.key, context.nonce, content, associated)
      return joined(await bytesOf(ephemeral.publicKey), sealed.subarray(context.nonce.length))
    })
    return { envelope, channel: channel! }
  }

  /** Opens what one of these contacts (64 at most) has sealed for this peer; rejects with a `SealError` for anything else. */
  async unseal(kind: Kind, from: string | undefined, envelope: unknown, keys: readonly string[]): Promise<OpenedFrom> {
    if (keys.length > MOST_TRIED) throw misuse(`At most ${MOST_TRIED} contacts are tried.`)
    let found: { contact: string; channel: Channel } | undefined
    const opened = await this.#post.unseal(kind, from, envelope, async (rest, associated) => {
      for (const contact of keys) {
        const context = await this.#incoming(rest.slice(0, SIZE), await publicKey(readContactKey(contact)))
        const content = context && await decrypt(context.key, joined(context.nonce, rest.subarray(SIZE)), associated)
        if (!content) continue
        found = { contact, channel: channelOf(await context.export(label('seal-channel'))) }
        return content
      }
      return undefined
    })
    return { ...opened, ...found! }
  }

  async #incoming(enc: Bytes, from: CryptoKey): Promise<Context | undefined> {
    try {
      return await incoming({ own: this.#own.pair, from, enc, info: label('seal-contact'), aead: AES_256_GCM })
    } catch (error) {
      // A key of small order, with which everybody would agree upon zeros.
      if (/^(OperationError|DataError)$/.test((error as Error).name)) return undefined
      throw error
    }
  }
}
