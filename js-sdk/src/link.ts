import { openChannel } from './channel.js'
import { type Clock, Timer } from './clock.js'
import type { Connections } from './connections.js'
import { misuse } from './errors.js'
import { byteLength, decodeFrame, type Encoded, encodeControl, type Frame } from './frames.js'
import type { LinkMessage } from './host.js'
import { openLink, type SealedLink } from './sealing.js'
import { fingerprint, Negotiation, type NegotiationMessage } from './negotiation.js'

/** How long a link may take to open, to come back after an ICE restart, and how long ICE may be disconnected before one. */
export const OPEN_WITHIN = 10_000
/** How long a link looks for a path without the relays of the node. */
const ALONE = 2_000
const BACK_WITHIN = 10_000
const RESTART_AFTER = 3_000
const SMALLEST_LIMIT = 65_536

export type LinkState = 'connecting' | 'connected' | 'reconnecting' | 'closed'

/** What a link asks of the peer it belongs to. */
export interface LinkOwner {
  /** Brings a message to the other end through the node, later too while it is wanted. */
  signal(link: Link, message: NegotiationMessage, wanted: () => boolean): void
  frame(link: Link, frame: Frame): void
  track(link: Link, event: RTCTrackEvent): void
  /** The state has changed; when it is closed, `why` is told unless it was closed from this side. */
  changed(link: Link, why?: string): void
  /** No packet comes through: the way to the node may be gone too. */
  stalled(): void
  /** A link that was up has been away for 10 s. True: it may go on trying. */
  patience(link: Link): boolean
  failed(link: Link, error: unknown): void
}

export interface LinkConfig {
  /** Names this attempt of the pair: the id of the offer that was claimed, or a random one. */
  readonly id: string
  readonly pc: RTCPeerConnection
  /** Its data channel, when this end has made the offer. */
  readonly channel?: RTCDataChannel | undefined
  readonly polite: boolean
  readonly clock: Clock
  /** The number of the last offer that was made with this connection; -1 unless it comes from the pool. */
  readonly made?: number
  readonly owner: LinkOwner
  connections(): Promise<Connections>
  /** In a sealed room: what proves the link, and signs and checks descriptions. */
  readonly sealed?: SealedLink | undefined
}

/** One RTCPeerConnection with its data channel: from the first description to its end, over any number of ICE restarts. */
export class Link {
  readonly id: string
  readonly pc: RTCPeerConnection
  readonly negotiation: Negotiation
  owner: LinkOwner
  /** Takes what would be signaled, while it is set. */
  detour: ((message: NegotiationMessage) => void) | undefined
  /** When it came up. */
  since = 0
  #channel: RTCDataChannel | undefined
  #state: LinkState = 'connecting'
  readonly #connections: () => Promise<Connections>
  readonly #sealed: SealedLink
  #relays: 'unasked' | 'asked' | 'told' = 'unasked'
  readonly #timer: Timer
  readonly #clock: Clock
  /** When the other end last said, by its way, that the channel is of no use. */
  #broken = -Infinity

