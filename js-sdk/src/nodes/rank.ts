import { sha256 } from '../pow/sha256.js'
import { type Bytes, joined, label, utf8 } from '../seal/bytes.js'

/** What nodes are ranked by for a room: 32 bytes from which nobody learns which room that is. `room`: its id as nodes know it, tilde and all. */
export function rankKey(room: string): Bytes {
  return sha256(joined(label('rank-room'), utf8(room)))
}

/** How a node ranks for a rank key: 32 bytes, the greatest first. */
export function score(rank: Uint8Array, nodeKey: Uint8Array): Bytes {
  return sha256(joined(label('rank'), rank, nodeKey))
}

/** Scores that are kept: those of all records for a few rooms. */
const MOST = 10_000

/** Scores as texts that compare as their bytes do, each reckoned once. */
export class Scores {
  readonly #known = new Map<string, string>()

  of(rank: Uint8Array, nodeKey: Uint8Array): string {
    const name = String.fromCharCode(...rank, ...nodeKey)
    let known = this.#known.get(name)
    if (known === undefined) {
      if (this.#known.size >= MOST) this.#known.clear()
      this.#known.set(name, known = String.fromCharCode(...score(rank, nodeKey)))
    }
    return known
  }
}
