import { expect, test } from 'vitest'
import { degrees, graphOf, parts } from './graph.js'
import { type PeerOfWorld, World } from './world.js'

const MINUTE = 60_000

/** Two meshes that know nothing of each other: the second one grows while the first one's peers are not to be met at the node. */
function halves(seed: number, size: number): { world: World; first: PeerOfWorld[]; second: PeerOfWorld[] } {
  const world = new World(seed)
  const grow = (): PeerOfWorld[] => {
    const peers = Array.from({ length: size }, () => {
      world.pass(100)
      return world.add({ partial: 6 })
    })
    world.pass(30_000)
    return peers
  }
  const first = grow()
  const away = [...world.node.seats]
  world.node.seats.clear()
  const second = grow()
  for (const [id, seat] of away) world.node.seats.set(id, seat)
  return { world, first, second }
}

const across = (first: readonly PeerOfWorld[], second: readonly PeerOfWorld[]): number => {
  const others = new Set(second.map(({ id }) => id))
  return first.reduce((sum, { overlay }) => sum + overlay.linked.filter((peer) => others.has(peer)).length, 0)
}

test('two parts with doors at the same node become one, for the doors of one miss the beacon of the other', () => {
  const { world } = halves(1, 60)
  expect(parts(graphOf(world))).toEqual([60, 60])
  world.pass(3 * MINUTE)
  expect(parts(graphOf(world))).toEqual([120])
})

test('a part that has no doors any more hears no beacon, goes back to the node and joins the others', () => {
  const { world, second } = halves(2, 60)
  for (const { id } of second) world.node.vacate(id)
  expect(parts(graphOf(world))).toEqual([60, 60])
  const before = world.node.counts.joins
  world.pass(8 * MINUTE)
  expect(parts(graphOf(world))).toEqual([120])
  // One goes for all, but for those who set out at the same moment.
  expect(world.node.counts.joins - before).toBeLessThan(12)
})

test('where one link joins two halves, shuffling makes many of it', () => {
  const world = new World(3)
  const half = (): PeerOfWorld[] => Array.from({ length: 40 }, () => world.add({ partial: 6 }))
  const [first, second] = [half(), half()]
  for (const peers of [first, second]) {
    for (const [index, { id }] of peers.entries()) for (const step of [1, 2, 3]) world.connect(id, (peers[(index + step) % 40] as PeerOfWorld).id)
  }
  world.connect((first[0] as PeerOfWorld).id, (second[0] as PeerOfWorld).id)
  expect(across(first, second)).toBe(1)
  world.pass(60 * MINUTE)
expect(across(first, second)).toBeGreaterThan(30)
  expect(parts(graphOf(world))).toEqual([80])
  expect(degrees(graphOf(world)).least).toBeGreaterThanOrEqual(5)
})

test('in a mesh at rest the node keeps some two dozen doors, and everybody else has left it', () => {
  const { world } = halves(4, 60)
  world.pass(5 * MINUTE)
  expect(world.node.seats.size).toBeGreaterThanOrEqual(20)
  expect(world.node.seats.size).toBeLessThanOrEqual(26)
})

test('when every door has crashed the others still find those who come later', () => {
  const { world } = halves(5, 60)
  world.pass(5 * MINUTE)
  for (const id of [...world.node.seats.keys()]) world.crash(world.peers.get(id) as PeerOfWorld)
  world.pass(MINUTE)
  for (let index = 0; index < 10; index++) world.add({ partial: 6 })
  world.pass(8 * MINUTE)
  expect(parts(graphOf(world))).toHaveLength(1)
})
