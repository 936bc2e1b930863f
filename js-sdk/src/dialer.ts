import { openChannel } from './channel.js'
import { type AlmenaraError, broken, reason } from './errors.js'
import { randomId } from './ids.js'
import type { Link } from './link.js'
import { isObject, type Ok } from './messages.js'
import type { NegotiationMessage } from './negotiation.js'
import type { LinkMessage, PeerHost } from './host.js'
import type { Standing } from './offers.js'

/** What a link is made of, besides its id and its connection. */
export interface LinkParts { channel?: RTCDataChannel; made?: number }

const SPAN = 10_000
const INBOUND = 5

export interface DialerConfig {
  readonly peer: string
  readonly host: PeerHost
  /** Makes the link of the peer from a connection. */
  use(id: string, pc: RTCPeerConnection, parts: LinkParts): Link
  /** `link`: the one that the other end wanted. */
  failed(error: unknown, link: string | undefined): void
  log(kind: 'link' | 'offer', text: string): void
}

/**
 * Makes one attempt after the other to get a link to one peer: out (this end claims an offer, or makes one of its own)
 * or in (the other end does). There is one attempt at a time; a newer one makes the older one void.
 */
export class Dialer {
  readonly #config: DialerConfig
  #attempt: symbol | undefined
  #until = 0
  #inbound = 0
  #direction: 'in' | 'out' = 'in'
  /** What has come for the link that the attempt of the other end will make. */
  #incoming: LinkMessage[] = []

  constructor(config: DialerConfig) {
    this.#config = config
  }

  get busy(): boolean {
    return this.#attempt !== undefined
  }

  /** Whose attempt the present one, or the last one, is. */
  get direction(): 'in' | 'out' {
    return this.#direction
  }

  /** Counts an attempt of the other end; each takes one of the page's 500 connections, so only some are taken in a span. */
  crowded(): boolean {
    const now = this.#config.host.clock.now()
    if (now > this.#until) {
      this.#until = now + SPAN
      this.#inbound = 0
    }
    return ++this.#inbound > INBOUND
  }

  cancel(): void {
    this.#attempt = undefined
  }

  /** This end's attempt: by an offer of the peer's pool if there is one, or by one that was claimed; else by an offer of its own. */
  out(by: 'claim' | 'signals' | Ok): Promise<void> {
    return this.#try('out', async (attempt) => {
      // What was claimed already is released when there is no connection for it.
      if (typeof by === 'string') (await this.#config.host.connections()).admit()
      if (by === 'signals' || !(await this.#claim(attempt, by))) await this.#offer(attempt)
    })
  }

  /** The other end's attempt: an offer that came through the node. */
  in(message: LinkMessage): Promise<void> {
    const messages = (this.#incoming = [message])
    return this.#try('in', async (attempt) => {
      const pc = await this.#connection(attempt)
      if (!pc) return
      const link = this.#config.use(message.link, pc, {})
      for (const each of messages) void link.receive(each)
    })
  }

  /** Keeps a message for the link that is being made; false when it is for another one. */
  keep(message: LinkMessage): boolean {
    if (!this.busy || this.#direction !== 'in' || this.#incoming[0]?.link !== message.link) return false
    this.#incoming.push(message)
    return true
  }

  /** The other end's attempt: an answer to a standing offer. */
  taken({ pc, channel, candidates }: Standing, offer: string, data: unknown): void {
    this.cancel()
    this.#direction = 'in'
    const link = this.#config.use(offer, pc, { channel, made: 0 })
    for (const candidate of candidates) link.negotiation.trickle(candidate)
    try {
      void link.receive({ description: describe(data) })
    } catch (error) {
      link.close(reason(error))
    }
  }

  async #try(direction: 'in' | 'out', run: (attempt: symbol) => Promise<void>): Promise<void> {
    const attempt = (this.#attempt = Symbol())
    this.#direction = direction
    try {
      await run(attempt)
      if (this.#attempt === attempt) this.#attempt = undefined
    } catch (error) {
      if (this.#attempt !== attempt) return
      this.#attempt = undefined
      this.#config.failed(error, direction === 'in' ? this.#incoming[0]?.link : undefined)
    }
  }

  /** Claims an offer of the peer and answers it. False when there is none to claim. */
  #claim(attempt: symbol, by: 'claim' | Ok): Promise<boolean> {
    const { host, peer, log } = this.#config
    return host.claims.run(async () => {
      if (this.#attempt !== attempt) return true
      const lease = by !== 'claim' ? by : await host.signaling.request({ type: 'claim', from: peer }).catch(nothingToClaim)
      if (lease?.offer === undefined) return false
      log('offer', `claimed offer ${lease.offer}`)
      let pc: RTCPeerConnection | undefined
      try {
        pc = await this.#connection(attempt)
      } finally {
        if (!pc) host.signaling.request({ type: 'release', offer: lease.offer }).catch(() => {})
      }
      if (pc) await this.#answer(lease.offer, pc, lease.data)
      return true
    })
  }

  /** The description goes to the offer table; candidates follow as signals once it has been taken there. */
  async #answer(offer: string, pc: RTCPeerConnection, data: unknown): Promise<void> {
    const { host, use, log } = this.#config
    const link = use(offer, pc, {})
    const waiting: NegotiationMessage[] = []
    let sent: Promise<unknown> | undefined
    link.detour = (message) => {
      if (sent || !message.description) waiting.push(message)
      else sent = host.signaling.request({ type: 'answer', offer, data: { description: message.description } })
      sent?.catch(() => {})
    }
    await link.receive({ description: describe(data) })
    await sent
    log('offer', `answered offer ${offer}`)
    link.detour = undefined
    for (const message of waiting) link.signal(message)
  }

  async #offer(attempt: symbol): Promise<void> {
    const pc = await this.#connection(attempt)
    if (!pc) return
    this.#config.log('link', 'offering by signals')
    this.#config.use(randomId(), pc, { channel: openChannel(pc) }).negotiation.offer()
  }

  /** A new connection; none when the attempt has become void meanwhile. */
  async #connection(attempt: symbol): Promise<RTCPeerConnection | undefined> {
    if (this.#attempt !== attempt) return undefined
    const pc = await (await this.#config.host.connections()).make()
    if (this.#attempt === attempt) return pc
    pc.close()
    return undefined
  }
}

/** The refusals of a claim after which an offer goes through the node. */
function nothingToClaim(error: AlmenaraError): undefined {
  if (!/^(no-offer|too-many-claims)$/.test(error.code)) throw error
}

/** The description in the data of an offer or an answer. */
function describe(data: unknown): RTCSessionDescriptionInit {
  if (isObject(data) && isObject(data.description)) return data.description as unknown as RTCSessionDescriptionInit
  throw broken('a description of the peer')
}
