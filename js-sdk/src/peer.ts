import { Timer } from './clock.js'
import { Dialer, type LinkParts } from './dialer.js'
import { AlmenaraError, type ErrorCode, reason } from './errors.js'
import { type Data, encodeControl, encodeData, type Encoded, type Frame } from './frames.js'
import type { LeaveReason, LinkMessage, PeerHost } from './host.js'
import { Link, type LinkOwner } from './link.js'
import { fingerprint } from './negotiation.js'
import type { Ok } from './messages.js'
import type { Standing } from './offers.js'
import type { Path } from './path.js'
import type { Emoji } from './seal/emoji.js'
import type { LinkStats } from './stats.js'

/** new: known, not being connected; reconnecting: the link was up and is being mended. */
export type PeerState = 'new' | 'connecting' | 'connected' | 'reconnecting' | 'closed'

/** The end that did not begin starts afresh later than the other, so that both do not do it at the same moment. */
const FOLLOW_AFTER = 5_000
/** A link that stood this long has done well: the next failure is the first again. */
const STEADY = 5_000
const FULL = 'too-many-connections'

/** Another member of the room, with or without a link to it. */
export class Peer {
  readonly id: string
  /** The media streams that this peer sends. */
  readonly streams: readonly MediaStream[] = []
  /** The key of the contact that this peer has proven to be, one of `contacts.known`; undefined while it has proven none. */
  declare readonly contact: string | undefined
  readonly #host: PeerHost
  readonly #dialer: Dialer
  readonly #redial: Timer
  #link: Link | undefined
  #state: PeerState = 'new'
  #member: 'present' | 'away' | 'passive'
  #role: 'begins' | 'follows' = 'follows'
  #failures = 0
  /** The id that the other end says it has now, until it has proved it; ours is to be proved to that one. */
  #heir: string | undefined
  #proof: 'owed' | 'given' = 'given'
  /** The page had no connection for the last attempt, which is told once. */
  #full = false

