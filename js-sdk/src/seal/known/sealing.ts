import { AlmenaraError } from '../../errors.js'
import { isLinkMessage, type LinkMessage } from '../../host.js'
import type { Command, Joined, Ok, RoomEvent } from '../../messages.js'
import type { Peer } from '../../peer.js'
import type { SealedLink, Sealing, Send } from '../../sealing.js'
import type { SignalingEvents } from '../../session.js'
import type { OpenTransport } from '../../transport.js'
import type { Kind } from '../envelope.js'
import { SealError } from '../errors.js'
import { Inbox } from '../inbox.js'
import { ProvenLink } from '../provenlink.js'
import { Acquaintances } from './acquaintances.js'
import type { KnownConfig } from './index.js'
import { beginsLink, EMPTY, type Letter, letterIn, Letters } from './letters.js'
import { StrangerLink } from './strangerlink.js'
import type { Tags } from './tags.js'
import { Throttle } from './throttle.js'

type Signal = Extract<Command, { type: 'signal' }>
type Claim = Extract<Command, { type: 'claim' }>
interface Entered { readonly joined: Joined; deliver(): void }
type SignalEvent = Extract<RoomEvent, { type: 'signal' }>

/**
 * Finds out which members are contacts, by what they say as soon as they are met, and seals what goes between this peer and them. What is not sealed so does not count
 * any more once a peer is known to be a contact, and no link with it opens that is not proven.
 */
export class KnownSealing implements Sealing {
  readonly room: string
  readonly #config: KnownConfig
  readonly #letters: Letters
  readonly #self: string
  readonly #acquaintances: Acquaintances
  readonly #inbox: Inbox
  /** Who is in the room, and what makes the room know it. */
  readonly #members = new Map<string, () => void>()
  /** Links with those who may yet turn out to be contacts. */
  readonly #strangers = new Map<string, StrangerLink>()
  readonly #throttle: Throttle
  #outbox: Promise<unknown> = Promise.resolve()
  #entered: Entered | undefined

  constructor(config: KnownConfig, tags: Tags) {
    this.room = config.inner.room
    this.#config = config
    this.#letters = new Letters(tags, config.room.knownPeers(config.contacts.own), config.sealed)
    this.#self = config.room.identity.peer
    this.#acquaintances = new Acquaintances(config.host.time)
    this.#throttle = new Throttle(config.host.time)
    this.#inbox = new Inbox(config.report)
  }

  transport(open: OpenTransport): OpenTransport {
    return this.#config.inner.transport(open)
  }

  ask(command: Command, send: Send, wanted: () => boolean = () => true): Promise<Ok> {
    switch (command.type) {
      case 'signal': return command.to === undefined ? this.#broadcast(command, send, wanted) : this.#signal(command, send, wanted)
      case 'claim': return this.#claim(command, send)
      default: return this.#config.inner.ask(command, send, wanted)
    }
  }

  pass(name: keyof SignalingEvents, told: unknown, deliver: () => void): void {
    if (name === 'closed') this.#acquaintances.end()
    this.#config.inner.pass(name, told, () => this.#take(name, told, deliver))
  }

  idle(): Promise<unknown> {
    return this.#outbox.then(() => this.#config.inner.idle())
  }

  link(peer: string, link: string): SealedLink {
    const { inner, host, report } = this.#config
    const contact = this.#contact(peer)
    if (contact === undefined) {
      const made = new StrangerLink(inner.link(peer, link), () => host.heard({ link, end: 'stale' }, peer))
      // A link may outlive that its end is in the room at the node.
      for (const id of this.#strangers.keys()) if (!host.room.peers.has(id)) this.#strangers.delete(id)
      this.#strangers.set(peer, made)
      return made
    }
    return new ProvenLink({
      self: this.#self, peer, report,
      proof: () => this.#letters.channel(peer, link),
      // The channel is proven to be that contact's.
      sign: (message) => Promise.resolve(message),
      check: () => Promise.resolve(),
      proven: () => this.#prove(peer, contact),
    })
  }

  sign(to: string, message: LinkMessage): Promise<LinkMessage> {
    return this.#config.inner.sign(to, message)
  }

  check(from: string, message: LinkMessage): Promise<void> {
    return this.#config.inner.check(from, message)
  }

  #contact(peer: string | undefined): string | undefined {
    return this.#acquaintances.contact(peer ?? '')
  }

