import { joined } from '../data/bytes.js'
import type { Piece } from './messages.js'

interface Assembly { readonly id: number; readonly parts: Uint8Array[]; held: number }

/** Puts the pieces of peers together: for each peer one message at a time, of at most `size` bytes, of which no more is kept than has come. */
export class Pieces {
  readonly #size: number
  readonly #assemblies = new Map<string, Assembly>()

  constructor(size: number) {
    this.#size = size
  }

  /** The message, when the piece was its last; a piece that does not follow the one before ends what was begun. */
  take(peer: string, { id, total, at, bytes }: Piece): Uint8Array | 'too-large' | undefined {
    if (total > this.#size) return 'too-large'
    const begun = this.#assemblies.get(peer)
    this.#assemblies.delete(peer)
    if (at > 0 && (begun?.id !== id || begun.held !== at)) return undefined
    const assembly = at > 0 && begun ? begun : { id, parts: [], held: 0 }
    assembly.parts.push(bytes.slice())
    assembly.held += bytes.length
    if (assembly.held === total) return joined(...assembly.parts)
    this.#assemblies.set(peer, assembly)
    return undefined
  }

  drop(peer: string): void {
    this.#assemblies.delete(peer)
  }
}
