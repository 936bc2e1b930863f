import { type Clock, Timer } from '../clock.js'
import { type LinkedRoom, takesMore } from '../data/room.js'
import { CHUNK } from './limits.js'
import type { Manifest } from './manifest.js'
import { encode } from './messages.js'

/** A file, or as much of it as is here. */
export interface Shared {
  readonly manifest: Manifest
  has(index: number): boolean
  /** Undefined or an error when it can't be read any more. */
  read(index: number): Promise<Uint8Array | undefined>
}

export interface UploadsConfig {
  readonly clock: Clock
  readonly peers: LinkedRoom['peers']
  /** How many jobs of a peer may wait. */
  readonly limit: number
  shared(id: string): Shared | undefined
  send(message: object, peer: string): boolean
}

type Job = { readonly kind: 'chunk'; readonly id: string; readonly index: number } | { readonly kind: 'piece'; readonly id: string; readonly at: number }

interface Queue {
  jobs: Job[]
  phase: 'resting' | 'sending'
  readonly timer: Timer
}

const AGAIN = 20

/** What others have asked for: a short queue for each, which goes on when their data channel takes more. */
export class Uploads {
  readonly #config: UploadsConfig
  readonly #queues = new Map<string, Queue>()

  constructor(config: UploadsConfig) {
    this.#config = config
  }

  chunks(peer: string, id: string, chunks: readonly number[]): void {
    const shared = this.#config.shared(id)
    const has = chunks.filter((index) => shared?.has(index))
    const taken = has.filter((index) => this.#add(peer, { kind: 'chunk', id, index }))
    this.#decline(peer, id, chunks.filter((index) => !shared?.has(index)))
    this.#decline(peer, id, has.slice(taken.length), true)
    void this.#run(peer)
  }

  piece(peer: string, id: string, at: number): void {
    const shared = this.#config.shared(id)
    const isThere = shared !== undefined && at < shared.manifest.bytes.length
    if (!isThere || !this.#add(peer, { kind: 'piece', id, at })) this.#answer(peer, encode.no(id, [], isThere))
    void this.#run(peer)
  }

  /** The peer does not want these any more. */
  drop(peer: string, id: string, chunks: readonly number[]): void {
    const queue = this.#queues.get(peer)
    const dropped = new Set(chunks)
    if (queue) queue.jobs = queue.jobs.filter((job) => job.kind !== 'chunk' || job.id !== id || !dropped.has(job.index))
  }

  gone(peer: string): void {
    this.#queues.get(peer)?.timer.stop()
    this.#queues.delete(peer)
  }

  close(): void {
    for (const peer of [...this.#queues.keys()]) this.gone(peer)
  }

  /** False when the peer has asked for enough. */
  #add(peer: string, job: Job): boolean {
    const queue = this.#queues.get(peer) ?? { jobs: [], phase: 'resting', timer: new Timer(this.#config.clock) }
    this.#queues.set(peer, queue)
    return queue.jobs.length < this.#config.limit && queue.jobs.push(job) > 0
  }

  async #run(peer: string): Promise<void> {
    const queue = this.#queues.get(peer)
    if (queue?.phase !== 'resting') return
    queue.phase = 'sending'
    while (queue.jobs.length > 0 && this.#takesMore(peer)) {
      const message = await this.#message(queue.jobs.shift() as Job)
      if (this.#queues.get(peer) !== queue) return
      if (!this.#config.send(message, peer)) return this.gone(peer)
    }
    queue.phase = 'resting'
    if (queue.jobs.length > 0) queue.timer.set(AGAIN, () => void this.#run(peer))
    else this.gone(peer)
  }

  #takesMore(peer: string): boolean {
    const link = this.#config.peers.get(peer)
    return link !== undefined && takesMore(link)
  }

  async #message(job: Job): Promise<object> {
    const shared = this.#config.shared(job.id)
    if (job.kind === 'piece') {
      const bytes = shared?.manifest.bytes
      return bytes ? encode.piece(job.id, { at: job.at, total: bytes.length, data: bytes.subarray(job.at, job.at + CHUNK) }) : encode.no(job.id, [], false)
    }
    const data = await shared?.read(job.index).catch(() => undefined)
    return data ? encode.chunk(job.id, job.index, data) : encode.no(job.id, [job.index], false)
  }

  #decline(peer: string, id: string, chunks: readonly number[], isBusy = false): void {
    if (chunks.length > 0) this.#answer(peer, encode.no(id, chunks, isBusy))
  }

  /** Who asks without listening gets no answers that would pile up. */
  #answer(peer: string, message: object): void {
    if (this.#takesMore(peer)) this.#config.send(message, peer)
  }
}
