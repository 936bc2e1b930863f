import { beforeAll, expect, test } from 'vitest'
import { readItem } from '../../src/nodes/item.js'
import { type NodeRecord, signedRecord } from '../../src/nodes/record.js'
import { Shelf } from '../../src/nodes/shelf.js'
import { newSigner } from '../../src/seal/ed25519.js'
import { seeded } from '../overlay/random.js'
import { signed } from './sign.js'

const NOW = 1_800_000_000_000
const HOUR = 3_600_000

/** Records that end at the given moments. */
async function records(...ends: number[]): Promise<NodeRecord[]> {
  return Promise.all(ends.map(async (end, index) => (await signedRecord(readItem(await signed(await newSigner(), { url: `https://node${index}.example/`, expiry: end / 1_000 }))))!))
}

let many: NodeRecord[]
beforeAll(async () => { many = await records(...Array.from({ length: 11 }, () => NOW + HOUR)) })

const keys = (shelf: Shelf): string[] => shelf.entries.map(({ record }) => record.key)

test('as many records as there is room for are kept, and one more is one too many', () => {
  const shelf = new Shelf(() => 0, 10)
  for (const record of many.slice(0, 10)) shelf.add(record, NOW)
  expect(shelf.entries).toHaveLength(10)
  shelf.add(many[10]!, NOW)
  expect(shelf.entries).toHaveLength(10)
  expect(keys(shelf)).toEqual(many.slice(1).map(({ key }) => key))
})

test('a record that has ended goes before any other', async () => {
  const [ended] = await records(NOW - HOUR)
  const shelf = new Shelf(() => 0, 10)
  for (const record of [...many.slice(0, 9), ended!, many[9]!]) shelf.add(record, NOW)
  expect(keys(shelf)).toEqual(many.slice(0, 10).map(({ key }) => key))
  expect(shelf.hints(NOW)).toEqual([])
})

test('nodes that have answered are not driven out by any number of others', () => {
  const shelf = new Shelf(seeded(1), 5)
  for (const record of many.slice(0, 4)) {
    shelf.add(record, NOW)
    shelf.get(record.key)!.health.answered(NOW, 10)
  }
  for (const record of many.slice(4)) shelf.add(record, NOW)
  expect(keys(shelf).slice(0, 4)).toEqual(many.slice(0, 4).map(({ key }) => key))
  expect(shelf.entries).toHaveLength(5)
})

test('what holds is ranked, what has ended within a month is a hint, and anything else is nothing', async () => {
  const [holds, long, ended, old] = await records(NOW + HOUR, NOW + 3 * HOUR, NOW - HOUR, NOW - 31 * 24 * HOUR)
  const shelf = new Shelf(() => 0)
  for (const record of [holds!, long!, ended!, old!]) shelf.add(record, NOW)
  expect(shelf.live(NOW).map(({ record }) => record)).toEqual([holds])
  expect(shelf.hints(NOW)).toEqual([ended!.url])
})

test('a thousand liars are known, and the first is forgotten for one more', () => {
  const shelf = new Shelf(() => 0)
  for (let index = 0; index < 1_000; index++) shelf.ban(`liar ${index}`, NOW)
  expect(shelf.isLiar('liar 0', NOW)).toBe(true)
  shelf.ban('one more', NOW)
  expect([shelf.isLiar('liar 0', NOW), shelf.isLiar('liar 1', NOW), shelf.isLiar('one more', NOW)]).toEqual([false, true, true])
})

test('the proof of a key is one for its URL: a record with another takes it back', async () => {
  const signer = await newSigner()
  const record = async (url: string, seq: number): Promise<NodeRecord> => (await signedRecord(readItem(await signed(signer, { url, expiry: (NOW + HOUR) / 1_000 }, seq))))!
  const shelf = new Shelf(() => 0)
  const first = await record('https://one.example/', 1)
  shelf.add(first, NOW)
  shelf.get(first.key)!.proven = NOW + HOUR
  shelf.add(await record('https://one.example/', 2), NOW)
  expect(shelf.get(first.key)!.proven).toBe(NOW + HOUR)
  shelf.add(await record('https://two.example/', 3), NOW)
  expect(shelf.get(first.key)!.proven).toBe(0)
})
