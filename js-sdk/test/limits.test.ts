import { expect, test } from 'vitest'
import { AlmenaraError, newRoomId, type Options } from '../src/index.js'
import { resolve } from '../src/options.js'
import { Room } from '../src/room.js'
import { connected, NODES, only, record, World } from './world.js'

/** The options of a page that allows so many connections: its rooms have one class for them. */
function page(world: World, maxConnections: number, options: Options = {}): Options {
  return { peerConnection: world.rtc.class, maxConnections, pool: false, ...options }
}

async function others(world: World, count: number): Promise<Room[]> {
  const rooms = Array.from({ length: count }, () => world.enter({ pool: false }))
  await world.clock.until(() => rooms.every((room) => connected(room) === count - 1))
  return rooms
}

const codes = (errors: unknown[][]): string[] => errors.map(([error]) => (error as AlmenaraError).code)

test('a page makes as many connections as it may, and says once of each further peer why there is no link', async () => {
  const world = new World()
  await others(world, 4)
  const a = world.enter(page(world, 2))
  const errors = record(a, 'error')
  const log = record(a, 'log')
  await world.clock.until(() => connected(a) === 2 && errors.length === 2)
  await world.clock.pass(60_000)
  expect(connected(a)).toBe(2)
  expect(codes(errors)).toEqual(['too-many-connections', 'too-many-connections'])
  expect(errors[0]?.[0]).toMatchObject({ message: expect.stringContaining('2 connections'), peer: expect.any(String) })
  expect(new Set(errors.map(([error]) => (error as AlmenaraError).peer)).size).toBe(2)
  expect(log.filter(([entry]) => (entry as { text: string }).text.includes('2 connections'))).toHaveLength(2)
})

test.each([3, 4])('a page that may have %i connections links with three others without a word', async (most) => {
  const world = new World()
  await others(world, 3)
  const a = world.enter(page(world, most))
  const errors = record(a, 'error')
  await world.clock.until(() => connected(a) === 3)
  expect(errors).toEqual([])
})

test('a link that was refused is made when a connection is free', async () => {
  const world = new World()
  const rooms = await others(world, 2)
  const a = world.enter(page(world, 1))
  const errors = record(a, 'error')
  await world.clock.until(() => errors.length === 1)
  const up = [...a.peers.values()].find(({ state }) => state === 'connected')
  const refused = [...a.peers.values()].find((peer) => peer !== up)
  await rooms.find(({ self }) => self === up?.id)?.leave()
  await world.clock.until(() => refused?.state === 'connected')
  expect(codes(errors)).toEqual(['too-many-connections'])
})

test('who asks for a link that the other end has no connection for is told so, and gets it later', async () => {
  const world = new World()
  const a = world.enter(page(world, 1))
  await world.clock.until(() => a.state === 'joined')
  const b = world.enter({ pool: false })
  await world.clock.until(() => connected(a) === 1)
  const c = world.enter({ pool: false })
  const errors = record(c, 'error')
  await world.clock.until(() => connected(b) === 2 && errors.length > 0)
  expect(errors[0]?.[0]).toMatchObject({ code: 'connect-failed', peer: a.self, message: expect.stringContaining('the peer has too many connections') })
  expect(world.served.heard.filter(({ type, data }) => type === 'signal' && (data as { end?: string }).end === 'full').length).toBeLessThan(10)
  await b.leave()
  await world.clock.until(() => connected(c) === 1 && connected(a) === 1)
})

test('standing offers make room for links, and stand again when there is room', async () => {
  const world = new World()
  const rooms = await others(world, 2)
  const a = world.enter(page(world, 2, { pool: { size: 2 } }))
  const errors = record(a, 'error')
  await world.clock.until(() => connected(a) === 2)
  const standing = (): number => [...world.served.offers.values()].filter(({ from, state }) => from === a.self && state === 'open').length
  await world.clock.pass(20_000)
  expect(standing()).toBe(0)
  expect(errors).toEqual([])
  expect(world.rtc.open.filter(({ iceConnectionState }) => iceConnectionState === 'new')).toEqual([])
  await rooms[0]?.leave()
  await world.clock.until(() => standing() === 1)
})

