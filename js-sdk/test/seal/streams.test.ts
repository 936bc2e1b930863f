import { expect, test } from 'vitest'
import { Counters, Streams } from '../../src/seal/streams.js'

const ordered = { ordered: true, whole: true }
const loose = { ordered: false, whole: false }

test('in a stream with an order a number is taken once, and none after a later one', () => {
  const streams = new Streams()
  expect([0, 1, 1, 3, 2, 3, 0, 4].map((seq) => streams.take('a', seq, ordered))).toEqual([
    { lost: 0 }, { lost: 0 }, { fault: 'replayed' }, { lost: 1 }, { fault: 'reordered' }, { fault: 'replayed' }, { fault: 'replayed' }, { lost: 0 }])
})

test('in a stream without an order each number is taken once, in any order', () => {
  const streams = new Streams()
  expect([7, 5, 6, 5, 9, 7, 8].map((seq) => streams.take('a', seq, loose).fault)).toEqual([undefined, undefined, undefined, 'replayed', undefined, 'replayed', undefined])
})

test('in a stream without an order nothing is lost, for nobody asks for all of it', () => {
  const streams = new Streams()
  expect([3, 9, 4].map((seq) => streams.take('a', seq, { ordered: false, whole: true }))).toEqual([{ lost: 0 }, { lost: 0 }, { lost: 0 }])
})

test('what is 1,024 numbers back counts as having come, and one less does not', () => {
  const streams = new Streams()
  streams.take('a', 2000, loose)
  expect(streams.take('a', 976, loose).fault).toBe('replayed')
  expect(streams.take('a', 977, loose).fault).toBeUndefined()
  expect(streams.take('a', 977, loose).fault).toBe('replayed')
})

test('the window moves on without forgetting what is in it', () => {
  const streams = new Streams()
  for (let seq = 0; seq < 5_000; seq++) expect(streams.take('a', seq, loose).fault).toBeUndefined()
  for (let seq = 0; seq < 5_000; seq++) expect(streams.take('a', seq, loose).fault).toBe('replayed')
})

test('what a stream began with is lost when it is heard later, unless it is for everybody', () => {
  const streams = new Streams()
  expect(streams.take('to me', 3, ordered)).toEqual({ lost: 3 })
  expect(streams.take('to all', 3, { ordered: true, whole: false })).toEqual({ lost: 0 })
})

test('streams do not know of each other, and the oldest is forgotten beyond the limit', () => {
  const streams = new Streams(2)
  for (const name of ['a', 'b', 'c']) expect(streams.take(name, 0, ordered)).toEqual({ lost: 0 })
  expect(streams.take('c', 0, ordered).fault).toBe('replayed')
  expect(streams.take('b', 0, ordered).fault).toBe('replayed')
  expect(streams.take('a', 0, ordered).fault).toBeUndefined()
})

test('a stream that was forgotten by its sender goes on above all its numbers', () => {
  const counters = new Counters(2)
  expect(['a', 'a', 'a', 'b', 'c', 'd', 'a', 'b', 'a'].map((name) => counters.next(name))).toEqual([0, 1, 2, 0, 0, 3, 3, 3, 4])
})
