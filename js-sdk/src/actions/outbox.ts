import { type Clock, Timer } from '../clock.js'
import { type LinkedPeer, type LinkedRoom, takesMore } from '../data/room.js'
import { AlmenaraError } from '../errors.js'
import type { Body } from './body.js'
import { linkLost } from './errors.js'
import { encode, type Message, type Purpose } from './messages.js'
import { Outgoing, type OutgoingConfig, type Progress } from './outgoing.js'

export interface OutboxConfig {
  readonly clock: Clock
  readonly peers: LinkedRoom['peers']
  readonly patience: number
  /** False when it could not be sent. */
  send(message: object, peer: string): boolean
  /** Something that was on its way is not any more. */
  over(outgoing: Outgoing): void
}

/** Everything that is on its way to a peer. */
interface Lane {
  readonly all: Map<number, Outgoing>
  /** Those that have a frame to send, in turn. */
  queue: Outgoing[]
  phase: 'resting' | 'sending'
  readonly timer: Timer
  readonly wake: () => void
}

/** The platform's channel says when it has run empty: also in a hidden page, whose timers are slow. */
type Channel = LinkedPeer['channel'] & Partial<Pick<RTCDataChannel, 'addEventListener'>>

const AGAIN = 20

/** What goes to each peer: as fast as its data channel takes it, one frame of each in turn. */
export class Outbox {
  readonly #config: OutboxConfig
  readonly #lanes = new Map<string, Lane>()
  /** At random, for others may still be busy with what was sent by an earlier one. */
  #nextId = crypto.getRandomValues(new Uint32Array(1))[0] as number

  constructor(config: OutboxConfig) {
    this.#config = config
  }

  /** Sends the first frame before it returns, if the data channel takes it. */
  start(peer: string, purpose: Purpose, body: Body, onProgress?: (progress: Progress) => void): Outgoing {
    const { clock, patience } = this.#config
    const { form, type, size } = body
    const head = { id: this.#nextId, ...purpose, size, form, ...type !== undefined && { type } }
    this.#nextId = (this.#nextId + 1) >>> 0
    const lane = this.#lane(peer)
    const over: OutgoingConfig['over'] = (outgoing, how) => this.#over(lane, outgoing, how)
    const outgoing = new Outgoing({ peer, head, body, clock, patience, onProgress, over })
    lane.all.set(head.id, outgoing)
    lane.queue.push(outgoing)
    void this.#run(peer, lane)
    return outgoing
  }

  find(peer: string, id: number): Outgoing | undefined {
    return this.#lanes.get(peer)?.all.get(id)
  }

  /** What a peer says of something that goes to it; false when it makes no sense. What is over may still be spoken of. */
  hear(peer: string, message: Exclude<Message, { type: 'begin' | 'chunk' | 'cancel' }>): boolean {
    const lane = this.#lanes.get(peer)
    const outgoing = lane?.all.get(message.id)
    if (!lane || !outgoing) return true
    const wasReady = outgoing.isReady
    const makesSense = outgoing.hear(message)
    if (outgoing.isReady && !wasReady) lane.queue.push(outgoing)
    void this.#run(peer, lane)
    return makesSense
  }

  /** The link is gone. */
  gone(peer: string): void {
    const lane = this.#lanes.get(peer)
    for (const outgoing of lane?.all.values() ?? []) outgoing.fail(linkLost(peer))
  }

  close(error: AlmenaraError): void {
    for (const { all } of [...this.#lanes.values()]) for (const outgoing of all.values()) outgoing.stop(error)
  }

  #lane(peer: string): Lane {
    const known = this.#lanes.get(peer)
    if (known) return known
    const lane: Lane = { all: new Map(), queue: [], phase: 'resting', timer: new Timer(this.#config.clock), wake: () => void this.#run(peer, lane) }
    this.#lanes.set(peer, lane)
    return lane
  }

  #over(lane: Lane, outgoing: Outgoing, how: 'settled' | 'cancel'): void {
    const { peer, head: { id } } = outgoing
    lane.all.delete(id)
    lane.queue = lane.queue.filter((other) => other !== outgoing)
    if (how === 'cancel') this.#config.send(encode.cancel(id), peer)
    if (lane.all.size === 0) {
      lane.timer.stop()
      if (this.#lanes.get(peer) === lane) this.#lanes.delete(peer)
    }
    this.#config.over(outgoing)
  }

  async #run(peer: string, lane: Lane): Promise<void> {
    if (lane.phase === 'sending') return
    lane.phase = 'sending'
    while (lane.queue.length > 0 && this.#takesMore(peer)) {
      const reading = this.#step(lane, lane.queue.shift() as Outgoing)
      if (reading) await reading
    }
    lane.phase = 'resting'
    if (lane.queue.length > 0) this.#wakeLater(peer, lane)
  }

  /** Sends a frame of it. Waits for nothing unless the frame has to be read. */
  #step(lane: Lane, outgoing: Outgoing): Promise<void> | void {
    const frame = outgoing.frame()
    if (frame instanceof Uint8Array) return this.#put(lane, outgoing, frame)
    return frame.then((read) => this.#put(lane, outgoing, read), (cause) => outgoing.stop(new AlmenaraError('internal', 'The data can\'t be read any more.', { cause, peer: outgoing.peer })))
  }

  #put(lane: Lane, outgoing: Outgoing, frame: object): void {
    // It may be over since the frame was begun.
    if (!outgoing.isReady) return
    if (!this.#config.send(frame, outgoing.peer)) return void outgoing.fail(linkLost(outgoing.peer))
    outgoing.handed()
    if (outgoing.isReady) lane.queue.push(outgoing)
  }

  #wakeLater(peer: string, lane: Lane): void {
    lane.timer.set(AGAIN, lane.wake)
    const channel: Channel | undefined = this.#config.peers.get(peer)?.channel
    channel?.addEventListener?.('bufferedamountlow', lane.wake, { once: true })
  }

  /** Without a link it is found out by sending. */
  #takesMore(peer: string): boolean {
    const link = this.#config.peers.get(peer)
    return link === undefined || takesMore(link)
  }
}
