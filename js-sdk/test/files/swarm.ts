import { createHash } from 'node:crypto'
import { Files } from '../../src/files/files.js'
import type { FileRefused, FilesOptions } from '../../src/files/index.js'
import { encode } from '../../src/files/messages.js'
import { Manifest } from '../../src/files/manifest.js'
import { decode, type FileMessage } from '../../src/files/messages.js'
import { FakeClock } from '../time.js'
import { random } from '../../src/testing/random.js'
import { type FakeRoom, Hub, type Weather } from '../state/fakeroom.js'

/** Bytes that are the same for the same seed. */
export function noise(size: number, seed = 1): Uint8Array<ArrayBuffer> {
  const next = random(seed)
  return Uint8Array.from({ length: size }, () => next() * 256)
}

export async function bytesOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer())
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Members who share files, under one clock. */
export class Swarm {
  readonly clock = new FakeClock()
  readonly hub: Hub
  readonly refused: (FileRefused & { by: string })[] = []

  constructor(weather: Partial<Weather> = {}, seed = 1) {
    this.hub = new Hub(this.clock, seed)
    this.hub.weather = { delay: [5, 5], lost: 0, twice: 0, rate: Infinity, ...weather }
  }

  enter(name: string, options: FilesOptions = {}): { room: FakeRoom; files: Files } {
    const room = this.hub.enter(name)
    const files = new Files(room, options, this.clock, random(name.charCodeAt(0)))
    files.on('refused', (refused) => this.refused.push({ by: name, ...refused }))
    return { room, files }
  }

  /** Lets time pass until the promise is settled; hashing takes real time, so the clock is not let run away from it. */
  async during<T>(promise: Promise<T>, limit = 120_000): Promise<T> {
    let phase: 'pending' | 'settled' = 'pending'
    const settled = (): void => { phase = 'settled' }
    promise.then(settled, settled)
    await this.until(() => phase === 'settled', limit)
    return promise
  }

  /** Lets time pass until the condition holds. */
  async until(condition: () => boolean, limit = 120_000): Promise<void> {
    for (let passed = 0; passed < limit; passed += 10) {
      await new Promise((resolve) => setTimeout(resolve, 0))
      if (condition()) return
      await this.clock.pass(10)
    }
    throw new Error(`never came to pass: ${condition}`)
  }
}

/** A member that answers by itself, as it likes. */
export class Stranger {
  readonly room: FakeRoom
  readonly heard: FileMessage[] = []
  readonly #action: ReturnType<FakeRoom['action']>

  constructor(swarm: Swarm, name: string, respond: (message: FileMessage, stranger: Stranger) => void = () => {}) {
    this.room = swarm.hub.enter(name)
    this.#action = this.room.action('almenara/files')
    this.#action.on((raw) => {
      const message = decode(raw)
      if (!message) return
      this.heard.push(message)
      respond(message, this)
    })
  }

  send(message: unknown, to?: string): void {
    this.#action.send(message as object, to)
  }

  /** The chunks that it was asked for. */
  get asked(): number[] {
    return this.heard.flatMap((message) => message.kind === 'get' ? message.chunks : [])
  }
}

/** Says that it has a file, gives its manifest, and for chunks what it is told to. */
export function claims(manifest: Manifest, chunk: (index: number, stranger: Stranger) => void): (message: FileMessage, stranger: Stranger) => void {
  return (message, stranger) => {
    const { id } = manifest
    if (message.kind === 'who') stranger.send(encode.haveAll(id))
    if (message.kind === 'manifest') stranger.send(encode.piece(id, { at: message.at, total: manifest.bytes.length, data: manifest.bytes.subarray(message.at, message.at + 32_768) }))
    if (message.kind === 'get') for (const index of message.chunks) chunk(index, stranger)
  }
}
