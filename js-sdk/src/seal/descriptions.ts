import { isObject } from '../messages.js'
import type { NegotiationMessage } from '../negotiation.js'
import type { Bytes } from './bytes.js'
import { SealError } from './errors.js'
import type { Description } from './link.js'
import { Recent } from './recent.js'
import type { SignedRoom } from './room.js'

/** A description with its signature, as it is sealed. */
export interface Described { readonly description: Description; readonly proof: string }

/** The place of an offer among those of a link: the number tells it from those before. A standing offer is for nobody yet. */
function place(peer: string, link: string, n: unknown): string {
  return `${peer} ${Number(n ?? 0)} ${link}`
}

/** Signs the descriptions of this peer and checks those of others; keeps the hash of each offer, to which its answer is bound. */
export class Descriptions {
  readonly #room: SignedRoom
  readonly #own = new Recent<Bytes>()
  readonly #theirs = new Recent<Bytes>()
  /** Who has made the offers that this peer has claimed. */
  readonly #authors = new Recent<string>()

  constructor(room: SignedRoom) {
    this.#room = room
  }

  /** Signs an offer for the table. `stands` is to be called with its id. */
  async standing(data: unknown): Promise<{ data: Described; stands(offer: string): void }> {
    const description = read(data)
    const { proof, hash } = await this.#room.signLink(description)
    return { data: { description, proof }, stands: (offer) => this.#own.set(place('', offer, 0), hash) }
  }

  /** Checks an offer of the table. */
  async claimed(author: string, offer: string, data: unknown): Promise<{ description: Description }> {
    const description = read(data)
    this.#theirs.set(place(author, offer, 0), await this.#room.verifyLink(description, { proof: proofIn(data), from: author }))
    this.#authors.set(offer, author)
    return { description }
  }

  /** Signs the answer to an offer that was claimed, for its author. */
  async answer(offer: string, data: unknown): Promise<{ author: string | undefined; data: Described }> {
    const author = this.#authors.get(offer)
    const description = read(data)
    const { proof } = await this.#room.signLink(description, { to: author, offer: this.#theirs.get(place(author ?? '', offer, 0)) })
    return { author, data: { description, proof } }
  }

  /** Checks an answer to an offer of this peer in the table. */
  async answered(from: string, offer: string, data: unknown): Promise<{ description: Description }> {
    const description = read(data)
    await this.#room.verifyLink(description, { proof: proofIn(data), from, offer: this.#own.get(place('', offer, 0)) })
    return { description }
  }

  /** Signs the description of a message for that peer, if there is one. */
  async outward<M extends NegotiationMessage>(to: string, link: string, message: M): Promise<M> {
    if (message.description === undefined || message.proof !== undefined) return message
    const description = read(message)
    const at = place(to, link, message.n)
    const { proof, hash } = await this.#room.signLink(description, { to, offer: description.type === 'answer' ? this.#theirs.get(at) : undefined })
    if (description.type === 'offer') this.#own.set(at, hash)
    return { ...message, proof }
  }

  /** Checks the description of a message of that peer, if there is one. */
  async inward(from: string, link: string, message: NegotiationMessage): Promise<void> {
    if (message.description === undefined) return
    const description = read(message)
    const at = place(from, link, message.n)
    const hash = await this.#room.verifyLink(description, { proof: message.proof, from, offer: description.type === 'answer' ? this.#own.get(at) : undefined })
    if (description.type === 'offer') this.#theirs.set(at, hash)
  }
}

function read(data: unknown): Description {
  const { type, sdp } = isObject(data) && isObject(data.description) ? data.description : {}
  if ((type === 'offer' || type === 'answer') && typeof sdp === 'string') return { type, sdp }
  throw new SealError('malformed', 'a description')
}

function proofIn(data: unknown): unknown {
  return isObject(data) ? data.proof : undefined
}
