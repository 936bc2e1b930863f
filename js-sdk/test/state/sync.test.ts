import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Replica } from '../../src/state/index.js'
import { answer, decodeMessage, type Message, opening } from '../../src/state/sync.js'
import { compare, content } from './exchange.js'

const NOW = 1_700_000_000_000

function filled(author: string, keys: number): Replica {
  const replica = new Replica(author)
  for (let i = 0; i < keys; i++) replica.set(`key ${i}`, { number: i, text: 'some forty characters of a value or so' }, NOW)
  return replica
}

function copy(replica: Replica, author: string): Replica {
  const other = new Replica(author)
  other.merge(replica.export(NOW), NOW)
  return other
}

function bytes(messages: readonly Message[]): number {
  return messages.reduce((sum, message) => sum + JSON.stringify(message).length, 0)
}

test('one comparison makes two replicas the same, whatever each of them lacks', () => {
  const part = fc.record({ both: fc.nat(300), one: fc.nat(100), other: fc.nat(100), changed: fc.nat(50), salt: fc.nat() })
  fc.assert(fc.property(part, ({ both, one, other, changed, salt }) => {
    const a = filled('a', both)
    const b = copy(a, 'b')
    for (let i = 0; i < one; i++) a.set(`a ${i}`, i, NOW)
    for (let i = 0; i < other; i++) b.set(`b ${i}`, i, NOW)
    for (let i = 0; i < changed; i++) (i % 2 ? a : b).set(`key ${i}`, 'changed', NOW)
    compare(a, b, salt, NOW)
    expect(content(a, NOW)).toEqual(content(b, NOW))
  }), { seed: 7, numRuns: 60 })
})

test('of 10,000 entries, replicas that are the same exchange 50 bytes, and those that differ in one entry 6 KB', () => {
  const a = filled('a', 9_999)
  const b = copy(a, 'b')
  expect(bytes(compare(a, b, 1, NOW))).toBeLessThan(50)
  b.set('one more', 1, NOW)
  expect(bytes(compare(a, b, 2, NOW))).toBeLessThan(6_000)
  b.set('key 5', 'changed', NOW)
  expect(bytes(compare(a, b, 3, NOW))).toBeLessThan(6_000)
  expect(content(a, NOW)).toEqual(content(b, NOW))
})

test('who is new gets 10,000 entries at the cost of 2 KB, whoever begins', () => {
  const all = filled('a', 10_000)
  const size = bytes([{ entries: all.export(NOW) }])
  expect(bytes(compare(all, new Replica('b'), 1, NOW))).toBeLessThan(size + 500)
  expect(bytes(compare(new Replica('b'), all, 1, NOW))).toBeLessThan(size + 6_000)
})

test('no question is longer than 16 KiB, also between large replicas that have nothing in common', () => {
  const a = filled('a', 10_000)
  const b = new Replica('b')
  for (let i = 0; i < 10_000; i++) b.set(`other ${i}`, i, NOW)
  const questions = compare(a, b, 5, NOW).filter((message) => !('entries' in message))
  expect(questions.length).toBeGreaterThan(20)
  for (const question of questions) expect(JSON.stringify(question).length).toBeLessThan(16_384)
})

test('a comparison in few buckets with a large replica is made finer, so that nobody can have one long list made', () => {
  const large = filled('a', 10_000)
  const { keys, messages } = answer(large, { salt: 1, sums: [1, 2] })
  expect(keys).toEqual([])
  expect(messages).toEqual([{ salt: 1, sums: expect.toSatisfy((sums: number[]) => sums.length === 313) }])
})

test('what a peer does not have any more when it is wanted is not sent', () => {
  expect(answer(filled('a', 3), { salt: 1, want: [1, 2, 3] })).toEqual({ keys: [], messages: [] })
})

test('questions that are not well-formed are told apart', () => {
  const good = [opening(filled('a', 3), 9), { salt: 0, want: [0xffff_ffff] }, { salt: 1, of: 2, ids: [[0, 5], [1]] }, { salt: 1, of: 1, ids: [] }, { entries: [] }]
  for (const message of good) expect(decodeMessage(message)).toEqual(message)
  const bad = [
    null, 1, 'text', [], {}, new Uint8Array(4), { salt: 1 }, { salt: -1, sums: [1] }, { salt: 1.5, sums: [1] }, { salt: 2 ** 32, sums: [1] }, { salt: 1, sums: [] },
    { salt: 1, sums: [-1] }, { salt: 1, sums: ['1'] }, { salt: 1, sums: new Array(1_025).fill(1) }, { salt: 1, want: 7 }, { salt: 1, want: [0.5] },
    { salt: 1, ids: [[0]] }, { salt: 1, of: 0, ids: [] }, { salt: 1, of: 1_025, ids: [] }, { salt: 1, of: 1, ids: [[1]] }, { salt: 1, of: 1, ids: [[]] },
    { salt: 1, of: 1, ids: [[0], [0]] }, { salt: 1, of: 2, ids: [7] }, { sums: [1] }, { entries: {} },
  ]
  for (const message of bad) expect(decodeMessage(message), JSON.stringify(message)).toBeUndefined()
  expect(decodeMessage({ salt: 1, sums: new Array(1_024).fill(1) })).toBeDefined()
})

test('ids are those of the protocol', () => {
  const word = 2n ** 32n
  const mul = (a: bigint, b: bigint): bigint => a * b % word
  const stir = (x: bigint): bigint => {
    const once = mul(x ^ (x >> 16n), 0x85ebca6bn)
    const twice = mul(once ^ (once >> 13n), 0xc2b2ae35n)
    return twice ^ (twice >> 16n)
  }
  const id = (text: string, salt: bigint): number => {
    let [a, b] = [0x811c9dc5n, 0x9747b28cn]
    for (const unit of text.split('').map((each) => BigInt(each.charCodeAt(0)))) {
      a = mul(a ^ unit, 0x01000193n)
      b = mul(b ^ unit, 0x85ebca6bn)
      b ^= b >> 13n
    }
    return Number(stir(stir(a ^ salt) ^ b))
  }
  const own = new Replica('zoë')
  own.set('a "key"', { value: [1, 'ü'] }, NOW, 1_000)
  const value = id(`${NOW * 1_000} ${NOW + 1_000} ["a \\"key\\"","zoë"]{"value":[1,"ü"]}`, 77n)
  expect(opening(own, 77)).toEqual({ salt: 77, sums: [value] })
  own.set('b', 1, NOW)
  own.delete('b', NOW)
  own.set('c', 2, NOW)
  const gone = id(`${NOW * 1_000 + 2} ${NOW} ["b","zoë"]`, 77n)
  const lasting = id(`${NOW * 1_000 + 3} Infinity ["c","zoë"]2`, 77n)
  expect(opening(own, 77)).toEqual({ salt: 77, sums: [(value + gone + lasting) % 2 ** 32] })
})
