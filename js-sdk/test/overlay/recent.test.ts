import { expect, test } from 'vitest'
import { Recent } from '../../src/overlay/recent.js'
import { Timeline } from './timeline.js'

test('what was seen is seen again for the whole of its time, whenever it came', () => {
  for (const start of [0, 400, 999]) {
    const clock = new Timeline()
    const recent = new Recent(clock, 10, 1_000)
    clock.pass(start)
    expect(recent.add('a')).toBe(true)
    clock.pass(999)
    expect(recent.add('a')).toBe(false)
  }
})

test('it is forgotten after twice its time, also when nothing else came', () => {
  const clock = new Timeline()
  const recent = new Recent(clock, 10, 1_000)
  recent.add('a')
  clock.pass(2_000)
  expect(recent.add('a')).toBe(true)
  clock.pass(1_000)
  recent.add('b')
  clock.pass(1_000)
  expect(recent.add('a')).toBe(true)
})

test('as many as the limit may come before one is forgotten, and never more than twice as many are kept', () => {
  const recent = new Recent(new Timeline(), 10, 1_000)
  for (let index = 0; index < 10; index++) recent.add(`${index}`)
  expect(recent.add('0')).toBe(false)
  for (let index = 10; index < 20; index++) recent.add(`${index}`)
  expect(recent.size).toBe(20)
  expect(recent.add('10')).toBe(false)
  for (let index = 20; index < 1_000; index++) {
    recent.add(`${index}`)
    expect(recent.size).toBeLessThanOrEqual(20)
  }
  expect(recent.add('0')).toBe(true)
})
