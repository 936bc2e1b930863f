import { expect, test } from 'vitest'
import { type Change, type Limits, Replica } from '../../src/state/index.js'

const NOW = 1_700_000_000_000
const MICROS = NOW * 1_000
const HOUR = 3_600_000

function replica(limits: Partial<Limits> = {}): { replica: Replica; changes: Change<unknown>[] } {
  const changes: Change<unknown>[] = []
  return { replica: new Replica('me', limits, (change) => changes.push(change)), changes }
}

test('the last writer wins, and of two who wrote at the same time the greater author', () => {
  const { replica: own, changes } = replica()
  own.set('k', 1, NOW)
  own.merge([['k', MICROS - 1, 'zoe', null, 'older']], NOW)
  expect(own.get('k', NOW)).toBe(1)
  own.merge([['k', MICROS, 'adam', null, 'smaller']], NOW)
  expect(own.get('k', NOW)).toBe(1)
  own.merge([['k', MICROS, 'zoe', null, 'greater']], NOW)
  expect(own.get('k', NOW)).toBe('greater')
  expect(changes).toEqual([
    { key: 'k', value: 1, previous: undefined, author: 'me', cause: 'local' },
    { key: 'k', value: 'greater', previous: 1, author: 'zoe', cause: 'remote' },
  ])
})

test('who has seen an entry from a faster clock writes later than it', () => {
  const { replica: own } = replica()
  own.merge([['k', MICROS + 60_000_000, 'zoe', null, 'from the future']], NOW)
  own.set('k', 'mine', NOW)
  expect(own.export(NOW)).toEqual([['k', MICROS + 60_000_001, 'me', null, 'mine']])
})

test('an entry may be ahead of the clock by the limit and not by more, so that nobody wins for ever', () => {
  const { replica: own } = replica({ ahead: 1_000 })
  expect([...own.merge([['k', MICROS + 1_000_000, 'zoe', null, 1]], NOW)]).toEqual([])
  expect([...own.merge([['k', MICROS + 1_000_001, 'zoe', null, 2], ['k', MICROS, 'zoe', NOW + 1_001]], NOW)]).toEqual([['clock', 2]])
  expect(own.get('k', NOW)).toBe(1)
  own.set('k', 'mine', NOW)
  expect(own.get('k', NOW)).toBe('mine')
  expect([...own.merge([['k', MICROS + 1_000_002, 'zoe', null, 2]], NOW + 1)], 'a little later it is taken').toEqual([])
  expect(own.get('k', NOW + 1)).toBe(2)
})

test('a value ends after its time, which is told, and what wrote it stays known for the life of a tombstone', () => {
  const { replica: own, changes } = replica({ tombstone: HOUR })
  own.set('k', 'v', NOW, 1_000)
  expect(own.next).toBe(NOW + 1_000)
  expect(own.get('k', NOW + 999)).toBe('v')
  expect(own.get('k', NOW + 1_000)).toBeUndefined()
  expect([...own.entries(NOW + 1_000)]).toEqual([])
  own.expire(NOW + 1_000)
  expect(changes.at(-1)).toEqual({ key: 'k', value: undefined, previous: 'v', author: 'me', cause: 'expired' })
  own.merge([['k', MICROS - 1, 'zoe', null, 'older']], NOW + 2_000)
  expect(own.get('k', NOW + 2_000)).toBeUndefined()
  expect(own.next).toBe(NOW + 1_000 + HOUR)
  own.expire(NOW + 1_000 + HOUR - 1)
  expect(own.size).toBe(1)
  own.expire(NOW + 1_000 + HOUR)
  expect(own.size).toBe(0)
})

test('a tombstone that would be forgotten at once is not taken', () => {
  const { replica: own } = replica({ tombstone: HOUR })
  own.merge([['a', MICROS, 'zoe', NOW - HOUR], ['b', MICROS, 'zoe', NOW - HOUR + 1], ['c', MICROS, 'zoe', NOW - HOUR, 'ended'], ['d', MICROS, 'zoe', NOW - 1, 'ended']], NOW)
  expect(own.export(NOW).map(([key]) => key)).toEqual(['b', 'd'])
})

test('deleting tells, and is nothing where there is no value', () => {
  const { replica: own, changes } = replica()
  expect(own.delete('k', NOW)).toBe(false)
  own.set('k', [1], NOW)
  expect(own.delete('k', NOW)).toBe(true)
  expect(own.delete('k', NOW)).toBe(false)
  expect(changes.at(-1)).toEqual({ key: 'k', value: undefined, previous: [1], author: 'me', cause: 'local' })
  expect(changes).toHaveLength(2)
  expect(own.export(NOW)).toEqual([['k', MICROS + 1, 'me', NOW]])
})

