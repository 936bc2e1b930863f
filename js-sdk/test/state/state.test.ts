import { expect, test } from 'vitest'
import { type Change, type Refused, type StateOptions } from '../../src/state/index.js'
import { SharedState } from '../../src/state/state.js'
import { FakeClock, settle } from '../time.js'
import { random } from '../../src/testing/random.js'
import { type FakeRoom, Hub } from './fakeroom.js'

const clock = (): FakeClock => new FakeClock()

function share<T = unknown>(room: FakeRoom, options: StateOptions = {}): SharedState<T> {
  return new SharedState<T>(room, 'board', { author: room.self, ...options }, room.hub.clock)
}

function record<T>(state: SharedState<T>): { changes: Change<T>[]; refused: Refused[] } {
  const records = { changes: [] as Change<T>[], refused: [] as Refused[] }
  state.on('change', (change) => records.changes.push(change))
  state.on('refused', (refused) => records.refused.push(refused))
  return records
}

type Four<T> = [T, T, T, T]

/** As many members as names, four at most, each with the map. */
function members(names: string): { hub: Hub; rooms: Four<FakeRoom>; states: Four<SharedState> } {
  const hub = new Hub(clock())
  const rooms = [...names].map((name) => hub.enter(name))
  return { hub, rooms: rooms as Four<FakeRoom>, states: rooms.map((room) => share(room)) as Four<SharedState> }
}

test('what one sets, deletes and lets end is told to all at once', async () => {
  const { hub, states: [a, b, c] } = members('abc')
  const { changes } = record(b)
  await hub.clock.pass(100)
  a.set('title', { text: 'Hello' })
  a.set('cursor', [1, 2], { ttl: 1_000 })
  expect(a.snapshot()).toEqual({ title: { text: 'Hello' }, cursor: [1, 2] })
  await hub.clock.pass(6)
  for (const state of [b, c]) expect(state.snapshot()).toEqual(a.snapshot())
  expect(c.delete('title')).toBe(true)
  expect(c.delete('title')).toBe(false)
  await hub.clock.pass(6)
  expect(a.get('title')).toBeUndefined()
  await hub.clock.pass(1_000)
  expect(changes).toEqual([
    { key: 'title', value: { text: 'Hello' }, previous: undefined, author: 'a', cause: 'remote' },
    { key: 'cursor', value: [1, 2], previous: undefined, author: 'a', cause: 'remote' },
    { key: 'title', value: undefined, previous: { text: 'Hello' }, author: 'c', cause: 'remote' },
    { key: 'cursor', value: undefined, previous: [1, 2], author: 'a', cause: 'expired' },
  ])
  expect([...b.entries()]).toEqual([])
})

test('what is set in one go is sent in one message', async () => {
  const { hub, rooms: [a], states: [own] } = members('ab')
  await hub.clock.pass(100)
  const before = a.sent
  for (let i = 0; i < 100; i++) own.set('x', i)
  await settle()
  expect(a.sent - before).toBeLessThan(120)
})

test('who comes later gets it all, from whoever is there', async () => {
  const { hub, states: [a] } = members('mn')
  for (let i = 0; i < 3_000; i++) a.set(`key ${i}`, `value ${i}`)
  await hub.clock.pass(100)
  for (const name of ['a', 'z']) {
    const late = share(hub.enter(name))
    await hub.clock.pass(500)
    expect(late.snapshot()).toEqual(a.snapshot())
  }
})

test('a map that is shared later than the link was open is compared at once', async () => {
  const hub = new Hub(clock())
  const [one, other] = [hub.enter('a'), hub.enter('b')]
  const a = share(one)
  a.set('k', 1)
  await hub.clock.pass(1_000)
  const b = share(other)
  await hub.clock.pass(50)
  expect(b.get('k')).toBe(1)
})

