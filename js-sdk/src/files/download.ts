import { type Clock, Timer } from '../clock.js'
import type { Bytes } from '../data/bytes.js'
import { AlmenaraError } from '../errors.js'
import { Bits } from './bits.js'
import type { FileLimits } from './limits.js'
import { longestManifest, Manifest } from './manifest.js'
import { ManifestFetch } from './manifestfetch.js'
import { encode } from './messages.js'
import { Pool } from './pool.js'
import { Source } from './source.js'
import { type FileStore, MANIFEST } from './store.js'

/** Why something that a peer has sent was not taken. */
export type FileFault = 'malformed' | 'bad-chunk' | 'bad-manifest' | 'busy'

/** How far a fetch is. */
export interface Progress {
  /** Bytes that are here and were checked. */
  readonly received: number
  /** Bytes of the file; undefined until a peer has told. */
  readonly size: number | undefined
  /** How many peers have parts of it. */
  readonly peers: number
}

export interface DownloadConfig {
  readonly id: string
  readonly clock: Clock
  readonly limits: FileLimits
  readonly store: FileStore
  readonly random: () => number
  /** To one peer, or to all; whether it went to anybody. */
  send(message: object, peer?: string): boolean
  refused(peer: string, reason: FileFault): void
  progress(progress: Progress): void
}

const TICK = 500
/** Everybody is asked again who has the file. */
const ASK_AGAIN = 10 * TICK
/** When nothing else is to be asked for, what has been waited for this long is asked of another one as well. */
const AGAIN_AFTER = 1_000
const AGAIN_AT_ONCE = 4

/** One file that is being fetched: asks many peers for its chunks, checks each, and keeps them in a store. */
export class Download {
  readonly done: Promise<Manifest>
  readonly #config: DownloadConfig
  readonly #sources = new Map<string, Source>()
  readonly #banned = new Set<string>()
  readonly #timer: Timer
  readonly #manifestFetch: ManifestFetch
  #phase: 'loading' | 'manifest' | 'chunks' | 'over' = 'loading'
  #manifest: Manifest | undefined
  #bits = new Bits(0)
  #pool: Pool
  #received = 0
  #asked = 0
  #settle!: { resolve(manifest: Manifest): void; reject(error: unknown): void }

