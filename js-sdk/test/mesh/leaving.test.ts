import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.js'
import type { Options } from '../../src/index.js'
import { Links } from '../../src/testing/links.js'
import { Meshes } from './world.js'

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