test('both sides of a partition go on, and agree when it is over', async () => {
  const { hub, rooms, states } = members('abcd')
  const [a, , c, d] = states
  a.set('both', 'before')
  await hub.clock.pass(100)
  hub.part(rooms[0], rooms[1])
  a.set('both', 'left side')
  a.set('left', 1)
  await hub.clock.pass(20)
  d.set('both', 'right side')
  c.delete('none')
  c.set('right', 2)
  await hub.clock.pass(30_000)
  expect(states.map((state) => state.get('both'))).toEqual(['left side', 'left side', 'right side', 'right side'])
  hub.part()
  await hub.clock.pass(100)
  for (const state of states) expect(state.snapshot()).toEqual({ both: 'right side', left: 1, right: 2 })
})

test.each([1, 2, 3, 4, 5])('with messages lost, doubled and out of order, and members that come and go, all agree (%i)', async (seed) => {
  const hub = new Hub(clock(), seed)
  hub.weather = { delay: [1, 400], lost: 0.3, twice: 0.2, rate: Infinity }
  const chance = random(seed + 100)
  const one = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T
  const live = [...'abcde'].map((name) => share(hub.enter(name)))
  for (let step = 0; step < 300; step++) {
    const state = one(live)
    const dice = chance()
    if (dice < 0.6) state.set(`key ${Math.floor(chance() * 40)}`, step, chance() < 0.3 ? { ttl: 1 + Math.floor(chance() * 5_000) } : {})
    else if (dice < 0.8) state.delete(`key ${Math.floor(chance() * 40)}`)
    else if (dice < 0.85) hub.part(one(hub.rooms), one(hub.rooms))
    else if (dice < 0.9) hub.part()
    else if (dice < 0.92) live.push(share(hub.enter(`late ${step}`)))
    else if (dice < 0.93 && hub.rooms.length > 3) {
      const room = one(hub.rooms)
      live.splice(hub.rooms.indexOf(room), 1)
      room.leave()
    } else await hub.clock.pass(Math.floor(chance() * 500))
  }
  hub.part()
  const agreed = (): boolean => new Set(live.map((state) => JSON.stringify([...state.entries()].sort()))).size === 1
  await hub.clock.until(agreed)
  await hub.clock.pass(20_000)
  expect(agreed()).toBe(true)
  expect(Object.keys(live[0]?.snapshot() ?? {}).length).toBeGreaterThan(5)
})

test('a slow peer holds no more than there are keys, and gets the newest', async () => {
  const hub = new Hub(clock())
  const [one, other] = [hub.enter('a'), hub.enter('b')]
  const [a, b] = [share(one), share(other)]
  await hub.clock.pass(100)
  for (const peer of one.peers.values()) peer.weather = { ...peer.weather, rate: 100 }
  const before = one.sent
  for (let round = 0; round < 100; round++) {
    for (let i = 0; i < 20; i++) a.set(`key ${i}`, 'x'.repeat(4_000) + round)
    await hub.clock.pass(1)
  }
  expect(one.sent - before, '8 MB were written').toBeLessThan(400_000)
  await hub.clock.pass(5_000)
  expect(b.snapshot()).toEqual(a.snapshot())
})

test('a peer that asks too often is not answered and is reported; others are', async () => {
  const { hub, rooms: [one, other, third], states: [a] } = members('abc')
  a.set('k', 1)
  await hub.clock.pass(1_000)
  const { refused } = record(a)
  let answers = 0
  const action = other.action('almenara/state/board')
  action.on(() => { answers++ })
  for (let i = 0; i < 300; i++) action.send({ salt: i, sums: [7] }, one.self)
  third.action('almenara/state/board').send({ salt: 1, sums: [7] }, one.self)
  await hub.clock.pass(50)
  expect(answers).toBeGreaterThan(190)
  expect(answers).toBeLessThan(210)
  expect(refused.every(({ peer, reason }) => peer === 'b' && reason === 'busy')).toBe(true)
  expect(refused.length + answers).toBe(300)
})

