import { expect, test } from 'vitest'
import { Bits } from '../../src/files/bits.js'
import { Pool } from '../../src/files/pool.js'
import { Source } from '../../src/files/source.js'
import { random } from '../../src/testing/random.js'

const limits = { window: 6, patience: 1_000 }

test('bits are counted, and go through bytes; what is missing or too much there is left out', () => {
  const bits = new Bits(11)
  for (const index of [0, 7, 10, 10]) bits.set(index)
  bits.set(0)
  bits.clear(7)
  bits.clear(7)
  expect([bits.count, bits.isFull, bits.has(0), bits.has(7), bits.has(11)]).toEqual([2, false, true, false, false])
  expect([...bits.toBytes()]).toEqual([0x80, 0x20])
  expect(new Bits(11, bits.toBytes()).count).toBe(2)
  expect(new Bits(11, new Uint8Array([255])).count).toBe(8)
  expect(new Bits(11, new Uint8Array(9).fill(255)).isFull).toBe(true)
  expect(Bits.full(11).isFull).toBe(true)
  expect(new Bits(0).isFull).toBe(true)
})

test('a pool gives each chunk once, in an order of chance, and again after it was put back', () => {
  const pool = new Pool([0, 1, 2, 3, 4, 5, 6, 7], random(3))
  pool.remove(3)
  pool.remove(3)
  expect(pool.take((index) => index === 3)).toBeUndefined()
  const taken = Array.from({ length: 7 }, () => pool.take(() => true))
  expect(taken).not.toEqual([0, 1, 2, 4, 5, 6, 7])
  expect([...taken].sort()).toEqual([0, 1, 2, 4, 5, 6, 7])
  expect(pool.take(() => true)).toBeUndefined()
  pool.add(5)
  pool.add(5)
  expect([pool.take(() => true), pool.take(() => true)]).toEqual([5, undefined])
})

test('a source that found nothing looks again when the pool has more, or it has', () => {
  const pool = new Pool([0], random(1))
  const source = new Source('peer', limits)
  source.says(new Uint8Array([0x40]))
  expect(source.pick(pool, 2)).toBeUndefined()
  pool.add(1)
  expect(source.pick(pool, 2)).toBe(1)
  expect(source.pick(pool, 2)).toBeUndefined()
  source.says(undefined)
  expect(source.pick(pool, 2)).toBe(0)
})

test('the window grows with good chunks up to its limit, and is halved by who declines', () => {
  const source = new Source('peer', limits)
  const ask = (): number => {
    let asked = 0
    for (; source.takesMore; asked++) source.ask(100 + asked, 0)
    for (let i = 0; i < asked; i++) source.release(100 + i)
    return asked
  }
  const windows = [ask()]
  for (let index = 0; index < 3; index++) {
    source.ask(index, 0)
    expect([source.arrived(index, 1), source.arrived(index, 1)]).toEqual([true, false])
    source.delivered(index)
    windows.push(ask())
  }
  source.declines(0, true)
  windows.push(ask())
  for (let i = 0; i < 3; i++) source.declines(0, true)
  windows.push(ask())
  expect(windows).toEqual([4, 5, 6, 6, 3, 1])
})

test('a source that is late is asked less and given more time; what it brings late counts, until it is forgotten', () => {
  const source = new Source('peer', limits)
  for (const index of [0, 1, 2]) source.ask(index, 0)
  expect(source.overdue(999)).toEqual([])
  expect(source.overdue(1_000)).toEqual([0, 1, 2])
  expect([source.takesMore, source.isAsked(0), source.expects(0), source.strikes]).toEqual([false, false, true, 1])
  expect(source.arrived(0, 1_500)).toBe(true)
  source.delivered(0)
  expect(source.strikes).toBe(0)
  expect(source.overdue(3_499)).toEqual([])
  expect(source.expects(1)).toBe(true)
  source.overdue(3_500)
  expect([source.isIdle, source.arrived(1, 3_500)]).toEqual([true, false])
  for (const patience of [1_000, 2_000, 4_000, 8_000, 16_000, 16_000]) {
    source.ask(5, 10_000)
    expect(source.overdue(10_000 + patience - 1)).toEqual([])
    expect(source.overdue(10_000 + patience)).toEqual([5])
    source.release(5)
  }
})
