// The files of the room: which there are, who has how much of them, and what this page does about them.

import { part } from './parts.js'
import { readList, Told } from './told.js'

/** Of one person. */
export const MOST_FILES = 50
const MOST_NAME = 120
const FILE_ID = /^[A-Za-z0-9_-]{43}$/
/** Milliseconds between two tellings of how far a file has come. */
const TOLD = 300

/** What somebody has told of files, made safe to show: [{id, name, type, size, received}]. */
export function readFiles(message) {
  return readList(message?.files, MOST_FILES, file => {
    const { id, name, type, size, received } = file ?? {}
    const sound = FILE_ID.test(id) && typeof name === 'string' && isCount(size) && isCount(received) && received <= size
    return sound ? { id, name: name.slice(0, MOST_NAME), type: typeof type === 'string' ? type.slice(0, MOST_NAME) : '', size, received } : undefined
  })
}

/**
 * A file's state is `reading` (it is being shared), `offered` (others have it), `fetching`, `paused` or `here`.
 * What comes of a fetch stays in memory while it is paused.
 */
export class Shelf {
  #room
  #told
  #signal
  #files
  #mine = new Map()
  #listeners = new Set()
  #timer
  #reading = 0

  constructor(room, signal) {
    this.#room = room
    this.#signal = signal
    this.#told = new Told(room, 'files', readFiles, signal)
    this.#told.onChange(() => this.#changed())
    signal.addEventListener('abort', () => clearTimeout(this.#timer), { once: true })
  }

  onChange(listener) {
    this.#listeners.add(listener)
  }

  /** [{id, name, size, state, received, sources, holders: [{peer, received}]}], as they have come. */
  files() {
    const all = new Map([...this.#mine].map(([key, file]) => [key, { ...file, holders: [] }]))
    for (const [peer, files] of this.#told.all()) {
      for (const file of files) {
        if (!all.has(file.id)) all.set(file.id, { ...file, state: 'offered', received: 0, sources: 0, holders: [] })
        all.get(file.id).holders.push({ peer, received: file.received })
      }
    }
    return [...all.values()]
  }

  /** Reads a file and gives it to all who ask. Rejects with what the SDK says, and for one too many with `too-many`. */
  async add(file) {
    if (this.#mine.size >= MOST_FILES) throw Object.assign(new Error(`${MOST_FILES} files of one person are shared at most.`), { code: 'too-many' })
    const key = `reading ${this.#reading++}`
    this.#mine.set(key, { id: key, name: file.name, type: file.type, size: file.size, received: 0, state: 'reading', sources: 0 })
    this.#changed()
    try {
      const { id, name, type, size } = await (await this.#open()).share(file)
      this.#mine.set(id, { id, name, type, size, received: size, state: 'here', sources: 0, file })
    } finally {
      this.#mine.delete(key)
      this.#news()
    }
  }

  /** Begins to fetch, or goes on. Rejects with what the SDK says, but not when it has been paused or cancelled. */
  async fetch(id) {
    const known = this.#mine.get(id) ?? this.files().find(file => file.id === id)
    if (!known || !['offered', 'paused'].includes(known.state)) return
    const { name, type, size, received } = known
    const stop = new AbortController()
    const mine = { id, name, type, size, received, state: 'fetching', sources: 0, stop }
    this.#mine.set(id, mine)
    this.#changed()
    try {
      const files = await this.#open()
      const file = await files.fetch(id, { signal: stop.signal, onProgress: progress => this.#advance(mine, progress) })
      Object.assign(mine, { state: 'here', file, name: file.name, size: file.size, received: file.size })
    } catch (error) {
      mine.state = 'paused'
      if (!stop.signal.aborted && !this.#signal.aborted) throw error
    } finally {
      this.#news()
    }
  }

  pause(id) {
    this.#mine.get(id)?.stop?.abort()
  }

  /** Stops giving or fetching it, and forgets what has come. */
  async remove(id) {
    const mine = this.#mine.get(id)
    mine?.stop?.abort()
    this.#mine.delete(id)
    this.#news()
    await (await this.#open()).remove(id)
  }

  blobOf(id) {
    return this.#mine.get(id)?.file
  }

  async #open() {
    const module = await part('files')
    if (!module) throw Object.assign(new Error('The SDK for files is not here.'), { code: 'unavailable' })
    return this.#files ??= module.createFiles(this.#room)
  }

  #advance(mine, { received, size = mine.size, peers }) {
    Object.assign(mine, { received, size, sources: peers })
    this.#changed()
    this.#timer ??= setTimeout(() => this.#news(), TOLD)
  }

  /** Tells the others what there is here, and how far it has come. */
  #news() {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#signal.aborted) return
    const files = [...this.#mine.values()].filter(({ state }) => state !== 'reading')
      .map(({ id, name, type, size, received }) => ({ id, name: name.slice(0, MOST_NAME), type: type.slice(0, MOST_NAME), size, received }))
    this.#told.tell({ files })
    this.#changed()
  }

  #changed() {
    if (!this.#signal.aborted) for (const listener of this.#listeners) listener()
  }
}

const isCount = value => Number.isSafeInteger(value) && value >= 0
