import { beforeEach, expect, test } from 'vitest'
import type { Book } from '../../src/nodes/book.js'
import { Health } from '../../src/nodes/health.js'
import type { MeshNode } from '../../src/nodes/ports.js'
import { FakeMesh, FakeNode, order, ROOM } from './mesh.js'

let mesh: FakeMesh
let nodes: FakeNode[]
let ranked: MeshNode[]
let book: Book

beforeEach(async () => {
  mesh = new FakeMesh()
  nodes = await mesh.grow(6)
  ranked = order(ROOM, nodes)
  book = mesh.book([nodes[0]!])
  await mesh.during(book.find(ROOM))
})

const fake = ({ key }: MeshNode): FakeNode => nodes.find(({ node }) => node.key === key)!

test('a node that has failed comes after the others until it has answered once', async () => {
  const [first, ...rest] = ranked
  book.note(first!, 'failed')
  expect(await book.ranked(ROOM)).toEqual([...rest, first])
  await mesh.clock.pass(3_600_000)
  await mesh.during(book.find(ROOM).then(() => book.note(first!, 'failed')))
  await mesh.clock.pass(600_000)
  expect(await book.ranked(ROOM), 'it stays there as long as nobody asks it').toEqual([...rest, first])
  book.note(first!, { after: 20 })
  expect(await book.ranked(ROOM)).toEqual(ranked)
})

test('of nodes that have failed the better ones still come first', async () => {
  for (const node of ranked) book.note(node, 'failed')
  expect(await book.ranked(ROOM)).toEqual(ranked)
})

test('where all have to be left alone, all are asked', async () => {
  for (const node of ranked) book.note(node, 'failed')
  const before = nodes.map(({ asked }) => asked.length)
  await mesh.during(book.find(ROOM))
  expect(nodes.filter(({ asked }, index) => asked.length > before[index]!).length).toBeGreaterThanOrEqual(3)
})

test('a node that has failed is left alone for its rest, and then asked by look-ups', async () => {
  const first = fake(ranked[0]!)
  book.note(ranked[0]!, 'failed')
  const before = first.asked.length
  await mesh.clock.pass(29_000)
  await mesh.during(book.find(ROOM))
  expect(first.asked).toHaveLength(before)
  await mesh.clock.pass(1_000)
  expect(await mesh.during(book.find(ROOM))).toEqual(ranked)
  expect(first.asked).toHaveLength(before + 1)
})

test('the rest doubles with each failure up to half an hour, and is forgotten after a good hour', () => {
  const health = new Health()
  let now = 0
  const rest = (): number => {
    health.failed(now)
    health.failed(now + 1)
    const began = now
    while (health.isResting(now)) now += 1_000
    health.answered(now, 10)
    return (now - began) / 1_000
  }
  expect(Array.from({ length: 9 }, rest)).toEqual([30, 60, 120, 240, 480, 960, 1_800, 1_800, 1_800])
  now += 3_600_000
  expect(rest(), 'an hour is not yet enough').toBe(1_800)
  now += 3_600_001
  expect(rest()).toBe(30)
})

test('the order does not flap with a node that comes and goes', async () => {
  let changes = 0
  let last = JSON.stringify(ranked)
  const first = fake(ranked[0]!)
  for (let minute = 0; minute < 120; minute++) {
    first.state = minute % 2 === 0 ? 'dead' : 'alive'
    await mesh.during(book.find(ROOM))
    const next = JSON.stringify((await book.ranked(ROOM)).slice(0, 2))
    if (next !== last) changes++
    last = next
    await mesh.clock.pass(60_000)
  }
  // Without the rests each of the 120 look-ups would turn the order over.
  expect(changes).toBeLessThan(20)
})

test('a round trip is the mean of many, so that one of them changes little', () => {
  const health = new Health()
  health.answered(0, 80)
  expect(health.cost(0, 1)).toBe(80)
  health.answered(0, 800)
  expect(health.cost(0, 1)).toBe(170)
  for (let index = 0; index < 50; index++) health.answered(0, 800)
  expect(health.cost(0, 1)).toBeCloseTo(800, -1)
})

test('what is told of a node that is not known changes nothing', async () => {
  const stranger = { url: 'https://nobody.example', key: 'A'.repeat(43) }
  book.note(stranger, 'failed')
  book.note(stranger, { after: 3 })
  expect(await book.ranked(ROOM)).toEqual(ranked)
})
