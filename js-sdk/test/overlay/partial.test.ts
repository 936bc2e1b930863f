import fc from 'fast-check'
import { expect, test } from 'vitest'
import { degrees, diameter, graphOf, parts } from './graph.js'
import { World } from './world.js'

const ROUND = 2_000

function grown(seed: number, size: number, degree = 6): World {
  const world = new World(seed)
  for (let index = 0; index < size; index++) {
    world.add({ partial: degree })
    world.pass(100)
  }
  world.pass(30_000)
  return world
}

/** Lets so many rounds pass; returns the first after which all hang together, and the first after which nobody lacks a link either. */
function healed(world: World, rounds: number, wanted = 6): { whole: number; full: number } {
  let [whole, full] = [Infinity, Infinity]
  for (let round = 0; round <= rounds; round++) {
    const graph = graphOf(world)
    const isWhole = parts(graph).length === 1
    if (!isWhole) whole = Infinity
    else if (whole === Infinity) whole = round
    if (full === Infinity && isWhole && degrees(graph).least >= wanted) full = round
    world.pass(ROUND)
  }
  return { whole, full }
}

test('peers that come one after the other are one mesh, in which everybody has the links it wants and none more than it takes', () => {
  for (const degree of [3, 6, 7, 10]) {
    const graph = graphOf(grown(degree, 150, degree))
    expect(parts(graph)).toEqual([150])
    expect(degrees(graph).least).toBeGreaterThanOrEqual(degree)
    expect(degrees(graph).most).toBeLessThanOrEqual(degree + Math.ceil(degree / 2))
  }
})

test('one peer alone waits; two are linked; as many as want links are all linked', () => {
  const world = grown(1, 1)
  expect(world.node.counts.claims).toBe(0)
  const more = (count: number): void => {
    for (; count > 0; count--) world.add({ partial: 6 })
    world.pass(60_000)
  }
  more(1)
  expect(degrees(graphOf(world))).toEqual({ mean: 1, least: 1, most: 1 })
  more(5)
  expect(degrees(graphOf(world))).toEqual({ mean: 6, least: 6, most: 6 })
})

test('small rooms ask the node for nothing once all are linked', () => {
  const world = grown(2, 3)
  const before = world.node.counts.claims
  world.pass(600_000)
  expect(world.node.counts.claims).toBe(before)
})

test('two hundred who come at the same moment all get in, though the node has 100 seats', () => {
  const world = new World(3)
  for (let index = 0; index < 200; index++) world.add({ partial: 6 })
  world.pass(90_000)
  expect(parts(graphOf(world))).toEqual([200])
})

test('a mesh of 600 is as wide as a random one: nobody is farther than seven links', () => {
  const world = grown(4, 600)
  expect(diameter(graphOf(world), 30, world.random).most).toBeLessThanOrEqual(7)
})

test('after a random churn of 30 % all hang together again within 15 rounds, and everybody has its links within 30', () => {
  fc.assert(fc.property(fc.nat(100_000), (seed) => {
    const world = grown(seed, 60)
    for (const peer of world.alive) {
      const fate = world.random()
      if (fate < 0.1) world.crash(peer)
      else if (fate < 0.2) world.leave(peer)
      else if (fate < 0.3) world.add({ partial: 6 })
      world.pass(50)
    }
    const { whole, full } = healed(world, 30)
    expect(whole).toBeLessThanOrEqual(15)
    expect(full).toBeLessThanOrEqual(30)
  }), { seed: 1, numRuns: 25 })
})

test('churn without an end: at every moment nobody has more links than it takes, and a minute later all hang together', () => {
  fc.assert(fc.property(fc.nat(100_000), (seed) => {
    const world = grown(seed, 40)
    for (let step = 0; step < 200; step++) {
      const victim = world.alive[Math.floor(world.random() * world.alive.length)]
      if (world.random() < 0.5 || world.alive.length < 20) world.add({ partial: 6 })
      else if (victim) world.random() < 0.5 ? world.crash(victim) : world.leave(victim)
      world.pass(500)
      expect(degrees(graphOf(world)).most).toBeLessThanOrEqual(9)
    }
    expect(healed(world, 30).full).toBeLessThanOrEqual(30)
  }), { seed: 2, numRuns: 10 })
})

test('half of all crash at once: one part again within 15 rounds, and a broadcast reaches all', () => {
  const world = grown(5, 400)
  for (const peer of world.alive) if (world.random() < 0.5) world.crash(peer)
  expect(healed(world, 30).whole).toBeLessThanOrEqual(15)
  world.alive[0]?.overlay.broadcast('still here')
  world.pass(2_000)
  expect(world.reached.get('still here')).toBe(world.alive.length - 1)
})

test('nobody hears a broadcast twice while peers come, go and fail', () => {
  const world = grown(6, 80)
  for (let step = 0; step < 100; step++) {
    const [one, other] = [world.alive[step % world.alive.length], world.alive[(step * 7) % world.alive.length]]
    one?.overlay.broadcast(`news ${step}`)
    if (step % 3 === 0) world.add({ partial: 6 })
    if (step % 3 === 1 && other) world.crash(other)
    world.pass(300)
  }
  for (const { delivered } of world.alive) expect(new Set(delivered).size).toBe(delivered.length)
  expect(world.alive.some(({ delivered }) => delivered.length > 90)).toBe(true)
})

test('what a join costs the node and the peers does not grow with their number', () => {
  const cost = (size: number): { claims: number; offers: number; events: number; messages: number } => {
    const world = grown(8, size)
    const look = (): [number, number, number, number] => {
      const { claims, offers, events } = world.node.counts
      return [claims, offers, events, Object.entries(world.sent).reduce((sum, [kind, count]) => sum + (kind === 'cast' ? 0 : count), 0)]
    }
    const before = look()
    for (let index = 0; index < 60; index++) {
      world.add({ partial: 6 })
      world.pass(500)
    }
    world.pass(20_000)
    const [claims, offers, events, messages] = look().map((count, index) => (count - (before[index] as number)) / 60) as [number, number, number, number]
    return { claims, offers, events, messages }
  }
  const [few, many] = [cost(60), cost(960)]
  expect(many.claims).toBeLessThan(2.5)
  for (const name of ['claims', 'offers', 'events', 'messages'] as const) expect(many[name]).toBeLessThan(1.25 * few[name])
})