  constructor(config: DownloadConfig) {
    this.#config = config
    this.#timer = new Timer(config.clock)
    this.#pool = new Pool([], config.random)
    const { id, limits } = config
    this.#manifestFetch = new ManifestFetch({ id, patience: limits.patience, most: longestManifest(limits), send: (message, peer) => config.send(message, peer) })
    this.done = new Promise((resolve, reject) => { this.#settle = { resolve, reject } })
    this.#guard(this.#load())
  }

  get manifest(): Manifest | undefined {
    return this.#manifest
  }

  /** Which chunks are here. */
  get bits(): Bits {
    return this.#bits
  }

  /** A peer says what it has; without bits: all. */
  have(peer: string, bits: Uint8Array | undefined): void {
    if (this.#banned.has(peer) || this.#phase === 'over') return
    const source = this.#sources.get(peer) ?? new Source(peer, this.#config.limits)
    this.#sources.set(peer, source)
    source.says(bits)
    this.#next()
  }

  gone(peer: string): void {
    this.#lose(peer)
    this.#next()
  }

  declines(peer: string, chunks: readonly number[], isBusy: boolean): void {
    const source = this.#sources.get(peer)
    if (chunks.length === 0 && this.#manifestFetch.peer === peer) return this.#withoutManifest()
    const asked = chunks.filter((index) => source?.expects(index))
    for (const index of asked) source?.declines(index, isBusy)
    this.#release(asked)
    // One that is busy is asked again when it has brought something, or by the timer.
    if (!isBusy && asked.length > 0) this.#next()
  }

  piece(peer: string, piece: { at: number; total: number; data: Uint8Array }): void {
    const bytes = this.#manifestFetch.piece(peer, piece, this.#now())
    if (bytes === 'wrong') return this.#ban(peer, 'bad-manifest')
    if (!bytes || this.#phase !== 'manifest') return
    this.#phase = 'loading'
    this.#guard(this.#manifestCame(peer, bytes))
  }

  chunk(peer: string, index: number, data: Uint8Array): void {
    const source = this.#sources.get(peer)
    if (this.#phase === 'chunks' && source?.arrived(index, this.#now())) this.#guard(this.#check(source, index, data))
  }

  /** Ends it; `done` rejects. What has come stays in the store. */
  stop(error: unknown): void {
    if (this.#phase === 'over') return
    this.#phase = 'over'
    this.#timer.stop()
    for (const source of this.#sources.values()) this.#drop(source, [...source.expected])
    this.#settle.reject(error)
  }

  async #load(): Promise<void> {
    const { id, store, limits } = this.#config
    const bytes = await store.read(id, MANIFEST)
    const manifest = bytes && await Manifest.read(id, new Uint8Array(bytes), limits)
    if (manifest) await this.#begin(manifest)
    else if (this.#phase === 'loading') this.#phase = 'manifest'
    this.#tick()
  }

  async #manifestCame(peer: string, bytes: Bytes): Promise<void> {
    const { id, store, limits } = this.#config
    const manifest = await Manifest.read(id, bytes, limits)
    if (this.#phase === 'over') return
    if (!manifest) {
      this.#phase = 'manifest'
      return this.#ban(peer, 'bad-manifest')
    }
    await store.write(id, MANIFEST, bytes)
    await this.#begin(manifest)
    this.#next()
  }

  /** The manifest is here: what the store has is checked, the rest is fetched. */
  async #begin(manifest: Manifest): Promise<void> {
    const { id, store, random } = this.#config
    const bits = new Bits(manifest.chunks)
    for (const part of await store.parts(id)) {
      const bytes = part === MANIFEST ? undefined : await store.read(id, part)
      if (this.#phase === 'over') return
      if (bytes && await manifest.matches(part, bytes)) bits.set(part)
    }
    if (this.#phase === 'over') return
    const missing = Array.from({ length: manifest.chunks }, (_, index) => index).filter((index) => !bits.has(index))
    this.#manifest = manifest
    this.#bits = bits
    this.#pool = new Pool(missing, random)
    this.#received = manifest.size - missing.reduce((sum, index) => sum + manifest.lengthOf(index), 0)
    this.#phase = 'chunks'
    this.#progress()
  }

  async #check(source: Source, index: number, data: Uint8Array): Promise<void> {
    const { id, store } = this.#config
    const manifest = this.#manifest as Manifest
    if (!await manifest.matches(index, data)) return this.#ban(source.peer, 'bad-chunk')
    // Another may have brought it meanwhile.
    if (!this.#bits.has(index)) await store.write(id, index, data)
    if (this.#phase === 'over') return
    source.delivered(index)
    if (!this.#bits.has(index)) this.#got(manifest, index)
    this.#next()
  }

  #got(manifest: Manifest, index: number): void {
    this.#bits.set(index)
    this.#pool.remove(index)
    this.#received += manifest.lengthOf(index)
    for (const other of this.#sources.values()) if (other.expects(index)) this.#drop(other, [index])
    this.#progress()
  }

  #next(): void {
    if (this.#phase === 'manifest') return this.#askManifest()
    if (this.#phase !== 'chunks') return
    if (this.#bits.isFull) return this.#finish()
    const sources = [...this.#sources.values()].sort((one, other) => one.strikes - other.strikes)
    for (const source of sources) this.#fill(source)
  }

  #finish(): void {
    this.#phase = 'over'
    this.#timer.stop()
    this.#settle.resolve(this.#manifest as Manifest)
  }

  #fill(source: Source): void {
    const { id, send } = this.#config
    const now = this.#now()
    const { isIdle } = source
    const chunks: number[] = []
    while (source.takesMore) {
      const index = source.pick(this.#pool, this.#bits.size) ?? (isIdle && chunks.length < AGAIN_AT_ONCE ? this.#again(source, now) : undefined)
      if (index === undefined) break
      source.ask(index, now)
      chunks.push(index)
    }
    if (chunks.length > 0 && !send(encode.get(id, chunks), source.peer)) this.#lose(source.peer)
  }

  /** What one other peer was asked for long ago. */
  #again(source: Source, now: number): number | undefined {
    const others = [...this.#sources.values()].filter((other) => other !== source)
    for (const other of others) {
      for (const index of other.expected) {
        const isWanted = other.isWaitedFor(index, now - AGAIN_AFTER) && !source.expects(index) && source.has(index, this.#bits.size)
        if (isWanted && others.filter((each) => each.isAsked(index)).length === 1) return index
      }
    }
    return undefined
  }

  #askManifest(): void {
    if (this.#manifestFetch.peer !== undefined || this.#sources.size === 0) return
    const peers = [...this.#sources.keys()]
    this.#manifestFetch.begin(peers[Math.floor(this.#config.random() * peers.length)] as string, this.#now())
  }

  /** The peer does not bring the manifest: others first; it is asked again when it says once more that it has the file. */
  #withoutManifest(): void {
    this.#sources.delete(this.#manifestFetch.peer as string)
    this.#manifestFetch.stop()
    this.#next()
  }

  #tick(): void {
    if (this.#phase === 'over') return
    this.#timer.set(TICK, () => this.#tick())
    const now = this.#now()
    if (this.#asked === 0 || now >= this.#asked + ASK_AGAIN) {
      this.#asked = now
      this.#config.send(encode.who(this.#config.id))
    }
    if (this.#phase === 'manifest' && this.#manifestFetch.isOverdue(now)) this.#withoutManifest()
    for (const source of this.#sources.values()) this.#release(source.overdue(now))
    this.#next()
  }

  #lose(peer: string): void {
    const source = this.#sources.get(peer)
    this.#sources.delete(peer)
    if (source) this.#release([...source.expected])
    if (this.#manifestFetch.peer === peer) this.#manifestFetch.stop()
  }

  /** Does not want these of it any more. */
  #drop(source: Source, chunks: readonly number[]): void {
    if (chunks.length === 0) return
    for (const index of chunks) source.release(index)
    this.#config.send(encode.drop(this.#config.id, chunks), source.peer)
    this.#release(chunks)
  }

  /** What nobody is asked for now may be asked of anybody. */
  #release(chunks: readonly number[]): void {
    const sources = [...this.#sources.values()]
    for (const index of chunks) if (!this.#bits.has(index) && !sources.some((source) => source.isAsked(index))) this.#pool.add(index)
  }

  /** The peer has lied: it is not asked again. */
  #ban(peer: string, reason: FileFault): void {
    if (this.#phase === 'over' || this.#banned.has(peer)) return
    this.#lose(peer)
    this.#banned.add(peer)
    this.#config.refused(peer, reason)
    this.#next()
  }

  #progress(): void {
    this.#config.progress({ received: this.#received, size: this.#manifest?.size, peers: this.#sources.size })
  }

  #guard(step: Promise<void>): void {
    step.catch((error: unknown) => this.stop(storeFailed(error)))
  }

  #now(): number {
    return this.#config.clock.now()
  }
}

/** What has gone wrong, if it is not known, was the store. */
export function storeFailed(error: unknown): AlmenaraError {
  return error instanceof AlmenaraError ? error : new AlmenaraError('internal', 'The store of the file has failed.', { cause: error })
}
