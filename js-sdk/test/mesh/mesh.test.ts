import { afterEach, expect, test } from 'vitest'
import type { Options, Room } from '../../src/index.js'
import { Meshes } from './world.js'

const world = new Meshes()
afterEach(() => world.close())

test.each<[string, Options]>([
  ['a partial mesh', { topology: 'partial', degree: 3 }],
  ['a star', { topology: 'star' }],
  ['a partial mesh by event streams', { topology: 'partial', degree: 3, transport: 'sse' }],
  ['a partial mesh without a pool', { topology: 'partial', degree: 3, pool: false }],
])('in %s of eight everybody is reached', async (_, options) => {
  const rooms = await world.enter(8, options)
  await world.eventually(() => expect(world.parts()).toBe(1))
  const heard = world.record('message')
  rooms[0]!.send({ hello: 'all' })
  await world.eventually(() => expect(heard.map(([room, data, peer]) => [room, data, (peer as { id: string }).id]))
    .toEqual(expect.arrayContaining(rooms.slice(1).map((room) => [room, { hello: 'all' }, rooms[0]!.self]))))
  expect(heard).toHaveLength(7)
  console.log(rooms.map((room: Room) => room.peers.size))
})
