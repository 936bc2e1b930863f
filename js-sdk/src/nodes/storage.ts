import { isWhole } from '../data/values.js'
import { isObject } from '../messages.js'
import { readItem, writeItem, type Verify } from './item.js'
import { LIED_FOR, MOST_LIARS, MOST_STORED, MOST_STORED_RECORDS } from './limits.js'
import { signedRecord } from './record.js'
import type { Entry, Shelf } from './shelf.js'

/** Where the list of nodes outlives the page. What it gives is not believed: every signature is looked at again. */
export interface NodeStorage {
  /** The text that was set last, if it is still there. */
  get(): string | null | undefined | Promise<string | null | undefined>
  /** Keeps a text of at most 256 KiB. */
  set(text: string): void | Promise<void>
}

const NAME = 'almenara/nodes'
const VERSION = 1

/** The page's localStorage; where there is none, or the page may not use it, nothing is kept. */
export const pageStorage: NodeStorage = {
  get: () => localStorage.getItem(NAME),
  set: (text) => localStorage.setItem(NAME, text),
}

/** Puts what was kept onto the shelf. What can't be read is as good as nothing. */
export async function load(storage: NodeStorage, shelf: Shelf, now: number, verify: Verify): Promise<void> {
  const { items, liars } = parse(await attempt(() => storage.get()))
  for (const liar of liars.slice(0, MOST_LIARS)) {
    const [key, until] = Array.isArray(liar) ? liar as unknown[] : []
    if (typeof key === 'string' && isWhole(until, now, now + LIED_FOR)) shelf.ban(key, now, until)
  }
  const records = await Promise.all(items.slice(0, MOST_STORED_RECORDS).map((item) => signedRecord(readItem(item), verify)))
  for (const record of records) if (record) shelf.add(record, now)
}

/** Keeps the best part of the shelf: first those that have shown their keys, then those that have answered, then those that hold longest. */
export async function save(storage: NodeStorage, { entries, liars }: Shelf): Promise<void> {
  const worth = ({ health, proven }: Entry): number => (proven > 0 ? 2 : 0) + (health.isKnown && !health.isDown ? 1 : 0)
  const best = [...entries].sort((one, other) => worth(other) - worth(one) || other.record.end - one.record.end).slice(0, MOST_STORED_RECORDS)
  const text = (count: number): string => JSON.stringify({ version: VERSION, items: best.slice(0, count).map(({ record }) => writeItem(record.item)), liars: [...liars].slice(-MOST_STORED_RECORDS) })
  let count = best.length
  while (count > 0 && text(count).length > MOST_STORED) count = Math.floor(count * 0.9)
  await attempt(() => storage.set(text(count)))
}

function parse(text: string | null | undefined): { items: unknown[]; liars: unknown[] } {
  try {
    const kept = typeof text === 'string' && text.length <= MOST_STORED ? JSON.parse(text) as unknown : undefined
    if (isObject(kept) && kept.version === VERSION && Array.isArray(kept.items) && Array.isArray(kept.liars)) return kept as { items: unknown[]; liars: unknown[] }
  } catch {
    // Nothing was kept.
  }
  return { items: [], liars: [] }
}

/** A storage that is full, or forbidden, is none. */
async function attempt<T>(run: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await run()
  } catch {
    return undefined
  }
}
