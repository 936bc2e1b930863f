import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.js'
import type { Options, Room } from '../../src/index.js'
import { Links } from '../../src/testing/links.js'
import { eventually, linked, Meshes } from './world.js'

const PARTIAL: Options = { topology: 'partial', degree: 3 }

let world: Meshes
afterEach(() => world.close())

test.each([['claims an offer', PARTIAL], ['makes one', { ...PARTIAL, pool: false }]] as [string, Options][])('who leaves as soon as it is told of a peer makes no connection, where it %s', async (_, options) => {
  world = Meshes.open()
  await world.meshed(2, options)
  const rtc = new Links(systemClock)
  const room = world.join({ ...options, pool: false, peerConnection: rtc.class })
  const left = new Promise<void>((resolve) => room.on('peer', () => resolve(room.leave())))
  await left
  await new Promise((resolve) => setImmediate(resolve))
  expect(rtc.all).toEqual([])
})

test('who comes back to a crowded node and goes at once offers nothing while it is away', async () => {
  world = Meshes.open()
  const rooms = await world.meshed(3, PARTIAL)
  await eventually(() => expect(rooms.map((room) => linked(room).length)).toEqual([2, 2, 2]))
  const [one] = rooms as [Room]
  const troubles: string[] = []
  one.on('log', ({ kind, text }) => { if (kind === 'offer' && text.includes('There is no node')) troubles.push(text) })
  world.network.restart()
  for (let count = 0; count < 2_000; count++) world.served.enter({ type: 'join' }, { deliver: () => {}, end: () => {} }, 'n')
  const back = new Promise<void>((resolve) => one.on('state', (state) => { if (state === 'joined') resolve() }))
  await back
  await eventually(() => expect(world.atNode(one)).toBe(false))
  // Takes longer than what would be offered takes to be signed.
  for (let count = 0; count < 3; count++) await world.join(PARTIAL).joined
  expect(troubles).toEqual([])
})
