import { type Clock, Timer } from './clock.js'
import { sayable } from './sayable.js'

/** What the negotiations of the two ends of a link tell each other. */
export interface NegotiationMessage {
  description?: RTCSessionDescriptionInit
  /** In a sealed room: the signature of who has made the description. */
  proof?: string
  /** The number of the offer, or of the offer that is answered. Offers of one end count up from 0. */
  n?: number
  /** An empty `candidate` ends them. */
  candidates?: RTCIceCandidateInit[]
  /** `ask`: the polite end wants to make an offer; `give`: it may. */
  turn?: 'ask' | 'give'
}

export interface NegotiationConfig {
  readonly clock: Clock
  /** The polite end gives way when both make an offer at the same time. */
  readonly polite: boolean
  /** Whether messages take the data channel, where none is lost and none overtakes another. */
  direct(): boolean
  /** An offer was taken, and is answered next. */
  taken(): unknown
  send(message: NegotiationMessage): void
  failed(error: unknown): void
}

const BATCH = 50

/**
 * Perfect negotiation (W3C webrtc-pc, section 10.7) of one RTCPeerConnection: any end may make an offer at any time.
 * Everything is done in one queue, so that no step finds the connection in the middle of another one. The offers are
 * numbered, because an offer that was delayed on one way may arrive after a newer one that took another way.
 *
 * Over the data channel the polite end asks for its turn before it makes an offer, so that none has to be rolled back:
 * Chromium can't take a remote offer after it has rolled back one with new media ("RTP extension ID reassignment not
 * supported").
 */
export class Negotiation {
  readonly #pc: RTCPeerConnection
  readonly #config: NegotiationConfig
  readonly #batch: Timer
  #queue: Promise<void> = Promise.resolve()
  #candidates: RTCIceCandidateInit[] = []
  /** The number of the last offer that this end has made. */
  made: number
  /** How often it has gathered anew. */
  restarts = 0
  #heard = -1
  /** The polite end has asked for its turn; the turn is given to it. */
  #turn: 'free' | 'asked' | 'given' = 'free'

  /** `made`: the number of the offer that has been made with this connection before, -1 for none. */
  constructor(pc: RTCPeerConnection, config: NegotiationConfig, made: number = -1) {
    this.#pc = pc
    this.#config = config
    this.made = made
    this.#batch = new Timer(config.clock)
    pc.addEventListener('icecandidate', (event) => this.trickle(event.candidate))
  }

  /** From now on every change that needs a negotiation starts one. */
  attend(): void {
    this.#pc.addEventListener('negotiationneeded', () => this.offer())
  }

  /** Makes an offer, unless one is under way: then the connection asks again when that is done. */
  offer(): void {
    this.#do(async () => {
      const { direct, polite, send } = this.#config
      if (this.#pc.signalingState !== 'stable') return
      if (!direct() || (this.#turn === 'free' && !polite)) return this.#offer()
      if (this.#turn === 'free') {
        this.#turn = 'asked'
        send({ turn: 'ask' })
      }
    })
  }

  /** Gathers anew and makes an offer for it, even in place of one that nobody has answered. */
  restartIce(): void {
    this.restarts++
    this.#do(async () => {
      this.#pc.restartIce()
      await this.#offer()
    })
  }

  /** Passes a candidate of this end on, together with those of the next 50 ms. Null: there are no more. */
  trickle(candidate: RTCIceCandidateInit | null | undefined): void {
    this.#candidates.push(candidate ?? { candidate: '' })
    if (!this.#batch.running) this.#batch.set(BATCH, () => this.#flush())
  }

  /** Takes in what the other end says. Resolves when it has been carried out. */
  receive(message: NegotiationMessage): Promise<void> {
    return this.#do(async () => {
      if (message.description) await this.#describe(message.description, message.n ?? 0)
      for (const candidate of message.candidates ?? []) await this.#candidate(candidate)
      if (message.turn) this.#turn = message.turn === 'ask' ? 'asked' : 'given'
      await this.#takeTurn()
    })
  }

  close(): void {
    this.#batch.stop()
  }

  /** Gives the turn that was asked for, or uses the one that was given, as soon as nothing else is under way. */
  async #takeTurn(): Promise<void> {
    const { polite, send } = this.#config
    if (this.#pc.signalingState !== 'stable') return
    if (polite && this.#turn === 'given') await this.#offer()
    else if (!polite && this.#turn === 'asked') {
      this.#turn = 'given'
      send({ turn: 'give' })
    }
  }

  /** Any offer of the polite end uses its turn, also one that did not wait for it because the path has broken. */
  async #offer(): Promise<void> {
    if (this.#config.polite) this.#turn = 'free'
    await this.#pc.setLocalDescription(await this.#pc.createOffer())
    this.#say(++this.made)
  }

  async #describe(description: RTCSessionDescriptionInit, n: number): Promise<void> {
    if (description.type === 'answer') {
      if (n === this.made && this.#pc.signalingState === 'have-local-offer') await this.#pc.setRemoteDescription(description)
      return
    }
    if (description.type !== 'offer' || n <= this.#heard) return
    const collision = this.#pc.signalingState !== 'stable'
    const { polite } = this.#config
    // Also by an offer that is ignored: who has made it does not use its turn any more.
    if (!polite && this.#turn === 'given') this.#turn = 'free'
    if (collision && !polite) return
    this.#heard = n
    // 0 is the offer that made the link: an end that answered it goes on from there.
    this.made = Math.max(this.made, 0)
    if (collision) await this.#pc.setLocalDescription({ type: 'rollback' })
    await this.#pc.setRemoteDescription(description)
    this.#config.taken()
    await this.#pc.setLocalDescription(await this.#pc.createAnswer())
    this.#say(n)
  }

  async #candidate(candidate: RTCIceCandidateInit): Promise<void> {
    // It fails when it is of an offer that was ignored or has been replaced: the candidates that matter come with the next
    // description, and one that can't be used leaves the others.
    await this.#pc.addIceCandidate(candidate).catch(() => {})
  }

  #say(n: number): void {
    this.#config.send({ description: sayable(this.#pc.localDescription), n })
  }

  #flush(): void {
    const candidates = this.#candidates
    this.#candidates = []
    this.#config.send({ candidates })
  }

  #do(step: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      if (!this.#isOpen()) return
      try {
        await step()
      } catch (error) {
        if (this.#isOpen()) this.#config.failed(error)
      }
    })
    return this.#queue
  }

  #isOpen(): boolean {
    return this.#pc.signalingState !== 'closed'
  }
}

/** The certificate that a description names, by its fingerprint; undefined unless it is exactly one. */
export function fingerprint(description: RTCSessionDescription | null): string | undefined {
  const [first, second] = new Set(description?.sdp.toLowerCase().match(/a=fingerprint:[^\r\n]+/g))
  return second ? undefined : first
}
