import { expect, test } from 'vitest'
import { AlmenaraError } from '../../src/errors.js'
import { ATTEMPTS } from '../../src/nodes/roaminglimits.js'
import type { ServedRoom } from '../../src/testing/servedroom.js'
import { connected, record } from '../world.js'
import { HOSTS, ListBook, Roamers } from './roamers.js'

const [ONE, TWO, THREE, FOUR] = HOSTS as [string, string, string, string]

/** The node takes no commands of that type. */
function overload(served: ServedRoom, type: 'signal' | 'claim'): void {
  const handle = served.handle.bind(served)
  served.handle = (session, command) => command.type === type ? { type: 'refused', ref: command.ref as number, code: 'overloaded', message: 'not now' } : handle(session, command)
}

test('a room is at the two best nodes, under one peer id, and the best is that of the room', async () => {
  const world = Roamers.open()
  const roamer = world.enter()
  await world.settled(roamer, [ONE, TWO])
  expect([roamer.room.state, roamer.room.node?.url]).toEqual(['joined', `http://${ONE}`])
  expect(roamer.mesh.nodes).toEqual([
    { url: `http://${ONE}`, key: ONE, state: 'joined', primary: true },
    { url: `http://${TWO}`, key: TWO, state: 'joined', primary: false },
  ])
})

test('the log tells of each node that the room is at, when mesh.nodes has it', async () => {
  const world = Roamers.open()
  const { room, mesh } = world.enter()
  let drawn: readonly string[] = []
  room.on('log', () => { drawn = mesh.nodes.map(({ state }) => state) })
  await world.clock.until(() => mesh.nodes.filter(({ state }) => state === 'joined').length === 2)
  await world.clock.pass(100)
  expect(drawn).toEqual(['joined', 'joined'])
})

test.each([1, 3])('with a redundancy of %i it is at as many', async (redundancy) => {
  const { meshOf } = await import('../../src/nodes/index.js')
  const world = Roamers.open()
  const mesh = meshOf('http://bootstrap.example', { book: new ListBook(world.clock, HOSTS), redundancy })
  const room = world.join(mesh)
  await world.clock.until(() => mesh.nodes.filter(({ state }) => state === 'joined').length === redundancy)
  await world.clock.pass(10_000)
  expect(mesh.nodes).toHaveLength(redundancy)
  expect(room.state).toBe('joined')
})

test('peers meet once though they are at two nodes, and their offers stand at the best', async () => {
  const world = Roamers.open()
  const [one, other] = await world.pair()
  expect([one.room.peers.size, other.room.peers.size]).toEqual([1, 1])
  expect([...one.room.peers.keys()]).toEqual([other.room.self])
  expect([...world.at(TWO).offers.values()]).toEqual([])
  const authors = [...world.at(ONE).offers.values()].filter(({ state }) => state === 'open').map(({ from }) => from)
  expect(new Set(authors)).toEqual(new Set([one.room.self, other.room.self]))
})

test('peers that share the second node alone meet, by an offer that stands at another one than the best of who claims it', async () => {
  const world = Roamers.open()
  const one = world.enter([ONE, TWO])
  await world.settled(one, [ONE, TWO])
  const other = world.enter([TWO, THREE])
  await world.settled(other, [TWO, THREE])
  await world.clock.until(() => connected(one.room) === 1 && connected(other.room) === 1)
  expect([...one.room.peers.keys()]).toEqual([other.room.self])
})

test('who joins plainly by the URL of a node is a peer of those who roam', async () => {
  const world = Roamers.open()
  const one = world.enter()
  await world.settled(one, [ONE, TWO])
  const plain = world.join(`http://${TWO}`)
  await world.clock.until(() => connected(one.room) === 1 && connected(plain) === 1)
  const heard = record(plain, 'signal')
  await one.room.signal('for all')
  await world.clock.until(() => heard.length > 0)
  expect(heard.map(([data]) => data)).toEqual(['for all'])
})

test('a signal to all, or to one, is heard once', async () => {
  const world = Roamers.open()
  const [one, other] = await world.pair()
  const heard = record(other.room, 'signal')
  await Promise.all([one.room.signal(1), one.room.signal(2, other.room.self), one.room.signal(3)])
  await world.clock.pass(1_000)
  expect(heard.map(([data]) => data)).toEqual([1, 2, 3])
})

