import { beforeAll, expect, test } from 'vitest'
import { course, type Course } from './simulation/course.js'

const SETTING = { nodes: 100, life: 2, hostile: 0, near: true, rooms: 8, killed: 2, ranked: 1_000, seed: 3 }

let usual: Course
beforeAll(async () => { usual = await course(SETTING) })

test('members of a room that hold two nodes each share one, while nodes come and go', () => {
  expect(usual.pairs).toBeGreaterThan(50)
  expect(usual.met[1]).toBeGreaterThanOrEqual(0.999)
  expect(usual.always[1]).toBeGreaterThanOrEqual(0.999)
})

test('two seconds after their best node was killed they share another one', () => {
  expect(usual.healing[2]![1]).toBeGreaterThanOrEqual(0.999)
  expect(usual.healing[60]![1]).toBeGreaterThanOrEqual(0.999)
})

test('a look-up asks few nodes', () => {
  expect(usual.first.requests).toBeLessThan(12)
  expect(usual.first.bytes).toBeLessThan(64 * 1024)
  expect(usual.first.most).toBeLessThanOrEqual(24)
})

test('rooms spread over the nodes, as by chance', () => {
  const { rooms } = usual.load
  // Twenty rooms on each of a hundred nodes, and chance: four or five more or less are usual, and the most of a hundred is three times that away.
  expect(rooms.at(-1)!).toBeLessThan(1.9)
  expect(rooms[0]!).toBeGreaterThan(0.2)
})

test('members share an honest node though one node of ten is hostile and names its like alone', async () => {
  const hostile = await course({ ...SETTING, rooms: 6, hostile: 0.1 })
  expect(hostile.pairs).toBeGreaterThan(50)
  expect(hostile.always[1]).toBeGreaterThanOrEqual(0.95)
  expect(hostile.always[2]).toBeGreaterThanOrEqual(0.99)
})
