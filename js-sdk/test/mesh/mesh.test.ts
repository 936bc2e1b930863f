import { afterEach, expect, test } from 'vitest'
import type { Options, Room } from '../../src/index.js'
import { eventually, linked, Meshes } from './world.js'

let world: Meshes
afterEach(() => world.close())

const PARTIAL: Options = { topology: 'partial', degree: 3 }
const KINDS: [string, Options][] = [
  ['a partial mesh', PARTIAL],
  ['a star', { topology: 'star' }],
  ['a partial mesh by event streams', { ...PARTIAL, transport: 'sse' }],
  ['a partial mesh without standing offers', { ...PARTIAL, pool: false }],
]

/** A broadcast by one that all others get, once. */
async function expectReach(author: Room, data: unknown): Promise<void> {
  const heard = world.record('message')
  author.send(data as object)
  const others = world.rooms.filter((room) => room !== author)
  await eventually(() => expect(heard.length).toBeGreaterThanOrEqual(others.length))
  expect(new Set(heard.map(([room]) => room))).toEqual(new Set(others))
  for (const [, said, from] of heard) expect([said, from]).toEqual([data, author.self])
  expect(heard).toHaveLength(others.length)
}

test.each(KINDS)('in %s of eight what one says reaches all', async (_, options) => {
  world = Meshes.open()
  const rooms = await world.meshed(8, options)
  await expectReach(rooms[3] as Room, { hello: 'all' })
  await expectReach(rooms[5] as Room, Uint8Array.of(1, 2, 255))
  expect(rooms.every(({ state }) => state === 'joined')).toBe(true)
})

test.each(KINDS)('%s in a sealed room is no less connected, and the node reads nothing of it', async (_, options) => {
  world = await Meshes.sealed()
  const rooms = await world.meshed(6, options)
  await expectReach(rooms[0] as Room, 'to all')
  const sealed = world.served.heard.filter(({ type }) => type === 'signal' || type === 'answer' || type === 'offer')
  expect(sealed.length).toBeGreaterThan(0)
  for (const command of sealed) expect(Object.keys((command as unknown as { data: object }).data)).toEqual(['sealed'])
})

test('everybody has the links that it wants, and no more than half as many again', async () => {
  world = Meshes.open()
  const rooms = await world.meshed(12, PARTIAL)
  await eventually(() => { for (const room of rooms) expect(linked(room).length).toBeGreaterThanOrEqual(3) })
  for (const room of rooms) expect(linked(room).length).toBeLessThanOrEqual(5)
})

test('who leaves is replaced, and what is said goes on reaching all', async () => {
  world = Meshes.open()
  const rooms = await world.meshed(8, PARTIAL)
  const gone = world.rooms.splice(2, 2)
  await Promise.all(gone.map((room) => room.leave()))
  await eventually(() => {
    for (const room of world.rooms) expect(linked(room).length).toBeGreaterThanOrEqual(3)
    expect(world.parts).toEqual([6])
  })
  await expectReach(rooms[0] as Room, 'still here')
})

test('a signal to one or to all is carried by peers, with its author', async () => {
  world = Meshes.open()
  const rooms = await world.meshed(8, PARTIAL)
  const heard = world.record('signal')
  const posts = world.served.heard.filter(({ type }) => type === 'signal').length
  const [one, other] = rooms as [Room, Room]
  await one.signal({ to: 'you' }, other.self)
  await eventually(() => expect(heard).toEqual([[other, { to: 'you' }, one.self]]))
  await one.signal({ to: 'all' })
  await eventually(() => expect(heard).toHaveLength(8))
  expect(world.served.heard.filter(({ type, data }) => type === 'signal' && JSON.stringify(data).includes('"to"')).length).toBe(0)
  expect(world.served.heard.filter(({ type }) => type === 'signal').length - posts).toBeLessThan(20)
})

test('a signal to somebody who is nowhere is refused', async () => {
  world = Meshes.open()
  const [room] = await world.meshed(3, PARTIAL) as [Room]
  await expect(room.signal('hello', 'nobody')).rejects.toMatchObject({ code: 'unknown-peer' })
})

test('what is too long for everybody is refused, and what fits is not', async () => {
  world = Meshes.open()
  const [room] = await world.meshed(3, PARTIAL) as [Room]
  const most = 'x'.repeat(16_384 - '{"m":""}'.length)
  await expectReach(room, most)
  expect(() => room.send(`${most}x`)).toThrow('16384')
  expect(room.send(`${most}x`, [...room.peers.keys()])).toBeGreaterThan(0)
})

test('with many, most leave the node, keep their links, and are met by those who come', async () => {
  world = Meshes.open()
  const rooms = await world.meshed(40, PARTIAL)
  await eventually(() => expect(rooms.filter((room) => world.atNode(room)).length).toBeLessThanOrEqual(30))
  const away = rooms.filter((room) => !world.atNode(room))
  expect(away.length).toBeGreaterThan(0)
  expect(away.every((room) => linked(room).length > 0 && room.state === 'joined')).toBe(true)
  await eventually(() => expect(world.parts).toEqual([40]))
  const [late] = await world.meshed(1, PARTIAL) as [Room]
  await expectReach(late, 'I am new')
  await expectReach(away[0] as Room, 'and I am not at the node')
})

test('who has lost all links comes back to the node as the same peer', async () => {
  world = Meshes.open()
  const rooms = await world.meshed(32, PARTIAL)
  await eventually(() => expect(rooms.some((room) => !world.atNode(room))).toBe(true))
  const lost = rooms.find((room) => !world.atNode(room)) as Room
  const { self } = lost
  for (const { connection } of lost.peers.values()) connection?.close()
  await eventually(() => expect(linked(lost).length).toBeGreaterThan(1))
  expect(lost.self).toBe(self)
  await eventually(() => expect(world.parts).toEqual([32]))
})
