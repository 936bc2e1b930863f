import { byteLength } from '../frames.js'
import type { WireEntry } from '../state/entry.js'

/** Bytes of a part as JSON: encrypted, in base64url, signed and with its key it takes less than the 16 KiB of an entry of a table. */
export const PART = 11_000
/** So many entries has an author in a table. */
export const PARTS = 16

/** The entries as JSON arrays, oldest first, so that what is written next changes the last part alone; and how many did not fit, newest ones first to be kept. */
export function partsOf(entries: readonly WireEntry[]): { parts: string[]; left: number } {
  const newest = [...entries].sort((one, other) => other[1] - one[1])
  let room = PART * PARTS
  const kept: string[] = []
  for (const entry of newest) {
    const text = JSON.stringify(entry)
    const size = byteLength(text) + 1
    if (size > PART - 1 || size > room) continue
    room -= size
    kept.unshift(text)
  }
  const parts = fill(kept)
  const lost = parts.splice(0, Math.max(0, parts.length - PARTS)).flat().length
  return { parts: parts.map((part) => `[${part.join()}]`), left: entries.length - kept.length + lost }
}

function fill(texts: readonly string[]): string[][] {
  const parts: string[][] = []
  let room = 0
  for (const text of texts) {
    const size = byteLength(text) + 1
    if (size > room) {
      parts.push([])
      room = PART - 1
    }
    parts.at(-1)?.push(text)
    room -= size
  }
  return parts
}
