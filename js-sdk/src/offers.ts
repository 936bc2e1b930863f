import { type Clock, Timer } from './clock.js'
import { AlmenaraError, reason } from './errors.js'
import { openChannel } from './channel.js'
import type { Command, Ok } from './messages.js'
import { sayable } from './sayable.js'
import { withoutTurn } from './turn.js'

export { Connections } from './connections.js'

/** Over this span the consumption of offers is counted. */
const RATE_SPAN = 10_000
const AGAIN = 5_000

export interface PoolConfig {
  /** Standing offers when nobody takes any, and the most when many do (8 at most). */
  readonly size: number
  readonly max: number
  /** Seconds an offer lives unless it is refreshed, which happens at half of them. */
  readonly life: number
  /** The most milliseconds that gathering may take; what comes later is trickled. */
  readonly gather: number
  /** Makes a connection with the servers that `choose` takes; calls `yields` with it when its place is wanted for a link. */
  connection(choose: (servers: RTCIceServer[]) => RTCIceServer[], yields: (pc: RTCPeerConnection) => void): Promise<RTCPeerConnection>
  ask(command: Command): Promise<Ok>
  note(text: string): void
}

/** A connection whose offer stands, or stood, in the table. */
export interface Standing {
  readonly pc: RTCPeerConnection
  readonly channel: RTCDataChannel
  /** Candidates that came after the offer was published. */
  readonly candidates: (RTCIceCandidate | null)[]
  /** Every id it was published under: an answer to an earlier one may still be on its way after a resume. */
  readonly ids: string[]
  state: 'gathering' | 'open' | 'refreshing' | 'idle' | 'taken'
  /** Until the next step: what follows gathering, a refresh, or another try. */
  readonly timer: Timer
}

/**
 * The standing offers of this peer: made ahead, so that who comes has its connection after one claim and one answer.
 * Connections are kept when an offer is refreshed or lost, because Chromium frees a closed one only at the next
 * garbage collection and allows 500 of them.
 */
export class OfferPool {
  readonly #config: PoolConfig
  readonly #clock: Clock
  readonly #standing = new Set<Standing>()
  readonly #taken: number[] = []
  readonly #later: Timer
  #phase: 'idle' | 'running' | 'closed' = 'idle'
  #making = 0
  /** Standing offers when nobody takes any; none at all when it is 0. */
  #size: number

  constructor(clock: Clock, config: PoolConfig) {
    this.#clock = clock
    this.#config = config
    this.#size = config.size
    this.#later = new Timer(clock)
  }

