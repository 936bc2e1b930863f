import { AlmenaraError } from '../../errors.js'
import { byteLength, toJson } from '../../frames.js'
import { isLinkMessage, type LinkMessage } from '../../host.js'
import type { RoomEvent } from '../../messages.js'
import type { Channel } from '../channel.js'
import { SealError } from '../errors.js'
import type { KnownPeers } from '../knownpeers.js'
import { Recent } from '../recent.js'
import { KEPT, LONGEST_IN_SECRET } from './limits.js'
import type { Tags } from './tags.js'

/** A signal of the SDK's own that changes nothing for those who know nothing of contacts: 64 tags, or one and an envelope. */
export interface Letter extends LinkMessage { readonly known: string; readonly sealed?: unknown }

/** What is the SDK's own, and says nothing. */
export const EMPTY = { link: '', candidates: [] }

export function letterIn({ data }: Extract<RoomEvent, { type: 'signal' }>): Letter | undefined {
  return isLinkMessage(data) && 'known' in data && typeof data.known === 'string' ? data as Letter : undefined
}

/** Whether it is the first offer of a link. */
export function beginsLink(data: unknown): data is LinkMessage {
  return isLinkMessage(data) && data.description?.type === 'offer' && !data.n
}

/** What contacts write each other, and what proves the links that are begun by it. */
export class Letters {
  readonly #tags: Tags
  readonly #peers: KnownPeers
  readonly #longest: number
  readonly #channels = new Recent<Channel>(KEPT)

  /** `sealed`: what is written is sealed once more, by the secret of the room. */
  constructor(tags: Tags, peers: KnownPeers, sealed: boolean) {
    this.#tags = tags
    this.#peers = peers
    this.#longest = sealed ? LONGEST_IN_SECRET : Infinity
  }

  /** What says who this peer is to those of its contacts who know it. */
  async hello(to: string): Promise<Letter> {
    return { ...EMPTY, known: await this.#tags.hello(to) }
  }

  async write(to: string, contact: string, data: unknown): Promise<Letter> {
    if (byteLength(toJson(data)) > this.#longest) throw new AlmenaraError('too-large', `For a contact, in a room with a secret, a message takes ${this.#longest} bytes at most.`)
    const { envelope, channel } = await this.#peers.seal('signal', to, data, contact)
    this.#keep(to, data, channel)
    return { ...EMPTY, known: await this.#tags.own(to, contact), sealed: envelope }
  }

  /** The contact that has sent it, by its tags. */
  author(from: string, { known }: Letter): Promise<string | undefined> {
    return this.#tags.match(from, known)
  }

  /** Gives what that contact has written; rejects for what it has not. */
  async open(from: string, contact: string, { sealed }: Letter): Promise<unknown> {
    const { data, toAll, channel } = await this.#peers.unseal('signal', from, sealed, [contact])
    // One who is known by a key has no other id.
    if (toAll || isLinkMessage(data) && data.self !== undefined) throw new SealError('malformed', `signal of ${from}`)
    this.#keep(from, data, channel)
    return data
  }

  /** What proves that link; undefined for one that was not begun by a letter. */
  channel(peer: string, link: string): Channel | undefined {
    return this.#channels.get(`${peer} ${link}`)
  }

  #keep(peer: string, data: unknown, channel: Channel): void {
    if (beginsLink(data)) this.#channels.set(`${peer} ${data.link}`, channel)
  }
}
