import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseFrame } from '../../src/overlay/frames.js'
import { degreesOf } from '../../src/overlay/limits.js'
import type { Topology } from '../../src/overlay/index.js'
import { graphOf, parts } from './graph.js'
import { type PeerOfWorld, World } from './world.js'

const SHAPES: Topology[] = [{ partial: 6 }, { star: 500 }]

/** A room, and one of its peers with a neighbour that is about to do evil. */
function room(topology: Topology, seed = 1): { world: World; victim: PeerOfWorld; evil: string } {
  const world = new World(seed)
  for (let index = 0; index < 30; index++) {
    world.add(topology)
    world.pass(100)
  }
  world.pass(60_000)
  const victim = world.alive[5] as PeerOfWorld
  return { world, victim, evil: victim.overlay.linked[0] as string }
}

/** So many messages, a hundred in each tenth of a second. */
function flood(world: World, count: number, send: (index: number) => void): void {
  for (let index = 0; index < count; index++) {
    send(index)
    if (index % 100 === 99) world.pass(100)
  }
}

test('whatever a neighbour sends is dropped without an error when it is no sound message', () => {
  const field = fc.oneof(fc.jsonValue(), fc.constantFrom('a', 'b', ['a', 'b'], 0, 1, 7))
  const message = fc.oneof(fc.jsonValue(), fc.record({
    o: fc.constantFrom('cast', 'walk', 'carry', 'find', 'found', 'move', 'degree', 'scores', '__proto__'),
    kind: fc.constantFrom('data', 'beacon', 'score', 1), from: field, id: field, hops: field, data: field, path: field, at: field, to: field, degree: field, scores: field, stands: fc.boolean(),
  }, { requiredKeys: ['o'] }))
  for (const topology of SHAPES) {
    const { world, victim, evil } = room(topology)
    fc.assert(fc.property(message, (each) => {
      victim.overlay.receive(evil, each)
      world.pass(20)
    }), { seed: 3, numRuns: 2_000 })
  }
})

test('each bound of a message holds at its edge and not above', () => {
  const path = (length: number): string[] => Array.from({ length }, (_, index) => `p${index}`)
  const cast = { o: 'cast', kind: 'data', from: 'a', id: 'b', hops: 32, data: 'x' }
  const sound: [object, object][] = [
    [cast, { ...cast, hops: 33 }],
    [{ ...cast, data: 'x'.repeat(16_384) }, { ...cast, data: 'x'.repeat(16_385) }],
    [{ ...cast, from: 'x'.repeat(64) }, { ...cast, from: 'x'.repeat(65) }],
    [{ ...cast, id: 'x' }, { ...cast, id: '' }],
    [{ ...cast, kind: 'score' }, { ...cast, kind: 'other' }],
    [{ o: 'walk', path: path(12) }, { o: 'walk', path: path(13) }],
    [{ o: 'walk', path: ['a'] }, { o: 'walk', path: [] }],
    [{ o: 'walk', path: ['a', 'b'] }, { o: 'walk', path: ['a', 'a'] }],
    [{ o: 'carry', path: path(15), at: 14, data: '' }, { o: 'carry', path: path(16), at: 14, data: '' }],
    [{ o: 'carry', path: path(3), at: 2, data: '' }, { o: 'carry', path: path(3), at: 3, data: '' }],
    [{ o: 'carry', path: path(3), at: 1, data: '' }, { o: 'carry', path: path(3), at: 0, data: '' }],
    [{ o: 'find', id: '1', to: 'x', path: path(4) }, { o: 'find', id: '1', to: 'x', path: path(5) }],
    [{ o: 'found', path: path(3), at: 1 }, { o: 'found', path: path(3), at: 2 }],
    [{ o: 'degree', degree: 64 }, { o: 'degree', degree: 65 }],
    [{ o: 'scores', scores: path(32).map((id) => [id, 1_000]), stands: true }, { o: 'scores', scores: path(33).map((id) => [id, 1_000]), stands: true }],
    [{ o: 'scores', scores: [['a', 1_000]], stands: false }, { o: 'scores', scores: [['a', 1_001]], stands: false }],
    [{ o: 'scores', scores: [], stands: true }, { o: 'scores', scores: [] }],
  ]
  for (const [fits, breaks] of sound) {
    expect(parseFrame(fits), JSON.stringify(fits)).toEqual(fits)
    expect(parseFrame(breaks), JSON.stringify(breaks)).toBeUndefined()
  }
})

test('a degree is a whole number from 3 to 32', () => {
  expect(degreesOf(3)).toEqual({ least: 2, wanted: 3, most: 5 })
  expect(degreesOf(32)).toEqual({ least: 16, wanted: 32, most: 48 })
  for (const degree of [2, 33, 4.5, NaN]) expect(() => degreesOf(degree)).toThrow(/3 to 32/)
})

test('a flood of invented broadcasts, searches and scores takes a bounded memory, and what is sent again is not heard again', () => {
  for (const topology of SHAPES) {
    const { world, victim, evil } = room(topology)
    let most = 0
    flood(world, 60_000, (index) => {
      victim.overlay.receive(evil, { o: 'cast', kind: 'data', from: `author ${index}`, id: 'x', hops: 0, data: 'spam' })
      victim.overlay.receive(evil, { o: 'find', id: `${index}`, to: 'nobody', path: [evil] })
      victim.overlay.receive(evil, { o: 'scores', scores: [[`peer ${index}`, 1]], stands: false })
      most = Math.max(most, victim.overlay.memories)
    })
    // 64 a second of one link, for two minutes; twice 8,192 of all.
    expect(most).toBeLessThan(9_500)
    expect(victim.delivered.length).toBeLessThan(256 + 64 * 61)
    const heard = victim.delivered.length
    flood(world, 1_000, () => victim.overlay.receive(evil, { o: 'cast', kind: 'data', from: 'author 0', id: 'y', hops: 0, data: 'again' }))
    expect(victim.delivered.length).toBe(heard + 1)
  }
})