  /** What its link tells it. */
  readonly #owner: LinkOwner = {
    signal: (link, message, wanted) => this.#tell({ link: link.id, ...message }, () => this.#link === link && wanted(), link),
    frame: (link, frame) => this.#frame(link, frame),
    track: (_, event) => this.#host.track(this, event),
    changed: (link, why) => this.#changed(link, why),
    // In a mesh another neighbour takes its place meanwhile.
    stalled: () => this.#host.settings.topology ? this.#link?.restart() : this.#host.signaling.ping(),
    patience: () => this.#member !== 'away' && !this.#host.signaling.connected,
    failed: (_, error) => this.#log('link', reason(error)),
  }

  /** @internal */
  constructor(id: string, host: PeerHost) {
    this.id = id
    this.#host = host
    this.#member = this.#seen()
    this.#redial = new Timer(host.clock)
    this.#dialer = new Dialer({
      peer: id, host,
      use: (...link) => this.#use(...link),
      failed: (error, link) => this.#failed(error as AlmenaraError, link),
      log: (kind, text) => this.#log(kind, text),
    })
  }

  get state(): PeerState { return this.#state }
  /** The connection, for what the SDK has no name for. */
  get connection(): RTCPeerConnection | undefined { return this.#link?.pc }
  /** The SDK's data channel, for its `bufferedAmount`. */
  get channel(): RTCDataChannel | undefined { return this.#link?.channel }

  /** Sends text, a JSON value or bytes; false when the data channel is not open. */
  send(data: Data): boolean { return this.transmit(encodeData(data)) }

  /** The path in use; undefined while there is none. */
  path(): Promise<Path | undefined> {
    return this.#measured(({ selectedPath }, { pc }) => selectedPath(pc))
  }

  /** What the link has carried and how well; undefined while there is none. Rates are those since the call before. */
  stats(): Promise<LinkStats | undefined> {
    return this.#measured(({ linkStats }, link) => linkStats(link, link.negotiation.restarts))
  }

  /** Five emoji that are the same at both ends of the link unless somebody sits in the middle; either end may begin, and both get the event `emoji`. */
  emoji(): Promise<readonly Emoji[]> { return this.#host.compare(this) }

  /** @internal */
  get link(): Link | undefined { return this.#link }

  /** @internal */
  transmit(frame: Encoded): boolean { return this.#link?.send(frame) ?? false }

  /** Signaling knows the member (again). `begins`: this end joined later, so it makes the link. @internal */
  present(role: 'begins' | 'follows' = this.#role): void {
    if (this.#state === 'closed') return
    this.#role = role
    if (this.#member === 'away') this.#member = 'present'
    if (this.#link?.state === 'reconnecting') this.#link.restart()
    if (this.#link || this.#dialer.busy || this.#member !== 'present') return
    if (role === 'begins') this.#begin('claim')
    else this.#redial.set(FOLLOW_AFTER, () => this.#begin('signals'))
  }

  /** The member has left signaling. A link that stands outlives that: the peer is gone when the link is too. @internal */
  absent(reason: LeaveReason | 'detached'): void {
    this.#member = 'away'
    if (reason === 'left' || !this.#link?.open) this.end(reason === 'timeout' ? reason : 'left')
  }

  /** A message of this peer about a link. @internal */
  hear(message: LinkMessage): void {
    if (this.#state === 'closed') return
    if (message.end) return this.#ended(message)
    if (this.#link?.id === message.link) return void this.#link.receive(message)
    if (this.#dialer.keep(message)) return
    const type = message.description?.type
    // An offer with a number is about a link that stood: there is none to restart.
    if (type === 'answer' || message.n) return this.#tell({ link: message.link, end: 'stale' })
    if (type !== 'offer') return
    if (!this.#host.settings.connect) return this.#tell({ link: message.link, end: 'passive' })
    if (this.#insists() || this.#dialer.crowded()) return
    this.#member = this.#seen()
    void this.#dialer.in(message)
  }

  /** This peer has answered a standing offer. @internal */
  answered(standing: Standing, offer: string, data: unknown): void {
    if (this.#state === 'closed' || this.#insists() || this.#dialer.crowded()) return standing.pc.close()
    this.#dialer.taken(standing, offer, data)
  }

  /** This end has a new id: says so over the data channel, and proves it through the node. @internal */
  renamed(): void {
    this.transmit(encodeControl({ self: this.#host.self() }))
    this.#prove()
    this.#proof = 'owed'
  }

  /** Takes over the link of the peer that this one was before its session changed. @internal */
  inherit(former: Peer): void {
    const link = former.#release()
    if (!link) return
    this.#dialer.cancel()
    this.#replace(link)
    this.#log('link', `goes on from ${former.id}`)
    this.#proof = former.#proof
    this.#pay()
    this.#changed(link)
  }

  /** Ends the peer with its link. Idempotent. @internal */
  end(reason: LeaveReason): void {
    if (this.#state === 'closed') return
    this.#member = 'away'
    this.#dialer.cancel()
    this.#redial.stop()
    this.#release()?.close()
    this.#become('closed')
    this.#host.gone(this, reason)
  }

  async #measured<T>(measure: (relays: typeof import('./relays.js'), link: Link) => Promise<T>): Promise<T | undefined> {
    const link = this.#link
    return link?.open ? import('./relays.js').then((relays) => measure(relays, link), () => undefined) : undefined
  }

  #begin(by: 'claim' | 'signals'): void {
    if (this.#host.settings.connect && this.#host.signaling.connected) this.dial(by)
  }

  /** Makes the link: with an offer of the peer's pool if there is one, or one that was claimed already; or by signals. @internal */
  dial(by: 'claim' | 'signals' | Ok): void {
    if (this.#state === 'closed' || this.#link || this.#dialer.busy) return
    this.#redial.stop()
    this.#become('connecting')
    void this.#dialer.out(by)
  }

  /** Where an overlay decides about links nobody is counted on to be at the node, and no link is made again: as with those who are away. */
  #seen(): 'present' | 'away' { return this.#host.settings.topology ? 'away' : 'present' }

  #use(id: string, pc: RTCPeerConnection, parts: LinkParts): Link {
    const { clock, connections, signaling } = this.#host
    const sealed = signaling.sealing?.link(this.id, id)
    const link = new Link({ id, pc, clock, connections, sealed, polite: this.#polite(), owner: this.#owner, ...parts })
    this.#redial.stop()
    return this.#replace(link)
  }

  #replace(link: Link): Link {
    const former = this.#release()
    this.#link = link
    link.owner = this.#owner
    former?.close()
    this.#become('connecting')
    return link
  }

  #release(): Link | undefined {
    const link = this.#link
    this.#link = undefined
    return link
  }

  #changed(link: Link, why?: string): void {
    if (link !== this.#link) return
    if (link.state === 'closed') return this.#lost(why ?? 'it was closed')
    if (link.state === 'connected') this.#redial.set(STEADY, () => { this.#failures = 0 })
    this.#become(link.state)
  }

  /** An attempt has come to nothing. Who wanted the link is told when there is no connection for it. */
  #failed(error: AlmenaraError, link?: string): void {
    if (error.code === FULL && link) this.#tell({ link, end: 'full' })
    if (this.#link) this.#link.close(reason(error))
    else this.#lost(reason(error), error.code)
  }

  #lost(why: string, code?: ErrorCode): void {
    const wasUp = this.#isUp()
    this.#link = undefined
    this.#dialer.cancel()
    this.#become('new')
    const full = code === FULL
    if (!full || !this.#full) {
      this.#log('link', `down: ${why}`)
      if (!wasUp) this.#host.emit('error', new AlmenaraError(full ? FULL : 'connect-failed', `No link to ${this.id}: ${why}.`, { peer: this.id }))
    }
    this.#full = full
    this.#member === 'away' ? this.end('timeout') : this.#retry()
  }

  /** Starts afresh by signals: at once after the first failure, then with back-off. */
  #retry(): void {
    if (this.#member !== 'present') return
    const wait = this.#failures === 0 ? 0 : this.#host.settings.backoff(this.#failures)
    this.#failures++
    this.#redial.set(wait + (this.#role === 'begins' ? 0 : FOLLOW_AFTER), () => this.#begin('signals'))
  }

  #frame(link: Link, frame: Frame): void {
    if (link !== this.#link || frame.kind === 'link') return
    if (frame.kind === 'bye') return this.end('left')
    if (frame.kind !== 'self') return this.#host.frame(this, frame)
    this.#heir = frame.self
    this.#pay()
  }

  #ended(message: LinkMessage): void {
    if (message.end === 'passive') this.#member = 'passive'
    // Where an overlay decides, another one is asked.
    if (this.#link?.id === message.link) this.#member === 'away' ? this.end('timeout') : this.#link.close(message.end === 'full' ? 'the peer has too many connections' : 'it was given up')
  }

  /** Both ends have begun: the impolite one goes on with its own attempt and ignores the other's. */
  #insists(): boolean {
    const own = this.#dialer.direction === 'out' && (this.#dialer.busy || this.#link?.state === 'connecting')
    return own && !this.#polite()
  }

  #polite(): boolean { return this.#host.self() < this.id }

  #isUp(): boolean { return this.#state === 'connected' || this.#state === 'reconnecting' }

  /** Proves to the new id of the other end what was proved to its old one; its own proof may overtake what it says over the data channel. */
  #pay(): void {
    if (this.#proof === 'owed') this.#prove()
    this.#proof = 'given'
  }

  #prove(): void {
    const link = this.#link
    const self = link?.open && fingerprint(link.pc.localDescription)
    if (self) this.#tell({ link: link.id, self }, () => this.#link === link, undefined, this.#heir)
  }

  /** `link`: the one that the message negotiates; it fails with a message that no node takes. */
  #tell(message: LinkMessage, wanted: () => boolean = () => true, link?: Link, to = this.id): void {
    this.#host.tell(message, to, wanted).catch((error) => {
      this.#log('signal', reason(error))
      if (error.code === 'too-large') link?.close(reason(error))
    })
  }

  #log(kind: 'link' | 'offer' | 'signal', text: string): void { this.#host.log(kind, text, this.id) }

  #become(state: PeerState): void {
    if (this.#state === state || this.#state === 'closed') return
    const wasUp = this.#isUp()
    this.#state = state
    this.#host.changed(this)
    if (wasUp && !this.#isUp()) this.#host.emit('close', this)
    if (!wasUp && this.#isUp()) this.#host.up(this)
  }
}
