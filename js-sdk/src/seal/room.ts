import { misuse } from '../errors.js'
import { base64url } from '../ids.js'
import { isObject } from '../messages.js'
import { Seen } from '../seen.js'
import { type Bytes, decode } from './bytes.js'
import type { Channel, Ends } from './channel.js'
import { EmojiCheck } from './check.js'
import type { Contact } from './contacts.js'
import type { Kind } from './envelope.js'
import { SealError } from './errors.js'
import { decrypt, encrypt } from './gcm.js'
import { type Identity, isPeerId, newIdentity } from './identity.js'
import { joinProof } from './joinproof.js'
import { type RoomKeys, roomKeys } from './keys.js'
import { KnownPeers } from './knownpeers.js'
import { type Description, isSignedBy, readProof, sign, type Statement, statement } from './link.js'
import { isFresh, type Opened, Post, type PostConfig, seconds } from './post.js'
import { readSecret } from './secret.js'
import { type Means, platform, sha256 } from './webcrypto.js'

/** Who joins, and how old things may be. */
export interface SealOptions {
  /** Who this peer is. Default: a new identity. Given again when a session is lost, it keeps the peer id. */
  readonly identity?: Identity
  /** Seconds that what was made for everybody may be old, or clocks may differ. Default 600. */
  readonly fresh?: number
  /** Time and dice. @internal */
  readonly means?: Means
}

/** A description with its signature. */
export interface SignedLink {
  /** Goes with the description. */
  readonly proof: string
  /** Names this offer in the answer to it. */
  readonly hash: Bytes
}

/** What a description is: for whom, and the answer to what. */
export interface Outward {
  /** The peer that it is for; everybody when left out. */
  readonly to?: string | undefined
  /** Of an answer: the hash of the offer, as `verifyLink` gave it. */
  readonly offer?: Bytes | undefined
}

/** Where a description has come from: the proof beside it, its author, and for an answer the hash of the offer it is for. */
export interface Inward {
  /** What came with the description. */
  readonly proof: unknown
  /** The peer that it is from, as the node says. */
  readonly from: string | undefined
  /** Of an answer: the hash of the offer, as `signLink` gave it. */
  readonly offer?: Bytes | undefined
}

/** Data as its author has given it, and whether it is for everybody. */
export type Uncovered = Pick<Opened, 'data' | 'toAll'>

const FRESH = 600
const REMEMBERED = 10_000

/** What identities alone make possible, in any room: proofs of who one is, and signed descriptions. */
export class SignedRoom {
  /** The room id. */
  readonly room: string
  /** Who this peer is in the room. */
  readonly identity: Identity
  protected readonly config: Omit<PostConfig, 'version'>
  readonly #seen = new Seen(REMEMBERED)

  /** @internal */
  constructor(room: string, identity: Identity, { fresh = FRESH, means = platform }: SealOptions) {
    const bytes = decode(room, 32)
    if (!bytes) throw misuse('This is no room id: use newRoomId() or roomIdFor(name).')
    if (!(fresh >= 1)) throw misuse('options.fresh is a number of seconds from 1.')
    this.room = room
    this.identity = identity
    this.config = { room: bytes, self: identity.peer, fresh, means }
  }

  /** The first message of each end of a link, where there is a key for it. */
  get channel(): Channel | undefined {
    return undefined
  }

  /** What goes through the node for one peer, or for everybody. @internal */
  async cover(_kind: Kind, _to: string | undefined, data: unknown): Promise<unknown> {
    return data
  }

  /** What has come through the node, which says for whom. @internal */
  async uncover(_kind: Kind, _from: string | undefined, data: unknown, to?: string): Promise<Uncovered> {
    return { data, toAll: to === undefined }
  }

  /** What to join with, for a challenge of the node that was called at `host` (`new URL(url).host`). */
  joinProof(challenge: string, host: string): Promise<string> {
    return joinProof({ challenge, host, room: this.config.room, identity: this.identity })
  }

