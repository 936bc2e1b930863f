import { expect, test } from 'vitest'
import { cheap, cheaper } from '../../src/nodes/cheaper.js'
import type { MeshNode } from '../../src/nodes/ports.js'
import { FakeMesh, ROOM } from './mesh.js'
import { seeded } from '../overlay/random.js'

const nodes: MeshNode[] = Array.from({ length: 20 }, (_, index) => ({ url: `https://node${index}.example`, key: String(index) }))
const cost = ({ key }: MeshNode): number => key === '7' ? 0 : 1_000 + Number(key)

/** Every throw of two dice once. */
function* throws(sides: number): Generator<() => number> {
  for (let one = 0; one < sides; one++) {
    for (let other = 0; other < sides - 1; other++) {
      const dice = [one / sides, other / (sides - 1)]
      yield () => dice.shift() ?? 0
    }
  }
}

test('a node that says it costs nothing gets two of N clients', () => {
  const counts = new Map<string, number>()
  let all = 0
  for (const random of throws(nodes.length)) {
    const { key } = cheaper(nodes, cost, random)!
    counts.set(key, (counts.get(key) ?? 0) + 1)
    all++
  }
  expect(all).toBe(20 * 19)
  expect(counts.get('7')! / all).toBe(2 / nodes.length)
  expect(Math.max(...counts.values())).toBe(counts.get('7'))
})

test('of real books, a node that advertises 0 is taken by two of N at most', async () => {
  const mesh = new FakeMesh()
  const many = await mesh.grow(10)
  for (const node of many) node.slow = 50
  many[3]!.says = { effort: 0 }
  const book = mesh.book([many[0]!])
  await mesh.during(book.find(ROOM))
  const draws = 4_000
  let taken = 0
  for (let index = 0; index < draws; index++) taken += Number((await book.gateways(1))[0] === many[3]!.node.url)
  // Two in ten, and three times the deviation of so many draws.
  expect(taken / draws).toBeLessThanOrEqual(0.2 + 3 * Math.sqrt(0.2 * 0.8 / draws))
  expect(taken / draws).toBeGreaterThan(0.15)
})

test('of one node it is that one, of none it is nothing', () => {
  expect(cheaper(nodes.slice(3, 4), cost)).toBe(nodes[3])
  expect(cheaper([], cost)).toBeUndefined()
})

test('several are different ones', () => {
  const random = seeded(3)
  const drawn = cheap(nodes, 5, cost, random)
  expect(new Set(drawn).size).toBe(5)
  expect(new Set(cheap(nodes, 30, cost, random))).toEqual(new Set(nodes))
})

test('gateways are those that are known, and the bootstrap nodes where there are too few', async () => {
  const mesh = new FakeMesh()
  const many = await mesh.grow(2)
  const book = mesh.book([many[0]!, 'https://bootstrap.example'])
  expect(new Set(await book.gateways(3))).toEqual(new Set([many[0]!.node.url, 'https://bootstrap.example']))
  await mesh.during(book.find(ROOM))
  expect(await book.gateways(2)).toHaveLength(2)
  expect(new Set(await book.gateways(2))).toEqual(new Set(many.map(({ node }) => node.url)))
  book.note(many[1]!.node, 'failed')
  expect(new Set(await book.gateways(2))).toEqual(new Set([many[0]!.node.url, 'https://bootstrap.example']))
})
