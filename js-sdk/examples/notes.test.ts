import { createWorld } from 'almenara/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Notes } from './notes.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('three write at once, also while no packet comes through, and have the same text', async () => {
  const world = createWorld({ pass: (ms) => vi.advanceTimersByTimeAsync(ms) })
  world.delay = [5, 50]
  const all = ['Ada', 'Bob', 'Cyd'].map((name) => new Notes(world.nodes, world.room, name, world.options))
  await world.until(() => all.every(({ people }) => people.join() === 'Ada,Bob,Cyd'))

  for (const [index, { text }] of all.entries()) text.insert(0, `line ${index}\n`)
  world.path = 'blocked'
  for (const [index, { text }] of all.entries()) text.insert(0, `offline ${index}\n`)
  await world.pass(20_000)
  world.path = 'free'
  await world.until(() => new Set(all.map(({ text }) => text.toString())).size === 1)
  expect(all[0]?.text.toString().split('\n').sort()).toEqual(['', 'line 0', 'line 1', 'line 2', 'offline 0', 'offline 1', 'offline 2'])

  await all[2]?.close()
  await world.until(() => all[0]?.people.join() === 'Ada,Bob')
  await Promise.all(all.map((notes) => notes.close()))
})