test('a peer that asks without taking the answers gets none that would pile up', async () => {
  const { hub, rooms: [one, other], states: [a] } = members('ab')
  await hub.clock.pass(1_000)
  for (const peer of one.peers.values()) peer.weather = { ...peer.weather, rate: 1 }
  for (let i = 0; i < 100; i++) a.set(`key ${i}`, 'x'.repeat(4_000))
  await hub.clock.pass(100)
  const before = one.sent
  for (let i = 0; i < 50; i++) other.action('almenara/state/board').send({ salt: i, sums: [7] }, one.self)
  await hub.clock.pass(100)
  expect(one.sent).toBe(before)
})

test('nothing that a peer sends throws or changes what it should not', async () => {
  const { hub, rooms: [one, evil], states: [a] } = members('ab')
  a.set('k', 1)
  await hub.clock.pass(100)
  const { refused, changes } = record(a)
  const action = evil.action('almenara/state/board')
  const far = (hub.clock.now() + 86_400_000) * 1_000
  const messages = [
    7, null, 'text', [], { salt: 'x' }, new Uint8Array(10), { entries: [null, ['k'], ['k', far, 'evil', null, 'poison'], ['x', 1, 'evil', null, 'y'.repeat(5_000)]] },
    { entries: [['__proto__', hub.clock.now() * 1_000, 'evil', null, { polluted: true }]] },
  ]
  for (const message of messages) action.send(message as object, one.self)
  await hub.clock.pass(50)
  expect(a.get('k')).toBe(1)
  expect(refused.map(({ reason, count }) => `${count} ${reason}`)).toEqual([...Array<string>(6).fill('1 malformed'), '2 malformed', '1 clock', '1 too-large'])
  expect(changes.map(({ key }) => key)).toEqual(['__proto__'])
  expect(Object.keys(a.snapshot())).toEqual(['k', '__proto__'])
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

test('a listener that throws disturbs nobody', async () => {
  const errors: unknown[] = []
  const own = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException').on('uncaughtException', (error) => errors.push(error))
  const { hub, states: [a, b] } = members('ab')
  await hub.clock.pass(100)
  b.on('change', () => { throw new Error('mine') })
  const { changes } = record(b)
  a.set('k', 1)
  await hub.clock.pass(50)
  process.removeAllListeners('uncaughtException')
  for (const listener of own) process.on('uncaughtException', listener)
  expect(changes).toHaveLength(1)
  expect(errors).toHaveLength(1)
})

test('closing ends timers and listeners, also when the room is left, and leaves the values to read', async () => {
  const { hub, rooms: [, other], states: [a, b] } = members('ab')
  a.set('k', 1, { ttl: 5_000 })
  await hub.clock.pass(100)
  a.close()
  a.close()
  expect(a.get('k')).toBe(1)
  expect(() => a.set('k', 2)).toThrow(expect.objectContaining({ code: 'closed' }))
  expect(() => a.delete('k')).toThrow(expect.objectContaining({ code: 'closed' }))
  b.set('k', 3)
  await hub.clock.pass(100)
  expect(a.get('k')).toBe(1)
  other.leave()
  await hub.clock.pass(100)
  expect(hub.clock.waiting).toBe(0)
})

test('misuse throws at once', () => {
  const room = new Hub(clock()).enter('a')
  const misuse = expect.objectContaining({ code: 'misuse' })
  for (const name of ['', 'x'.repeat(65)]) expect(() => new SharedState(room, name, {}, room.hub.clock)).toThrow(misuse)
  for (const interval of [99, 1.5, Infinity]) expect(() => share(room, { interval })).toThrow(misuse)
  expect(() => share(room, { entries: 0 })).toThrow(misuse)
  expect(room.hub.clock.waiting).toBe(0)
  const state = new SharedState(room, 'x'.repeat(64), { interval: 100 }, room.hub.clock)
  expect(state.author).toMatch(/^[\w-]{16}$/)
})
