import { type Bytes, isSame, joined, sha256 } from '../data/bytes.js'
import { isWhole } from '../data/values.js'
import { AlmenaraError } from '../errors.js'
import { byteLength } from '../frames.js'
import { base64url } from '../ids.js'
import { isObject } from '../messages.js'
import { CHUNK, type FileLimits, LARGEST_CHUNK, SMALLEST_CHUNK } from './limits.js'

const HASH = 32
const NEWLINE = 10
/** Bytes of a name or a type, and of both with the rest of the head, escaped. */
const NAME = 255
const HEAD = 4_096
/** So many chunks are read from a file at once. */
const BLOCK = 64

/** What names a file: small enough to be sent in a message or kept in a shared map. Only the id is binding. */
export interface FileDescriptor {
  /** 43 characters of base64url: the SHA-256 of the manifest. */
  readonly id: string
  /** What it is called, as the sharer says; may be empty. */
  readonly name: string
  /** Its media type, as the sharer says; may be empty. */
  readonly type: string
  /** Bytes. */
  readonly size: number
}

/** A file's name, size and the SHA-256 of each of its chunks: a line of JSON, then the hashes. */
export class Manifest implements FileDescriptor {
  readonly id: string
  readonly bytes: Bytes
  readonly name: string
  readonly type: string
  readonly size: number
  readonly chunkSize: number
  readonly #hashes: Uint8Array

  private constructor(id: string, bytes: Bytes, head: Head, hashes: Uint8Array) {
    this.id = id
    this.bytes = bytes
    this.name = head.name
    this.type = head.type
    this.size = head.size
    this.chunkSize = head.chunkSize
    this.#hashes = hashes
  }

  /** Reads the file once. */
  static async of(file: Blob, name: string, chunkSize: number = CHUNK, signal?: AbortSignal): Promise<Manifest> {
    const head = { name, type: file.type, size: file.size, chunkSize }
    const hashes: Bytes[] = []
    const block = chunkSize * BLOCK
    for (let at = 0; at < file.size; at += block) {
      signal?.throwIfAborted()
      const bytes = new Uint8Array(await file.slice(at, at + block).arrayBuffer())
      const starts = Array.from({ length: Math.ceil(bytes.length / chunkSize) }, (_, index) => index * chunkSize)
      hashes.push(...await Promise.all(starts.map((start) => sha256(bytes.subarray(start, start + chunkSize)))))
    }
    const all = joined(...hashes)
    const bytes = joined(new TextEncoder().encode(`${JSON.stringify(head)}\n`), all)
    return new Manifest(base64url(await sha256(bytes)), bytes, head, all)
  }

  /** The manifest that has this id; undefined when the bytes are another's. Throws for a file that can't be taken. */
  static async read(id: string, bytes: Bytes, limits: FileLimits): Promise<Manifest | undefined> {
    if (base64url(await sha256(bytes)) !== id) return undefined
    const end = bytes.subarray(0, HEAD).indexOf(NEWLINE)
    const head = headOf(new TextDecoder().decode(bytes.subarray(0, Math.max(0, end))))
    const hashes = bytes.subarray(end + 1)
    if (!head || end < 0 || hashes.length !== Math.ceil(head.size / head.chunkSize) * HASH) throw new AlmenaraError('bad-message', 'The file has no proper manifest.')
    const manifest = new Manifest(id, bytes, head, hashes)
    checkSize(manifest, limits)
    return manifest
  }

  get chunks(): number {
    return this.#hashes.length / HASH
  }

  /** Bytes of a chunk: the last may be shorter. */
  lengthOf(index: number): number {
    return Math.min(this.chunkSize, this.size - index * this.chunkSize)
  }

  /** Whether these are the bytes of the chunk. */
  async matches(index: number, bytes: Uint8Array): Promise<boolean> {
    if (index >= this.chunks || bytes.length !== this.lengthOf(index)) return false
    return isSame(await sha256(bytes), this.#hashes.subarray(index * HASH, (index + 1) * HASH))
  }

  toDescriptor(): FileDescriptor {
    const { id, name, type, size } = this
    return { id, name, type, size }
  }
}

type Head = { readonly name: string; readonly type: string; readonly size: number; readonly chunkSize: number }

/** The most bytes of a manifest. */
export function longestManifest({ chunks }: FileLimits): number {
  return HEAD + chunks * HASH
}

/** Whether it can be the name or the type of a file. */
export function isName(name: unknown): name is string {
  return typeof name === 'string' && byteLength(name) <= NAME
}

export function checkSize({ size, chunkSize }: { size: number; chunkSize: number }, { bytes, chunks }: FileLimits): void {
  if (size > bytes) throw new AlmenaraError('too-large', `The file has ${size} bytes, ${bytes} are taken.`)
  if (Math.ceil(size / chunkSize) > chunks) throw new AlmenaraError('too-large', `The file has ${Math.ceil(size / chunkSize)} chunks, ${chunks} are taken.`)
}

function headOf(text: string): Head | undefined {
  try {
    const head: unknown = JSON.parse(text)
    if (!isObject(head)) return undefined
    const { name, type, size, chunkSize } = head
    const isSound = isName(name) && isName(type) && isWhole(size, 0) && isWhole(chunkSize, SMALLEST_CHUNK, LARGEST_CHUNK)
    return isSound ? { name, type, size, chunkSize } : undefined
  } catch {
    return undefined
  }
}