test('keys and values are taken up to their limits in bytes, here and from others', () => {
  const { replica: own, changes } = replica({ key: 4, value: 6 })
  own.set('üü', 'üü', NOW)
  expect(() => own.set('üüx', 1, NOW)).toThrow(expect.objectContaining({ code: 'too-large', message: 'A key takes 4 bytes at most.' }))
  expect(() => own.set('k', 'üüx', NOW)).toThrow(expect.objectContaining({ code: 'too-large', message: 'A value takes 6 bytes at most.' }))
  const refused = own.merge([['abcd', MICROS, 'zoe', null, 'abcd'], ['abcde', MICROS, 'zoe', null, 1], ['e', MICROS, 'zoe', null, 'abcde']], NOW)
  expect([...refused]).toEqual([['too-large', 2]])
  expect(changes.map(({ key }) => key)).toEqual(['üü', 'abcd'])
})

test('a full map takes no more keys here; of what others write, the oldest goes and that is told', () => {
  const { replica: own, changes } = replica({ entries: 2, tombstone: HOUR })
  own.set('a', 1, NOW)
  own.set('b', 2, NOW)
  expect(() => own.set('c', 3, NOW)).toThrow(expect.objectContaining({ code: 'too-large' }))
  own.set('b', 4, NOW)
  own.merge([['old', MICROS - 5, 'zoe', null, 0]], NOW)
  expect([...own.merge([['c', MICROS + 5, 'zoe', null, 3]], NOW)]).toEqual([['full', 1]])
  expect([...own.entries(NOW)]).toEqual([['b', 4], ['c', 3]])
  expect(changes.slice(-2)).toEqual([
    { key: 'a', value: undefined, previous: 1, author: 'me', cause: 'full' },
    { key: 'c', value: 3, previous: undefined, author: 'zoe', cause: 'remote' },
  ])
  own.delete('b', NOW)
  expect(() => own.set('d', 1, NOW), 'a deleted key counts until it is forgotten').toThrow(expect.objectContaining({ code: 'too-large' }))
  own.set('d', 1, NOW + HOUR)
})

test('whatever is not an entry is refused and counted, and the rest is taken', () => {
  const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`)
  const bad = [
    null, 7, 'text', {}, [], ['k'], ['k', MICROS, 'zoe'], ['k', MICROS, 'zoe', null], ['k', MICROS, 'zoe', null, 1, 2], [1, MICROS, 'zoe', null, 1], ['k', 0, 'zoe', null, 1],
    ['k', 1.5, 'zoe', null, 1], ['k', '1', 'zoe', null, 1], ['k', MICROS, '', null, 1], ['k', MICROS, 'z'.repeat(65), null, 1], ['k', MICROS, 7, null, 1], ['k', MICROS, 'zoe', -1, 1],
    ['k', MICROS, 'zoe', 'never', 1], ['k', MICROS, 'zoe', null, undefined], ['k', 2 ** 53, 'zoe', null, 1], ['k', MICROS, 'zoe', null, deep],
  ]
  const { replica: own } = replica()
  expect([...own.merge([...bad, ['good', MICROS, 'z'.repeat(64), null, 1]], NOW)]).toEqual([['malformed', bad.length]])
  expect([...own.entries(NOW)]).toEqual([['good', 1]])
})

test('misuse throws at once and says what to do', () => {
  const { replica: own } = replica()
  const misuse = (message: RegExp): object => expect.objectContaining({ code: 'misuse', message: expect.stringMatching(message) })
  expect(() => own.set('k', undefined, NOW)).toThrow(misuse(/JSON/))
  expect(() => own.set('k', 1n, NOW)).toThrow(misuse(/JSON/))
  expect(() => own.set(7 as unknown as string, 1, NOW)).toThrow(misuse(/key/))
  for (const ttl of [0, -1, 1.5, Number.NaN, Infinity]) expect(() => own.set('k', 1, NOW, ttl)).toThrow(misuse(/ttl/))
  expect(() => new Replica('')).toThrow(misuse(/author/))
  expect(() => new Replica('a'.repeat(65))).toThrow(misuse(/author/))
  for (const name of ['entries', 'key', 'value', 'ahead', 'tombstone']) expect(() => new Replica('a', { [name]: 0 })).toThrow(misuse(new RegExp(name)))
  expect(() => new Replica('a', { value: 32_769 })).toThrow(misuse(/32768/))
  expect(() => new Replica('a', { value: 32_768, key: 1_024 })).not.toThrow()
})

test('what is stored can\'t be changed by who wrote it or reads it', () => {
  const { replica: own } = replica()
  const value = { list: [1] }
  own.set('k', value, NOW)
  value.list.push(2)
  const read = own.get('k', NOW) as typeof value
  read.list.push(3)
  expect(own.get('k', NOW)).toEqual({ list: [1] })
})