  /** How many offers ought to stand: the base plus those that were consumed in the last 10 s. */
  get target(): number {
    const since = this.#clock.now() - RATE_SPAN
    while ((this.#taken[0] ?? Infinity) < since) this.#taken.shift()
    return this.#size && Math.min(this.#config.max, this.#size + this.#taken.length)
  }

  /** So many are wanted from now on when nobody takes any; 0: none, whoever took some. */
  stand(size: number): void {
    this.#size = size
    this.#fill()
    for (const standing of [...this.#standing]) {
      if (this.#standing.size > this.target && standing.state === 'open') void this.#retire(standing)
    }
  }

  get size(): number {
    return this.#standing.size
  }

  /** The room was joined, for the first time or again: a node withdraws offers with the connection, so all are published (again). */
  joined(): void {
    if (this.#phase === 'closed') return
    const before = this.#phase
    this.#phase = 'running'
    for (const standing of this.#standing) {
      if (standing.state !== 'open' && standing.state !== 'idle') continue
      if (before === 'running') void this.#withdraw(standing)
      void this.#publish(standing)
    }
    this.#fill()
  }

  /** Signaling is away: nothing is published or refreshed until it is back. */
  pause(): void {
    if (this.#phase === 'running') this.#phase = 'idle'
    this.#later.stop()
  }

  /** Takes the connection that was offered under that id out of the pool, and has another one made. */
  answered(offer: string): Standing | undefined {
    for (const standing of this.#standing) {
      if (!standing.ids.includes(offer)) continue
      this.#drop(standing)
      this.#taken.push(this.#clock.now())
      if (standing.ids.at(-1) !== offer) void this.#withdraw(standing)
      this.#fill()
      return standing
    }
    return undefined
  }

  close(): void {
    this.#phase = 'closed'
    this.#later.stop()
    for (const standing of [...this.#standing]) {
      this.#drop(standing)
      standing.pc.close()
    }
  }

  #fill(): void {
    while (this.#phase === 'running' && this.#standing.size + this.#making < this.target) void this.#make()
  }

  async #make(): Promise<void> {
    this.#making++
    const yields = (pc: RTCPeerConnection): void => standing ? this.#yield(standing) : pc.close()
    let standing: Standing | undefined
    // Without TURN, for an allocation that waits is soon exhausted or gone. Whoever answers brings relay candidates along, and then the link gets every server.
    const pc = await this.#config.connection(withoutTurn, yields).catch((error) => this.#config.note(`no offer: ${reason(error)}`))
    this.#making--
    // None was free, or its place was wanted at once.
    if (!pc || pc.signalingState === 'closed') return this.#later.set(AGAIN, () => this.#fill())
    if (this.#phase === 'closed') return pc.close()
    const made = (standing = this.#stand(pc))
    await this.#step(made, async () => {
      await pc.setLocalDescription(await pc.createOffer())
      await this.#gathered(made)
      await this.#publish(made)
    })
  }

  #stand(pc: RTCPeerConnection): Standing {
    const standing: Standing = {
      pc, candidates: [], ids: [], state: 'gathering',
      channel: openChannel(pc),
      timer: new Timer(this.#clock),
    }
    pc.addEventListener('icecandidate', ({ candidate }) => {
      if (standing.state !== 'taken') standing.candidates.push(candidate)
    })
    this.#standing.add(standing)
    return standing
  }

  /** Resolves when the connection has gathered its candidates, or when the time for that is up: a dead STUN server takes 40 s. */
  #gathered({ pc, timer }: Standing): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => { if (pc.iceGatheringState === 'complete') resolve() }
      pc.onicegatheringstatechange = check
      timer.set(this.#config.gather, resolve)
      check()
    })
  }

  async #publish(standing: Standing): Promise<void> {
    if (this.#phase !== 'running' || standing.state === 'taken') return this.#rest(standing)
    const { life } = this.#config
    standing.timer.stop()
    standing.state = 'gathering'
    standing.candidates.length = 0
    await this.#step(standing, async () => {
      const { offer } = await this.#config.ask({ type: 'offer', data: this.#data(standing), life })
      if (offer === undefined) return
      standing.ids.push(offer)
      // An answer to an earlier one has taken the connection meanwhile.
      if (standing.state === 'taken') return this.#withdraw(standing)
      this.#opened(standing)
    })
  }

  #data({ pc }: Standing): { description: RTCSessionDescriptionInit } {
    return { description: sayable(pc.localDescription) }
  }

  #opened(standing: Standing): void {
    if (standing.state === 'taken') return
    standing.state = 'open'
    standing.timer.set(this.#config.life * 500, () => void this.#refresh(standing))
  }

  async #refresh(standing: Standing): Promise<void> {
    const offer = standing.ids.at(-1)
    if (offer === undefined || this.#phase !== 'running') return
    if (this.#standing.size > this.target) return this.#retire(standing)
    standing.state = 'refreshing'
    await this.#step(standing, async () => {
      await this.#config.ask({ type: 'hold', offer })
      await this.#regather(standing)
      await this.#config.ask({ type: 'refresh', offer, data: this.#data(standing), life: this.#config.life })
      this.#opened(standing)
    })
  }

  async #regather(standing: Standing): Promise<void> {
    const { pc } = standing
    standing.candidates.length = 0
    pc.restartIce()
    await pc.setLocalDescription(await pc.createOffer())
    await this.#gathered(standing)
  }

  /** More stand than are needed: this one is not refreshed but withdrawn. */
  async #retire(standing: Standing): Promise<void> {
    this.#drop(standing)
    standing.pc.close()
    await this.#withdraw(standing)
  }

  /** A link needs the connection more; another one is made when there is room again. */
  #yield(standing: Standing): void {
    if (standing.state === 'taken') return
    void this.#retire(standing)
    this.#later.set(AGAIN, () => this.#fill())
  }

  /** Carries out a step of a standing offer and decides what a refusal means for it. */
  async #step(standing: Standing, step: () => Promise<void>): Promise<void> {
    try {
      await step()
    } catch (error) {
      if (standing.state === 'taken') return
      const { code } = error as AlmenaraError
      if (code === 'offer-claimed') {
        standing.state = 'open'
        return standing.timer.set(AGAIN, () => void this.#refresh(standing))
      }
      this.#rest(standing)
      this.#config.note(`no offer: ${reason(error)}`)
      standing.timer.set(code === 'unknown-offer' ? 0 : AGAIN, () => void this.#publish(standing))
    }
  }

  #rest(standing: Standing): void {
    if (standing.state !== 'taken') standing.state = 'idle'
  }

  async #withdraw({ ids }: Standing): Promise<void> {
    const offer = ids.at(-1)
    if (offer !== undefined) await this.#config.ask({ type: 'withdraw', offer }).catch(() => {})
  }

  #drop(standing: Standing): void {
    standing.state = 'taken'
    standing.timer.stop()
    this.#standing.delete(standing)
  }
}