  constructor(config: LinkConfig) {
    this.id = config.id
    this.pc = config.pc
    this.owner = config.owner
    this.#connections = config.connections
    this.#sealed = config.sealed ?? openLink
    this.#clock = config.clock
    this.#timer = new Timer(config.clock)
    this.negotiation = new Negotiation(config.pc, {
      clock: config.clock,
      polite: config.polite,
      direct: () => this.#direct(),
      taken: () => this.#channel ?? this.#adopt(openChannel(config.pc)),
      send: (message) => this.#send(message),
      failed: (error) => this.#fail(error),
    }, config.made)
    config.pc.addEventListener('iceconnectionstatechange', () => this.#ice())
    config.pc.addEventListener('track', (event) => this.owner.track(this, event))
    if (config.channel) this.#adopt(config.channel)
    this.#watch()
  }

  get state(): LinkState {
    return this.#state
  }

  get channel(): RTCDataChannel | undefined {
    return this.#channel
  }

  get open(): boolean {
    return this.#channel?.readyState === 'open' && this.#state !== 'connecting' && this.#state !== 'closed'
  }

  /** Takes what came through the node: an offer, where the link stands, says that the other end can't use the channel. */
  receive(message: NegotiationMessage): Promise<void> {
    if (message.description?.type === 'offer' && this.open) this.#broken = this.#clock.now()
    return this.negotiation.receive(message)
  }

  /** Sends a message through the node; not again the offers and candidates that a later offer has replaced. */
  signal(message: NegotiationMessage): void {
    const { made } = this.negotiation
    const lasting = message.turn || message.description?.type === 'answer'
    this.owner.signal(this, message, () => !!lasting || this.negotiation.made === made)
  }

  /** Whether the message proves that its sender has the other end: it knows the id of the link and has its certificate. */
  isOf({ link, self }: LinkMessage): boolean {
    return this.id === link && fingerprint(this.pc.remoteDescription) === self
  }

  /** Sends a frame if the channel is open. */
  send(frame: Encoded): boolean {
    const channel = this.#channel as RTCDataChannel
    if (!this.open) return false
    const size = typeof frame === 'string' ? byteLength(frame) : frame.length
    const limit = Math.max(this.pc.sctp?.maxMessageSize ?? 0, SMALLEST_LIMIT)
    if (size > limit) throw misuse(`The peer takes ${limit} bytes at once.`)
    try {
      channel.send(frame as string)
      return true
    } catch (error) {
      // Its queue is full, or it has just been closed.
      this.owner.failed(this, error)
      return false
    }
  }

  /** Ends the link. Idempotent. */
  close(why?: string): void {
    if (this.#state === 'closed') return
    this.#timer.stop()
    this.negotiation.close()
    this.#state = 'closed'
    this.#channel?.close()
    this.pc.close()
    this.owner.changed(this, why)
  }

  #adopt(channel: RTCDataChannel): void {
    this.#channel = channel
    channel.binaryType = 'arraybuffer'
    // In a sealed room the link is up when the other end has proven it.
    channel.addEventListener('open', () => this.#sealed.begin(this.pc, channel, () => this.#up(), (why) => this.close(why)))
    channel.addEventListener('close', () => this.close('it was closed'))
    channel.addEventListener('message', ({ data }) => this.#sealed.heard(data, (data) => this.#frame(data)))
  }

  #up(): void {
    if (this.#state !== 'connecting') return
    this.#timer.stop()
    this.since = this.#timer.now
    this.negotiation.attend()
    this.#become('connected')
  }

  #frame(raw: unknown): void {
    if (this.#state === 'closed') return
    try {
      const frame = decodeFrame(raw)
      if (frame?.kind === 'link') this.#sealed.inward(frame.message, (message) => void this.negotiation.receive(message))
      else if (frame) this.owner.frame(this, frame)
    } catch (error) {
      this.owner.failed(this, error)
    }
  }

  #send(message: NegotiationMessage): void {
    this.#sealed.outward(message, (message) => this.#carry(message))
  }

  /** By the data channel while packets flow, so that it works without a node; else through the node. */
  #carry(message: NegotiationMessage): void {
    if (this.#state === 'closed') return
    if (this.#direct() && this.send(encodeControl({ l: message }))) return
    if (this.detour) this.detour(message)
    else this.signal(message)
  }

  #direct(): boolean {
    return this.#state === 'connected' && this.open && this.#clock.now() >= this.#broken + BACK_WITHIN
  }

  #ice(): void {
    const ice = this.pc.iceConnectionState
    if (this.#state === 'closed') return
    if (this.#state === 'connecting') {
      if (ice === 'failed') void this.#help()
      return
    }
    if (ice === 'closed') this.close('it was closed')
    else if (ice === 'connected' || ice === 'completed') {
      this.#timer.stop()
      this.#broken = -Infinity
      this.#become('connected')
    } else if (this.#state === 'connected') {
      if (ice === 'disconnected') this.#timer.set(RESTART_AFTER, () => this.restart())
      if (ice === 'failed') this.restart()
      this.owner.stalled()
    }
  }

  /** While the link is being made: asks for relays when it takes long, and gives it up when it takes too long. */
  #watch(waited = 0): void {
    this.#timer.set(ALONE, () => {
      if (waited >= OPEN_WITHIN - ALONE) return this.close('it was too slow')
      this.#watch(waited + ALONE)
      if (this.pc.remoteDescription) void this.#help()
    })
  }

  /** There is no path yet: relays may help, once. */
  async #help(): Promise<void> {
    if (this.#relays === 'unasked') {
      this.#relays = 'asked'
      const helps = await this.#connections().then((connections) => connections.relay(this.pc)).catch((error) => this.owner.failed(this, error))
      this.#relays = 'told'
      if (this.#state !== 'connecting') return
      if (helps) {
        this.#watch()
        return this.negotiation.restartIce()
      }
    }
    if (this.#relays === 'told' && this.pc.iceConnectionState === 'failed') this.close('no path was found')
  }

  /** Looks for a new path on the same connection. */
  restart(): void {
    this.#become('reconnecting')
    this.#await()
    this.negotiation.restartIce()
  }

  /** One offer is enough while it can't reach the other end: those that follow would only pile up. */
  #await(): void {
    this.#timer.set(BACK_WITHIN, () => this.owner.patience(this) ? this.#await() : this.close('the path was lost'))
  }

  #fail(error: unknown): void {
    this.owner.failed(this, error)
    this.close('the negotiation failed')
  }

  #become(state: LinkState): void {
    if (this.#state === state || this.#state === 'closed') return
    this.#state = state
    this.owner.changed(this)
  }
}