  /** Signs a description that this peer has made: for everybody unless `to` is given; an answer needs the hash of its offer. */
  async signLink(description: Description, { to, offer }: Outward = {}): Promise<SignedLink> {
    if (description.type === 'answer' && !(to && offer)) throw misuse('An answer is signed for the author of its offer: pass to and offer, the hash that verifyLink gave.')
    const said: Statement = { room: this.config.room, from: this.identity.peer, to, offer, time: seconds(this.config.means) }
    const bytes = await statement(description, said)
    return { proof: await sign(this.identity, bytes, said), hash: await sha256(bytes) }
  }

  /** Checks a description and gives its hash, once; rejects with a `SealError` unless it is the author's, as it was made, and for this peer. */
  async verifyLink(description: Description, { proof, from, offer }: Inward): Promise<Bytes> {
    const { room, self, fresh, means } = this.config
    const what = `a description of ${isPeerId(from) ? from : 'nobody'}`
    const read = readProof(proof)
    if (!read || !isPeerId(from)) throw new SealError('malformed', what)
    if (from === self) throw new SealError('reflected', what)
    const { time, toAll } = read
    const said = await statement(description, { room, from, to: toAll ? undefined : self, offer, time })
    if (!await isSignedBy(from, read, said)) throw new SealError('forged', what)
    if (toAll && !isFresh(time, fresh, means)) throw new SealError('stale', what)
    const hash = await sha256(said)
    if (!this.#seen.add(from, base64url(hash))) throw new SealError('replayed', what)
    return hash
  }

  /** Envelopes for those whose key this peer knows. */
  knownPeers(contact: Contact): KnownPeers {
    return new KnownPeers(contact, this.config)
  }

  /** Five emoji for the people at both ends of a link that stands; `send` brings a text over its data channel. */
  emojiCheck(ends: Omit<Ends, 'self'>, send: (text: string) => void): EmojiCheck {
    return new EmojiCheck({ ends: { ...ends, self: this.identity.peer }, means: this.config.means, send })
  }
}

/** A room with a secret: everything that goes through the node is sealed for those who know it. */
export class SealedRoom extends SignedRoom {
  readonly #keys: RoomKeys
  readonly #post: Post

  /** @internal */
  constructor(keys: RoomKeys, identity: Identity, options: SealOptions) {
    super(keys.room, identity, options)
    this.#keys = keys
    this.#post = new Post({ ...this.config, version: 1 })
  }

  /** Also proves that this peer knows the secret. */
  override joinProof(challenge: string, host: string): Promise<string> {
    return joinProof({ challenge, host, room: this.config.room, identity: this.identity, signer: this.#keys.signer })
  }

  /** Seals data that JSON knows for one peer, or for everybody (`to` undefined). Envelopes come out, and have to be sent, in the order of the calls. */
  seal(kind: Kind, to: string | undefined, data: unknown): Promise<string> {
    return this.#post.seal(kind, to, data, async (content, associated) =>
      encrypt(await this.#keys.envelope(this.identity.peer), this.config.means.random(12), content, associated))
  }

  /** Opens what `from` has sealed for this peer or for everybody; rejects with a `SealError` for anything else, and for what comes again. */
  unseal(kind: Kind, from: string | undefined, envelope: unknown): Promise<Opened> {
    return this.#post.unseal(kind, from, envelope, async (rest, associated) => decrypt(await this.#keys.envelope(from!), rest, associated))
  }

  override get channel(): Channel {
    return this.#keys.channel
  }

  /** @internal */
  override async cover(kind: Kind, to: string | undefined, data: unknown): Promise<unknown> {
    return { sealed: await this.seal(kind, to, data) }
  }

  /** @internal */
  override uncover(kind: Kind, from: string | undefined, data: unknown): Promise<Uncovered> {
    return this.unseal(kind, from, isObject(data) ? data.sealed : undefined)
  }
}

/** Opens a room by its secret. Rejects with `misuse` for what is no secret, and with `unsupported` where WebCrypto has no Ed25519. */
export async function openRoom(secret: string, options: SealOptions = {}): Promise<SealedRoom> {
  return new SealedRoom(await roomKeys(readSecret(secret)), options.identity ?? await newIdentity(), options)
}

/** Opens a room without a secret: who is who can be told from the first link on, but not who that is; and nothing is hidden from the node. */
export async function openPublicRoom(room: string, options: SealOptions = {}): Promise<SignedRoom> {
  return new SignedRoom(room, options.identity ?? await newIdentity(), options)
}