test('the connections of all rooms of a page count together', async () => {
  const world = new World()
  const options = page(world, 2)
  const ids = [newRoomId(), newRoomId()]
  const enter = (id: string, more: Options = {}): Room => new Room(NODES, id, {
    webSocket: world.network.webSocket, fetch: world.network.fetch, peerConnection: world.rtc.class, pool: false, backoff: () => 100, ...more,
  }, world.clock)
  const others = ids.flatMap((id) => [enter(id), enter(id)])
  await world.clock.until(() => others.every((room) => connected(room) === 1))
  const rooms = ids.map((id) => enter(id, options))
  const errors = rooms.map((room) => record(room, 'error'))
  await world.clock.until(() => errors.flat().length === 2)
  expect(rooms.reduce((sum, room) => sum + connected(room), 0)).toBe(2)
  expect(codes(errors.flat())).toEqual(['too-many-connections', 'too-many-connections'])
  const full = rooms.find((room) => connected(room) < 2) as Room
  await rooms.find((room) => room !== full)?.leave()
  await world.clock.until(() => connected(full) === 2)
})

test('an offer that was claimed and can not be answered for want of a connection is released', async () => {
  const world = new World()
  const a = world.enter({ pool: { size: 1 } })
  const b = world.enter({ pool: { size: 1 } })
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1)
  await world.clock.until(() => [...world.served.offers.values()].filter(({ state }) => state === 'open').length >= 2)
  const c = world.enter(page(world, 1))
  const errors = record(c, 'error')
  await world.clock.until(() => connected(c) === 1 && errors.length > 0)
  expect(codes(errors)).toEqual(['too-many-connections'])
  expect(world.served.heard.filter(({ type }) => type === 'claim').length).toBeGreaterThanOrEqual(2)
  expect(world.served.heard.filter(({ type }) => type === 'release')).toHaveLength(1)
})

test('a link that the other end makes afresh takes the place of the one that stands here', async () => {
  const world = new World()
  const a = world.enter(page(world, 1))
  await world.clock.until(() => a.state === 'joined')
  const b = world.enter(page(world, 1))
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1)
  const errors = record(a, 'error')
  const before = only(a).connection
  world.rtc.path = 'blocked'
  only(b).connection?.close()
  await world.clock.pass(1_000)
  world.rtc.path = 'free'
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1 && only(a).connection !== before)
  expect(world.rtc.open).toHaveLength(2)
  expect(codes(errors)).not.toContain('too-many-connections')
})

test('the most connections are 128 unless told, one at least, and there may be no bound', () => {
  const most = (maxConnections?: number): number => resolve(newRoomId(), { connect: false, ...(maxConnections === undefined ? {} : { maxConnections }) }).maxConnections
  expect([most(), most(1), most(Infinity)]).toEqual([128, 1, Infinity])
  for (const wrong of [0, -1, Number.NaN]) expect(() => most(wrong)).toThrow('options.maxConnections has to be 1 to Infinity.')
})

test('how many links a mesh wants, and how good a relay is, are whole numbers within bounds', async () => {
  const world = new World()
  const enter = async (options: Options): Promise<string> => {
    const room = world.enter(options)
    const outcome = await room.joined.then(() => 'joined', ({ code, message }: AlmenaraError) => `${code}: ${message}`)
    await room.leave()
    return outcome
  }
  for (const degree of [2, 33, 3.5, Number.NaN]) expect(await enter({ topology: 'partial', degree })).toMatch(/^misuse: Give the degree as a whole number from 3 to 32/)
  for (const score of [-1, 1001, 0.5, Number.NaN]) expect(await enter({ topology: 'star', score })).toMatch(/^misuse: Give the score as a whole number from 0 to 1000/)
  for (const degree of [3, 32]) expect(await enter({ topology: 'partial', degree })).toBe('joined')
  for (const score of [0, 1000]) expect(await enter({ topology: 'star', score })).toBe('joined')
})
