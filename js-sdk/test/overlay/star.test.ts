import { expect, test } from 'vitest'
import { distances, graphOf, parts } from './graph.js'
import { type PeerOfWorld, World } from './world.js'

const MINUTE = 60_000

/** Peers with the scores 0, 10, 20…, in no order. */
function star(seed: number, size: number): { world: World; best: PeerOfWorld[] } {
  const world = new World(seed)
  const peers: PeerOfWorld[] = []
  for (let index = 0; index < size; index++) {
    peers[(index * 7) % size] = world.add({ star: ((index * 7) % size) * 10 })
    world.pass(200)
  }
  world.pass(2 * MINUTE)
  return { world, best: peers.reverse() }
}

const linked = (peer: PeerOfWorld | undefined): string[] => [...peer?.overlay.linked ?? []].sort()
const names = (peers: readonly PeerOfWorld[]): string[] => peers.map(({ id }) => id).sort()

test('the best-equipped relay: they are linked with each other, everybody else with two of them and with nobody else', () => {
  const { world, best } = star(1, 60)
  const relays = names(best.slice(0, 4))
  for (const peer of best.slice(0, 4)) expect(linked(peer)).toEqual(expect.arrayContaining(relays.filter((id) => id !== peer.id)))
  for (const peer of best.slice(4)) {
    expect(linked(peer)).toHaveLength(2)
    expect(relays).toEqual(expect.arrayContaining(linked(peer)))
  }
  expect(parts(graphOf(world))).toEqual([60])
  expect(distances(graphOf(world), best[59]?.id as string).length - 1).toBeLessThanOrEqual(3)
})

test('the work is spread: no relay has more than its share and half as much again', () => {
  const { best } = star(2, 97)
  for (const relay of best.slice(0, 7)) expect(linked(relay).length).toBeLessThan(1.5 * (2 * 90 / 7) + 6)
})

test('two peers are linked, and the third is linked with both', () => {
  const { best } = star(3, 3)
  for (const peer of best) expect(linked(peer)).toHaveLength(2)
})

test('a broadcast reaches everybody once, also just after a relay has crashed', () => {
  const { world, best } = star(4, 50)
  world.crash(best[1] as PeerOfWorld)
  best[30]?.overlay.broadcast('news')
  world.pass(2_000)
  expect(world.reached.get('news')).toBe(48)
})

test('when a relay crashes the next best takes its place, and everybody has two relays again once its score is forgotten', () => {
  const { world, best } = star(5, 50)
  world.crash(best[0] as PeerOfWorld)
  world.pass(13_000 + 75_000)
  const relays = names(best.slice(1, 5))
  for (const peer of best.slice(5)) {
    expect(linked(peer)).toHaveLength(2)
    expect(relays).toEqual(expect.arrayContaining(linked(peer)))
  }
})

test('when all relays crash at once the others form a new star', () => {
  const { world, best } = star(6, 50)
  for (const relay of best.slice(0, 4)) world.crash(relay)
  world.pass(3 * MINUTE)
  expect(parts(graphOf(world))).toEqual([46])
  world.alive[0]?.overlay.broadcast('here we are')
  world.pass(2_000)
  expect(world.reached.get('here we are')).toBe(45)
})

test('a better one who comes later becomes a relay', () => {
  const { world } = star(7, 30)
  const better = world.add({ star: 1_000 })
  world.pass(2 * MINUTE)
  expect(linked(better).length).toBeGreaterThan(10)
  expect(parts(graphOf(world))).toEqual([31])
})

test('a star that hangs together does not fall apart while it settles, and all that is said meanwhile is heard by all', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const world = new World(seed)
    for (let peer = 0; peer < 8; peer++) {
      world.add({ star: 500 })
      world.pass(1_000)
    }
    for (let waited = 0; parts(graphOf(world)).length > 1; waited++) {
      expect(waited, `seed ${seed}`).toBeLessThan(100)
      world.pass(500)
    }
    for (let said = 0; said < 100; said++) {
      world.alive[said % 8]?.overlay.broadcast(`${said}`)
      world.pass(500)
      expect([...world.reached.values()], `seed ${seed}`).toEqual(Array(said + 1).fill(7))
      expect(parts(graphOf(world)), `seed ${seed}`).toEqual([8])
    }
  }
})

test('relays that can have no link with each other keep nobody from giving up the links that it does not need', () => {
  const world = new World(9)
  const best: string[] = []
  world.reaches = (one, other) => !(best.includes(one) && best.includes(other))
  for (let peer = 0; peer < 60; peer++) {
    const { id } = world.add({ star: peer < 3 ? 900 : 500 })
    if (peer < 3) best.push(id)
    world.pass(500)
  }
  for (let gone = 0; gone < 60; gone++) {
    world.leave(world.alive.filter(({ id }) => !best.includes(id))[gone % 57] as PeerOfWorld)
    world.add({ star: 500 })
    world.pass(5_000)
  }
  world.pass(3 * MINUTE)
  expect(parts(graphOf(world))).toEqual([60])
  // Two for each, and not three.
  expect(world.alive.reduce((links, { overlay }) => links + overlay.linked.length / 2, 0)).toBeLessThan(150)
})

test('a score is a whole number from 0 to 1000', () => {
  const world = new World(8)
  for (const score of [0, 1_000]) world.add({ star: score })
  for (const score of [-1, 1_001, 0.5, NaN]) expect(() => world.add({ star: score })).toThrow(/0 to 1000/)
})