test('when the best node dies the room goes on at the other, the next takes its place, and links stand', async () => {
  const world = Roamers.open()
  const [one, other] = await world.pair()
  const states = record(one.room, 'state')
  const left = record(one.room, 'left')
  const closed = record(one.room, 'close')
  const { self } = one.room
  world.kill(ONE)
  await Promise.all([world.settled(one, [TWO, THREE]), world.settled(other, [TWO, THREE])])
  expect([one.room.node?.url, one.room.self]).toEqual([`http://${TWO}`, self])
  expect(one.book.notes).toContain(`${ONE} failed`)
  const third = world.enter()
  await world.clock.until(() => connected(third.room) === 2)
  expect([states, left, closed]).toEqual([[], [], []])
})

test('offers stand at the new best node when the old one is gone', async () => {
  const world = Roamers.open()
  const one = world.enter()
  await world.settled(one, [ONE, TWO])
  await world.clock.until(() => [...world.at(ONE).offers.values()].length === 2)
  world.kill(ONE)
  await world.clock.until(() => [...world.at(TWO).offers.values()].filter(({ state }) => state === 'open').length === 2)
})

test('a signal that its node has not acknowledged goes by the other, and is heard once', async () => {
  const world = Roamers.open()
  const [one, other] = await world.pair()
  const heard = record(other.room, 'signal')
  world.network.muted.add(ONE)
  const sent = one.room.signal('through', other.room.self)
  await world.clock.pass(100)
  expect(heard).toEqual([])
  world.kill(ONE)
  await world.clock.until(() => heard.length > 0)
  await sent
  world.network.muted.clear()
  world.mend(ONE)
  await world.clock.pass(120_000)
  expect(heard.map(([data]) => data)).toEqual(['through'])
})

test('a signal to a peer at the second node alone waits while that is away for a moment', async () => {
  const world = Roamers.open()
  const one = world.enter([ONE, TWO])
  await world.settled(one, [ONE, TWO])
  const other = world.enter([TWO, THREE])
  await world.clock.until(() => connected(one.room) === 1 && connected(other.room) === 1)
  const heard = record(other.room, 'signal')
  world.kill(TWO)
  await world.clock.until(() => one.mesh.nodes.filter(({ state }) => state === 'joined').length === 1)
  const sent = one.room.signal('through', other.room.self)
  await world.clock.pass(50)
  world.mend(TWO)
  await Promise.all([world.clock.until(() => heard.length === 1), sent])
  expect(heard[0]?.[0]).toBe('through')
})

test('a signal to a peer at a node that does not come back is refused by those that are there', async () => {
  const world = Roamers.open()
  const one = world.enter([ONE, TWO])
  await world.settled(one, [ONE, TWO])
  const other = world.enter([TWO, THREE])
  await world.clock.until(() => connected(one.room) === 1 && connected(other.room) === 1)
  world.kill(TWO)
  const sent = one.room.signal('nowhere', other.room.self).catch((error: AlmenaraError) => error.code)
  await world.clock.pass(20_000)
  expect(await sent).toBe('unknown-peer')
})

test('a signal that the best node refuses goes by the other, and is refused when that refuses it too', async () => {
  const world = Roamers.open()
  const [one, other] = await world.pair()
  const heard = record(other.room, 'signal')
  overload(world.at(ONE), 'signal')
  await one.room.signal('through', other.room.self)
  await world.clock.until(() => heard.length === 1)
  overload(world.at(TWO), 'signal')
  await expect(one.room.signal('nowhere', other.room.self)).rejects.toMatchObject({ code: 'overloaded' })
})

test('an offer is claimed at the other node when one refuses that', async () => {
  const world = Roamers.open()
  overload(world.at(ONE), 'claim')
  const plain = world.join(`http://${TWO}`)
  await world.clock.until(() => world.at(TWO).offers.size > 0)
  const { signaling, nodes } = await world.signaling()
  signaling.start()
  await world.clock.until(() => nodes().length === 2)
  expect(await signaling.request({ type: 'claim' })).toMatchObject({ from: plain.self })
  await signaling.leave()
})

