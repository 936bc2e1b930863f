import type { Bytes } from '../data/bytes.js'
import type { Manifest } from './manifest.js'

/** Where the chunks of a file are until it is complete. What it gives back is checked again, so it need not be trusted. */
export interface FileStore {
  /** The numbers of the parts of a file that are there, in any order. */
  parts(id: string): Promise<readonly number[]>
  /** `part`: the number of a chunk, or -1 for the manifest. */
  read(id: string, part: number): Promise<Uint8Array | undefined>
  /** Resolves when the part can be read. */
  write(id: string, part: number, bytes: Uint8Array): Promise<void>
  /** Forgets the file. */
  remove(id: string): Promise<void>
}

/** The number of a file's manifest among its parts. */
export const MANIFEST = -1
/** So many chunks are put together at a time. */
const BLOCK = 128

/** Keeps chunks in memory, for as long as the page lives. */
export function memoryStore(): FileStore {
  const files = new Map<string, Map<number, Bytes>>()
  return {
    parts: async (id) => [...(files.get(id)?.keys() ?? [])],
    read: async (id, part) => files.get(id)?.get(part),
    async write(id, part, bytes) {
      const parts = files.get(id) ?? new Map<number, Bytes>()
      files.set(id, parts.set(part, new Uint8Array(bytes)))
    },
    async remove(id) {
      files.delete(id)
    },
  }
}

/** The file, all of whose chunks are in the store. */
export async function assemble({ id, chunks }: Manifest, store: FileStore): Promise<Blob> {
  const blocks: Blob[] = []
  for (let start = 0; start < chunks; start += BLOCK) {
    const indexes = Array.from({ length: Math.min(BLOCK, chunks - start) }, (_, index) => start + index)
    const parts = await Promise.all(indexes.map((index) => store.read(id, index)))
    if (parts.includes(undefined)) throw new Error('A part has got lost.')
    blocks.push(new Blob(parts as Uint8Array<ArrayBuffer>[]))
  }
  return new Blob(blocks)
}
