import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { base64url } from '../../src/ids.js'
import { rankKey, score, Scores } from '../../src/nodes/rank.js'

interface Vectors { rooms: { room: string; rankKey: string }[]; orders: { rankKey: string; keys: string[]; scores: string[] }[] }

const vectors = JSON.parse(readFileSync(new URL('../../../docs/vectors/rank.json', import.meta.url), 'utf8')) as Vectors
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64url'))

test('the rank key of a room is that of the vectors', () => {
  expect(vectors.rooms.length).toBeGreaterThan(1)
  for (const each of vectors.rooms) expect(base64url(rankKey(each.room))).toBe(each.rankKey)
})

test('nodes have the scores of the vectors, and their order', () => {
  expect(vectors.orders.length).toBeGreaterThan(1)
  for (const { rankKey: rank, keys, scores } of vectors.orders) {
    expect(keys.map((key) => Buffer.from(score(bytes(rank), bytes(key))).toString('hex'))).toEqual(scores)
    const table = new Scores()
    const ranked = [...keys].reverse().sort((one, other) => table.of(bytes(rank), bytes(one)) < table.of(bytes(rank), bytes(other)) ? 1 : -1)
    expect(ranked).toEqual(keys)
  }
})

test('scores are kept, and stay the same when too many were', () => {
  const table = new Scores()
  const key = bytes(vectors.orders[0]!.keys[0]!)
  const first = table.of(rankKey('room'), key)
  for (let index = 0; index < 10_000; index++) table.of(rankKey('room'), Uint8Array.of(index >> 8, index))
  expect(table.of(rankKey('room'), key)).toBe(first)
})