test('however many walks and wishes a neighbour sends, nobody gets more links than it takes, and all still hang together', () => {
  const { world, victim, evil } = room({ partial: 6 })
  flood(world, 20_000, (index) => {
    victim.overlay.receive(evil, { o: 'walk', path: [`seeker ${index}`, evil] })
    victim.overlay.receive(evil, { o: 'walk', path: [...'abcdefghijk', evil] })
    victim.overlay.receive(evil, { o: 'move', to: world.alive[index % 30]?.id })
    expect(victim.overlay.linked.length).toBeLessThanOrEqual(9)
  })
  world.pass(60_000)
  expect(parts(graphOf(world))).toEqual([30])
  expect(victim.overlay.linked.length).toBeGreaterThanOrEqual(6)
})

test('a walk is taken only from the last of its path', () => {
  const { world, victim, evil } = room({ partial: 6 })
  let sent = 0
  world.passes = (from, _, { o }) => {
    if (from === victim.id && (o === 'walk' || o === 'carry')) sent++
    return true
  }
  const [stranger] = world.alive.map(({ id }) => id).filter((id) => id !== victim.id && !victim.overlay.linked.includes(id)) as [string]
  victim.overlay.receive(evil, { o: 'walk', path: [stranger] })
  victim.overlay.receive(evil, { o: 'walk', path: [evil, victim.id, stranger] })
  expect(sent).toBe(0)
  victim.overlay.receive(evil, { o: 'walk', path: [stranger, evil] })
  expect(sent).toBe(1)
})

test('no more than 500 scores are remembered, however many a neighbour invents', () => {
  const { victim, evil } = room({ star: 500 })
  const before = victim.overlay.memories
  for (let index = 0; index < 100; index++) {
    victim.overlay.receive(evil, { o: 'scores', scores: Array.from({ length: 32 }, (_, each) => [`peer ${index} ${each}`, 1]), stands: false })
  }
  expect(victim.overlay.memories - before).toBeGreaterThan(400)
  expect(victim.overlay.memories - before).toBeLessThanOrEqual(500)
})

test('a wish to move moves no more than one link in four seconds', () => {
  const { world, victim, evil } = room({ partial: 6 })
  const others = world.alive.map(({ id }) => id).filter((id) => id !== victim.id && !victim.overlay.linked.includes(id))
  let asked = 0
  world.passes = (from, _, frame) => {
    if (from === victim.id && frame.o === 'carry' && frame.at === 1 && frame.path[0] === victim.id && frame.data.startsWith('offer')) asked++
    return true
  }
  for (const to of others.slice(0, 5)) victim.overlay.receive(evil, { o: 'move', to })
  expect(asked).toBe(1)
})

test('links that come unasked beyond the most are closed, and so is one to ourselves', () => {
  const { world, victim } = room({ partial: 6 })
  for (const { id } of world.alive) world.connect(victim.id, id)
  world.pass(500)
  expect(victim.overlay.linked.length).toBeLessThanOrEqual(9)
  expect(victim.links.size).toBeLessThanOrEqual(9)
  victim.overlay.up(victim.id, 'here')
  expect(victim.overlay.linked).not.toContain(victim.id)
})

test('who is not linked is not heard', () => {
  const { world, victim } = room({ partial: 6 })
  const stranger = world.alive.find(({ id }) => id !== victim.id && !victim.overlay.linked.includes(id)) as PeerOfWorld
  victim.overlay.receive(stranger.id, { o: 'cast', kind: 'data', from: 'x', id: '1', hops: 3, data: 'psst' })
  expect(victim.delivered).toEqual([])
})

test('a room in which one neighbour in ten forwards nothing still hears every broadcast', () => {
  const world = new World(12)
  for (let index = 0; index < 200; index++) {
    world.add({ partial: 6 })
    world.pass(100)
  }
  world.pass(60_000)
  const mute = new Set(world.alive.filter((_, index) => index % 10 === 1).map(({ id }) => id))
  world.passes = (from, _, frame) => !(mute.has(from) && frame.o === 'cast')
  world.alive[0]?.overlay.broadcast('news')
  world.pass(3_000)
  expect(world.reached.get('news')).toBe(199)
})

test('after leave() nothing is accepted, nothing is sent and no timer acts any more', () => {
  for (const topology of SHAPES) {
    const { world, victim, evil } = room(topology)
    victim.overlay.leave()
    victim.overlay.leave()
    expect(victim.overlay.linked).toEqual([])
    expect(victim.overlay.accepts(evil, true)).toBe(false)
    world.pass(5_000)
    let sent = 0
    world.passes = (from) => {
      if (from === victim.id) sent++
      return true
    }
    victim.overlay.up(evil, 'there')
    victim.overlay.receive(evil, { o: 'walk', path: [evil] })
    world.pass(600_000)
    expect(sent).toBe(0)
    expect(world.node.seats.has(victim.id)).toBe(false)
  }
})
