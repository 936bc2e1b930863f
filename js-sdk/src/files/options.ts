import type { FileFault, Progress } from './download.js'
import type { FileLimits } from './limits.js'
import type { FileStore } from './store.js'

/** How files are shared and fetched. */
export interface FilesOptions extends Partial<FileLimits> {
  /** Where chunks are until a file is complete; in memory when left out. */
  readonly store?: FileStore | undefined
}

/** How one file is shared. */
export interface ShareOptions {
  /** Up to 255 bytes; that of a `File` when left out. */
  readonly name?: string | undefined
  /** Bytes of a chunk, from 1,024 to 61,440. */
  readonly chunkSize?: number | undefined
  /** Gives the sharing up. */
  readonly signal?: AbortSignal | undefined
}

/** How one file is fetched. */
export interface FetchOptions {
  /** Ends the fetch; what has come stays in the store. */
  readonly signal?: AbortSignal | undefined
  /** Is told when something has come. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** In place of that of `createFiles`. */
  readonly store?: FileStore | undefined
}

/** Something that a peer has sent was not taken; after a bad chunk or manifest it is not asked for the file again. */
export interface FileRefused {
  /** The id of the peer. */
  readonly peer: string
  /** Why it was not taken. */
  readonly reason: FileFault
}

/** The events of `Files`, with the arguments of their listeners. */
export type FilesEvents = {
  /** What a peer has sent was not taken. */
  refused: [refused: FileRefused]
}