test('a signal waits for a node when there is none', async () => {
  const world = Roamers.open()
  const [one, other] = await world.pair()
  const heard = record(other.room, 'signal')
  for (const host of HOSTS) world.kill(host)
  await world.clock.until(() => one.room.state === 'signal-reconnecting')
  const sent = [one.room.signal('to one', other.room.self), one.room.signal('to all')]
  await world.clock.pass(3_000)
  for (const host of HOSTS) world.mend(host)
  await Promise.all([world.clock.until(() => heard.length === 2), ...sent])
  expect(heard.map(([data]) => data).sort()).toEqual(['to all', 'to one'])
})

test('when all nodes are gone and come back, the room is at the same ones again, and nobody has left', async () => {
  const world = Roamers.open()
  const [one, other] = await world.pair()
  const left = record(one.room, 'left')
  const errors = record(one.room, 'error')
  for (const host of HOSTS) world.kill(host)
  await world.clock.pass(60_000)
  expect(one.room.state).toBe('signal-reconnecting')
  expect(errors.map(([error]) => (error as AlmenaraError).code)).toEqual(['unreachable'])
  expect(one.mesh.nodes.length).toBeLessThanOrEqual(4)
  for (const host of HOSTS) world.mend(host)
  await Promise.all([world.settled(one, [ONE, TWO]), world.settled(other, [ONE, TWO])])
  expect([one.room.state, left, connected(one.room)]).toEqual(['joined', [], 1])
})

test('a page whose own network goes blames no node', async () => {
  const world = Roamers.open()
  const [one] = await world.pair()
  for (const host of HOSTS) world.kill(host)
  await world.clock.pass(20_000)
  expect(one.book.notes.filter((note) => note.endsWith('failed'))).toEqual([])
})

test('a node that comes back is joined beside those in use, and takes the place of the worst when it has been good for half a minute', async () => {
  const world = Roamers.open()
  const [one] = await world.pair()
  world.kill(ONE)
  await world.settled(one, [TWO, THREE])
  world.mend(ONE)
  await world.settled(one, [ONE, TWO, THREE])
  expect(one.room.node?.url).toBe(`http://${TWO}`)
  await world.clock.pass(29_000)
  expect(world.whereIs(one)).toEqual([ONE, TWO, THREE])
  await world.clock.pass(2_000)
  await world.settled(one, [ONE, TWO])
  expect(one.room.node?.url).toBe(`http://${ONE}`)
})

test('a node that comes and goes does not move the room from those in use, and is called once in half a minute', async () => {
  const world = Roamers.open()
  const [one] = await world.pair()
  world.kill(ONE)
  await world.settled(one, [TWO, THREE])
  const nodes: unknown[] = []
  one.room.on('log', ({ kind, text }) => { if (kind === 'room' && text.startsWith('joined')) nodes.push(text) })
  const called = world.network.attempts.filter((attempt) => attempt.endsWith(ONE)).length
  for (let round = 0; round < 10; round++) {
    world.mend(ONE)
    await world.clock.pass(10_000)
    world.kill(ONE)
    await world.clock.pass(10_000)
    expect(world.whereIs(one)).toEqual([TWO, THREE])
    expect(one.mesh.nodes.length).toBeLessThanOrEqual(4)
  }
  expect(nodes).toEqual([])
  // 200 s, and each time the way in, and so many attempts until it is given up, one of which may be under way just then.
  expect(world.network.attempts.filter((attempt) => attempt.endsWith(ONE)).length - called).toBeLessThanOrEqual(7 * (ATTEMPTS + 2))
})

test('who leaves one node for a better one has not left the room for those who share only that', async () => {
  const world = Roamers.open()
  const one = world.enter([TWO, THREE])
  await world.settled(one, [TWO, THREE])
  const other = world.enter([THREE, FOUR])
  await world.clock.until(() => connected(one.room) === 1 && connected(other.room) === 1)
  const left = record(other.room, 'left')
  const closed = record(other.room, 'close')
  one.book.finds = HOSTS
  await world.clock.pass(420_000)
  expect(world.whereIs(one)).toEqual([ONE, TWO])
  expect([left, closed, connected(other.room)]).toEqual([[], [], 1])
})

test('a better node that is found at the start is joined beside, and the worst is left when that is steady', async () => {
  const world = Roamers.open()
  const book = new ListBook(world.clock, [TWO, THREE])
  book.finds = HOSTS
  const one = world.enter(book)
  await world.clock.until(() => world.whereIs(one).length >= 2)
  await world.clock.pass(40_000)
  await world.settled(one, [ONE, TWO])
})
