import { isObject } from '../messages.js'
import type { NegotiationMessage } from '../negotiation.js'
import { reason } from '../errors.js'
import type { SealedLink } from '../sealing.js'
import type { Channel, Ends } from './channel.js'
import { SealError } from './errors.js'

export interface ProvenLinkConfig {
  readonly self: string
  readonly peer: string
  /** What proves the link once its channel is open. Absent: nothing has to. */
  readonly proof?: (() => Channel | undefined) | undefined
  /** Signs what goes over the channel. */
  sign(message: NegotiationMessage): Promise<NegotiationMessage>
  /** Rejects for what has come over the channel and is not as its author has signed it. */
  check(message: NegotiationMessage): Promise<void>
  /** Hears of it before the link is open. */
  proven?(): void
  report(error: unknown): void
}

/** The data channel is not open yet; open, and what the other end says first is awaited, or being checked; it has proven the link; it was not the right one. */
type Phase = 'closed' | 'open' | 'proven' | 'failed'

/** One link between peers who know each other by keys. Where there is a key for it nothing comes through before both ends have shown that they see the same two certificates. */
export class ProvenLink implements SealedLink {
  readonly #config: ProvenLinkConfig
  #phase: Phase = 'closed'
  #first: unknown
  /** What has come while the first message is being checked, which takes no longer than an HMAC. */
  readonly #waiting: (() => void)[] = []
  #check: ((first: unknown) => void) | undefined
  #outgoing: Promise<void> = Promise.resolve()
  #incoming: Promise<void> = Promise.resolve()

  constructor(config: ProvenLinkConfig) {
    this.#config = config
  }

  begin(pc: RTCPeerConnection, channel: RTCDataChannel, proven: () => void, failed: (why: string) => void): void {
    if (this.#phase !== 'closed') return
    const { self, peer, proof } = this.#config
    this.#phase = proof ? 'open' : 'proven'
    if (!proof) return proven()
    const first = new Promise((resolve) => { this.#check = resolve })
    if (this.#first !== undefined) this.#check?.(this.#first)
    const prove = async (): Promise<void> => {
      await described(pc)
      const key = proof()
      if (!key) throw new SealError('forged', 'a link')
      const ends: Ends = { self, peer, local: pc.localDescription?.sdp ?? '', remote: pc.remoteDescription?.sdp ?? '' }
      channel.send(JSON.stringify({ s: await key.mac(ends) }))
      await key.check(ends, macIn(await first))
      this.#phase = 'proven'
      this.#config.proven?.()
      proven()
      for (const deliver of this.#waiting.splice(0)) deliver()
    }
    prove().catch((error) => {
      this.#phase = 'failed'
      this.#config.report(error)
      failed(reason(error))
    })
  }

  heard(raw: unknown, deliver: (raw: unknown) => void): void {
    if (this.#phase === 'proven' || !this.#config.proof) return deliver(raw)
    if (this.#first !== undefined) return void this.#waiting.push(() => deliver(raw))
    this.#first = raw
    this.#check?.(raw)
  }

  /** What is said before the link is proven goes through the node, where it is signed with the rest. */
  outward(message: NegotiationMessage, deliver: (message: NegotiationMessage) => void): void {
    const { sign, report } = this.#config
    this.#outgoing = this.#outgoing.then(async () => {
      deliver(this.#phase === 'proven' ? await sign(message) : message)
    }).catch(report)
  }

  inward(message: NegotiationMessage, deliver: (message: NegotiationMessage) => void): void {
    const { check, report } = this.#config
    this.#incoming = this.#incoming.then(async () => {
      await check(message)
      deliver(message)
    }).catch(report)
  }
}

/** Resolves when the connection has both descriptions: Chromium may tell of the open channel before it tells of the answer that has led to it. */
function described(pc: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!pc.localDescription || !pc.remoteDescription) return
      pc.removeEventListener('signalingstatechange', look)
      resolve()
    }
    pc.addEventListener('signalingstatechange', look)
    look()
  })
}

function macIn(raw: unknown): unknown {
  try {
    const frame: unknown = JSON.parse(String(raw))
    return isObject(frame) ? frame.s : undefined
  } catch {
    throw new SealError('malformed', 'the first message of a link')
  }
}