  /** In the order of the calls. */
  #signal(command: Signal, send: Send, wanted: () => boolean): Promise<Ok> {
    const said = this.#outbox.then(() => this.#cover(command.to, command.data))
    this.#outbox = said.catch(() => {})
    return said.then((data) => this.#config.inner.ask({ ...command, data }, send, wanted))
  }

  /** To contacts one by one, then to the others; who gets both takes the first, for they have the same id. */
  async #broadcast(command: Signal, send: Send, wanted: () => boolean): Promise<Ok> {
    const contacts = [...this.#members.keys()].filter((peer) => this.#contact(peer) !== undefined)
    const sent = contacts.map((to) => this.#signal({ ...command, to }, send, wanted).catch(unlessAbsent))
    if (!this.#config.contacts.onlyKnown) sent.push(this.#signal(command, send, wanted))
    return (await Promise.all(sent)).at(-1) ?? { type: 'ok' }
  }

  async #cover(to: string | undefined, data: unknown): Promise<unknown> {
    const contact = this.#contact(to)
    if (to !== undefined && contact !== undefined) return this.#letters.write(to, contact, data)
    if (to !== undefined && this.#config.contacts.onlyKnown && !isLinkMessage(data)) throw new AlmenaraError('unknown-peer', 'Nobody who is known is there under that id.')
    return data
  }

  /** An offer of the table is for everybody: contacts make their links by signals. */
  async #claim(command: Claim, send: Send): Promise<Ok> {
    const { from = '' } = command
    await this.#acquaintances.decided(from)
    this.#mayClaim(from)
    const lease = await this.#config.inner.ask(command, send)
    try {
      this.#mayClaim(from)
    } catch (error) {
      if (lease.offer !== undefined) send({ type: 'release', offer: lease.offer }).catch(() => {})
      throw error
    }
    return lease
  }

  #mayClaim(from: string): void {
    if (this.#contact(from) !== undefined) throw new AlmenaraError('no-offer', 'Contacts are linked by signals.')
  }

  #take(name: keyof SignalingEvents, told: unknown, deliver: () => void): void {
    const event = name === 'event' ? told as RoomEvent : undefined
    const letter = event?.type === 'signal' ? letterIn(event) : undefined
    if (event?.type === 'signal' && event.from !== undefined && letter) {
      const { from } = event
      if (letter.sealed === undefined) this.#inbox.take(() => this.#greeted(from, letter), () => {})
      else {
        let known = false
        this.#inbox.take(async () => { known = await this.#open(event, from, letter) }, () => { if (known) deliver() })
      }
    } else this.#inbox.take(undefined, () => {
      if (name === 'joined') this.#joined(told as Joined, deliver)
      else if (event) this.#event(event, deliver)
      else deliver()
    })
  }

  #joined(joined: Joined, deliver: () => void): void {
    const { members } = joined
    if (members) {
      const here = members.map(({ peer }) => peer)
      for (const peer of [...this.#members.keys()]) if (!here.includes(peer)) this.#gone(peer)
      for (const peer of here) this.#meet(peer, () => this.#again())
    }
    this.#entered = { joined, deliver }
    if (this.#config.contacts.onlyKnown) this.#again()
    else deliver()
  }

  /** The members that the room is to know are those who are contacts: as the node would tell it, whenever there is one more. */
  #again(): void {
    const { joined, deliver } = this.#entered as Entered
    joined.members = [...this.#members.keys()].filter((peer) => this.#contact(peer) !== undefined).map((peer) => ({ peer }))
    deliver()
  }

  #event(event: RoomEvent, deliver: () => void): void {
    switch (event.type) {
      case 'peer-joined':
        this.#meet(event.peer, deliver)
        if (this.#isShown(event.peer)) deliver()
        return
      case 'peer-left':
        this.#gone(event.peer)
        if (this.#isShown(event.peer)) deliver()
        return
      case 'signal': return this.#plain(event, deliver)
      case 'answer':
        if (this.#contact(event.from) !== undefined) this.#unsealed('answer', event.from)
        else if (!this.#config.contacts.onlyKnown) deliver()
        return
      default: deliver()
    }
  }

  #isShown(peer: string): boolean {
    return !this.#config.contacts.onlyKnown || this.#contact(peer) !== undefined
  }

  /** Who was here before has been greeted, and what it was told outlasts a lost connection: to greet all again could make others miss something. */
  #meet(peer: string, reveal: () => void): void {
    const isNew = !this.#members.has(peer)
    this.#members.set(peer, reveal)
    this.#acquaintances.meet(peer)
    if (isNew) void this.#greet(peer)
  }

  #gone(peer: string): void {
    this.#members.delete(peer)
    this.#acquaintances.left(peer)
  }

  /** Says who this peer is. A contact that knows it answers, which proves who the contact is. */
  async #greet(peer: string): Promise<void> {
    await this.#post(await this.#letters.hello(peer), peer)
  }

  #post(message: object, to: string): Promise<unknown> {
    return this.#config.host.post(message, to, () => this.#members.has(to)).catch(() => {})
  }

  /**
   * What was not sealed, in the name of a contact or of somebody else. What a contact says to everybody comes to this peer sealed as well. No link goes on under
   * another id, which might turn out to be that of a contact.
   */
  #plain(event: SignalEvent, deliver: () => void): void {
    const { from, to, data } = event
    if (from !== undefined && this.#contact(from) !== undefined) {
      if (to !== undefined) this.#unsealed('signal', from)
    } else if (this.#config.contacts.onlyKnown) {
      if (from !== undefined && beginsLink(data)) void this.#decline(from, data.link)
    } else if (isLinkMessage(data) && data.self !== undefined) this.#config.report(new SealError('malformed', `signal of ${from}`))
    else deliver()
  }

  /** The node has made it up, or the contact does not know yet who this peer is. */
  #unsealed(kind: Kind, from: string): void {
    this.#config.report(new SealError('forged', `${kind} of ${from}`))
    this.#remind(from)
  }

  /** A contact may have missed what it was told: anything at all that is sealed tells it. */
  #remind(peer: string): void {
    if (this.#throttle.allows(peer)) void this.#post(EMPTY, peer)
  }

  async #decline(peer: string, link: string): Promise<void> {
    await this.#acquaintances.decided(peer)
    if (this.#contact(peer) === undefined && this.#throttle.allows(peer)) await this.#post({ link, end: 'passive' }, peer)
  }

  async #greeted(from: string, hello: Letter): Promise<void> {
    if (this.#contact(from) !== undefined) this.#remind(from)
    else this.#decide(from, await this.#letters.author(from, hello))
  }

  /** Puts into the event what was sealed; false for what is of nobody who is known, which any stranger can send. */
  async #open(event: SignalEvent, from: string, letter: Letter): Promise<boolean> {
    const contact = this.#contact(from) ?? await this.#letters.author(from, letter)
    if (contact === undefined) return false
    const data = await this.#letters.open(from, contact, letter)
    this.#decide(from, contact)
    this.#prove(from, contact)
    event.data = data
    event.to = this.#self
    return true
  }

  /** It is known now who the peer is: it is sent what proves who this one is, though there be no link. A link that was made before was not made with a contact. */
  #decide(peer: string, contact: string | undefined): void {
    const before = this.#contact(peer)
    this.#acquaintances.decide(peer, contact)
    if (contact === undefined || before !== undefined) return
    this.#strangers.get(peer)?.giveUp()
    this.#strangers.delete(peer)
    if (this.#config.contacts.onlyKnown) this.#members.get(peer)?.()
    void this.#post(EMPTY, peer)
  }

  #prove(id: string, contact: string): void {
    const { host } = this.#config
    const peer = host.room.peers.get(id) as Peer | undefined
    if (!peer || peer.contact !== undefined) return
    Object.assign(peer, { contact })
    this.#config.tell('contact', peer, contact)
  }
}

/** Who has gone gets nothing that is for everybody. */
function unlessAbsent(error: AlmenaraError): Ok {
  if (error.code !== 'unknown-peer') throw error
  return { type: 'ok' }
}
