import { type Clock, systemClock, Timer } from '../clock.js'
import { Allowance } from '../data/allowance.js'
import { type LinkedPeer, type LinkedRoom, type RoomAction, takesMore } from '../data/room.js'
import { isWhole } from '../data/values.js'
import { Emitter } from '../emitter.js'
import { AlmenaraError, misuse } from '../errors.js'
import { Download, type FileFault, storeFailed } from './download.js'
import { CHUNK, fileLimits, type FileLimits, LARGEST_CHUNK, SMALLEST_CHUNK } from './limits.js'
import { checkSize, type FileDescriptor, isName, Manifest } from './manifest.js'
import { decode, encode, type FileMessage, isId } from './messages.js'
import type { FetchOptions, FilesEvents, FilesOptions, ShareOptions } from './options.js'
import { assemble, type FileStore, memoryStore } from './store.js'
import { type Shared, Uploads } from './uploads.js'

interface SharedBlob extends Shared {
  readonly file: File
}

const ACTION = 'almenara/files'
/** How often others are told what a fetch has got. */
const TELL = 1_000
/** Who has what: so many messages of a peer at once, and so many a second. */
const QUESTIONS = 200
const QUESTIONS_PER_SECOND = 50

/** Files that are shared in a room, by what is in them. Made by `createFiles`. */
export class Files {
  readonly #room: LinkedRoom
  readonly #clock: Clock
  readonly #random: () => number
  readonly #limits: FileLimits
  readonly #store: FileStore
  readonly #action: RoomAction
  readonly #events = new Emitter<FilesEvents>()
  readonly #shared = new Map<string, SharedBlob>()
  readonly #downloads = new Map<string, { readonly download: Download; readonly store: FileStore }>()
  /** Who has asked for files that are here, whole or in part. */
  readonly #interested = new Map<string, Set<string>>()
  readonly #allowances = new Map<string, Allowance>()
  readonly #uploads: Uploads
  readonly #news = new Set<string>()
  readonly #tell: Timer
  readonly #off: (() => void)[]
  #phase: 'open' | 'closed' = 'open'

  /** @internal */
  constructor(room: LinkedRoom, options: FilesOptions, clock: Clock = systemClock, random: () => number = Math.random) {
    this.#room = room
    this.#clock = clock
    this.#random = random
    this.#limits = fileLimits(options)
    this.#store = options.store ?? memoryStore()
    this.#tell = new Timer(clock)
    this.#action = room.action(ACTION)
    this.#uploads = new Uploads({
      clock, peers: room.peers, limit: this.#limits.uploads,
      shared: (id) => this.#find(id),
      send: (message, peer) => this.#send(message, peer),
    })
    this.#off = [
      this.#action.on((data, peer) => this.#heard(data, peer)),
      room.on('open', ({ id }) => { for (const file of this.#downloads.keys()) this.#send(encode.who(file), id) }),
      room.on('close', ({ id }) => this.#gone(id)),
      room.on('left', ({ id }) => this.#gone(id)),
      room.on('state', (state) => { if (state === 'closed') this.close() }),
    ]
  }

  /** Reads the file once, and gives it to all who ask from now on; what is returned is enough to fetch it. */
  async share(blob: Blob, options: ShareOptions = {}): Promise<FileDescriptor> {
    this.#check()
    const { name = 'name' in blob ? blob.name : '', chunkSize = CHUNK, signal } = options
    if (!isName(name) || !isName(blob.type)) throw misuse('A name and a type take 255 bytes each.')
    if (!isWhole(chunkSize, SMALLEST_CHUNK, LARGEST_CHUNK)) throw misuse(`Give chunkSize as a whole number from ${SMALLEST_CHUNK} to ${LARGEST_CHUNK}.`)
    checkSize({ size: blob.size, chunkSize }, this.#limits)
    const manifest = await Manifest.of(blob, name, chunkSize, signal).catch((error) => { throw signal?.aborted ? aborted(signal) : error })
    this.#check()
    this.#add(manifest, blob)
    return manifest.toDescriptor()
  }

  /** Fetches a file from all who have parts of it, and gives those on; waits while nobody has it. */
  async fetch(file: string | FileDescriptor, options: FetchOptions = {}): Promise<File> {
    this.#check()
    const id = typeof file === 'string' ? file : file.id
    const { signal, store = this.#store } = options
    if (!isId(id)) throw misuse('The id of a file has 43 characters of base64url.')
    if (this.#downloads.has(id)) throw misuse('The file is being fetched already.')
    if (signal?.aborted) throw aborted(signal)
    const own = this.#shared.get(id)
    if (own) return own.file
    const download = this.#download(id, store, options.onProgress)
    const stop = (): void => download.stop(aborted(signal))
    signal?.addEventListener('abort', stop)
    try {
      const manifest = await download.done
      const blob = await assemble(manifest, store).catch((error) => { throw storeFailed(error) })
      if (signal?.aborted) throw aborted(signal)
      this.#check()
      const whole = this.#add(manifest, blob).file
      // The file is here, whatever becomes of the store.
      await store.remove(id).catch(() => {})
      return whole
    } finally {
      signal?.removeEventListener('abort', stop)
      this.#downloads.delete(id)
      if (!this.#shared.has(id)) this.#interested.delete(id)
    }
  }

  /** Gives the file to nobody any more, stops fetching it, and forgets what has come of it. */
  async remove(file: string | FileDescriptor): Promise<void> {
    const id = typeof file === 'string' ? file : file.id
    const running = this.#downloads.get(id)
    running?.download.stop(new AlmenaraError('aborted', 'The file has been removed.'))
    this.#shared.delete(id)
    this.#interested.delete(id)
    await (running?.store ?? this.#store).remove(id)
  }

  /** Listens to an event; the returned function unsubscribes. */
  on<K extends keyof FilesEvents>(name: K, listener: (...args: FilesEvents[K]) => void): () => void {
    return this.#events.on(name, listener)
  }

  /** Gives and fetches nothing any more. Idempotent. */
  close(): void {
    this.#phase = 'closed'
    for (const off of this.#off.splice(0)) off()
    for (const { download } of this.#downloads.values()) download.stop(closed())
    this.#uploads.close()
    this.#tell.stop()
    this.#shared.clear()
    this.#interested.clear()
  }

  #check(): void {
    if (this.#phase === 'closed') throw closed()
  }

  #download(id: string, store: FileStore, onProgress: FetchOptions['onProgress']): Download {
    const download = new Download({
      id, store, clock: this.#clock, limits: this.#limits, random: this.#random,
      send: (message, peer) => this.#send(message, peer),
      refused: (peer, reason) => this.#refuse(peer, reason),
      progress: (progress) => {
        this.#changed(id)
        if (onProgress) harmless(() => onProgress(progress))
      },
    })
    this.#downloads.set(id, { download, store })
    return download
  }

  #add(manifest: Manifest, blob: Blob): SharedBlob {
    const { id, name, type, chunkSize, chunks } = manifest
    const shared: SharedBlob = {
      manifest,
      file: new File([blob], name, { type }),
      has: (index) => index < chunks,
      read: async (index) => new Uint8Array(await blob.slice(index * chunkSize, (index + 1) * chunkSize).arrayBuffer()),
    }
    this.#shared.set(id, shared)
    this.#changed(id)
    return shared
  }

  #find(id: string): Shared | undefined {
    const shared = this.#shared.get(id)
    const running = this.#downloads.get(id)
    const manifest = running?.download.manifest
    if (shared || !running || !manifest) return shared
    return { manifest, has: (index) => running.download.bits.has(index), read: (index) => running.store.read(id, index) }
  }

  #heard(data: unknown, { id: peer }: LinkedPeer): void {
    const message = decode(data)
    if (!message) return this.#refuse(peer, 'malformed')
    const { kind, id } = message
    const download = this.#downloads.get(id)?.download
    if ((kind === 'who' || kind === 'have') && !this.#allows(peer)) return this.#refuse(peer, 'busy')
    if (kind === 'who') return this.#asked(id, peer)
    if (kind === 'get') return this.#uploads.chunks(peer, id, message.chunks)
    if (kind === 'manifest') return this.#uploads.piece(peer, id, message.at)
    if (kind === 'drop') return this.#uploads.drop(peer, id, message.chunks)
    if (download) fetched(download, message, peer)
  }

  #allows(peer: string): boolean {
    const now = this.#clock.now()
    const allowance = this.#allowances.get(peer) ?? new Allowance(QUESTIONS, QUESTIONS_PER_SECOND, now)
    this.#allowances.set(peer, allowance)
    return allowance.take(now)
  }

  /** Tells a peer what there is of a file, now and when there is more. */
  #asked(id: string, peer: string): void {
    if (!this.#shared.has(id) && !this.#downloads.has(id)) return
    this.#interested.set(id, (this.#interested.get(id) ?? new Set()).add(peer))
    this.#say(id, peer)
  }

  #say(id: string, peer: string): void {
    const bits = this.#downloads.get(id)?.download.bits
    const link = this.#room.peers.get(peer)
    if (!link || !takesMore(link)) return
    if (this.#shared.has(id)) this.#send(encode.haveAll(id), peer)
    else if (bits && bits.count > 0) this.#send(encode.have(id, bits.toBytes()), peer)
  }

  #changed(id: string): void {
    this.#news.add(id)
    if (!this.#tell.running && this.#phase === 'open') this.#tell.set(TELL, () => this.#spread())
  }

  #spread(): void {
    for (const id of this.#news) for (const peer of this.#interested.get(id) ?? []) this.#say(id, peer)
    this.#news.clear()
  }

  #gone(peer: string): void {
    this.#uploads.gone(peer)
    this.#allowances.delete(peer)
    for (const peers of this.#interested.values()) peers.delete(peer)
    for (const { download } of this.#downloads.values()) download.gone(peer)
  }

  #refuse(peer: string, reason: FileFault): void {
    this.#events.emit('refused', { peer, reason })
  }

  /** Whether it went to anybody. */
  #send(message: object, peer?: string): boolean {
    try {
      return this.#action.send(message, peer) > 0
    } catch {
      return false
    }
  }
}

function fetched(download: Download, message: FileMessage, peer: string): void {
  switch (message.kind) {
    case 'have': return download.have(peer, message.bits)
    case 'no': return download.declines(peer, message.chunks, message.busy)
    case 'piece': return download.piece(peer, message)
    case 'chunk': return download.chunk(peer, message.index, message.data)
  }
}

/** An error of the application's is its own. */
function harmless(call: () => void): void {
  try {
    call()
  } catch (error) {
    queueMicrotask(() => { throw error })
  }
}

function aborted(signal?: AbortSignal): AlmenaraError {
  return new AlmenaraError('aborted', 'Aborted.', { cause: signal?.reason })
}

function closed(): AlmenaraError {
  return new AlmenaraError('closed', 'The files have been closed.')
}

/** Shares and fetches files in a room. Nothing is sent before a file is shared or fetched. */
export function createFiles(room: LinkedRoom, options: FilesOptions = {}): Files {
  return new Files(room, options)
}
