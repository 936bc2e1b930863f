import { afterEach, expect, test } from 'vitest'
import { only, record } from '../world.js'
import { eventually, SealedWorld } from './world.js'

let world: SealedWorld
afterEach(() => world.close())

test.each([['websocket', {}], ['websocket', false], ['sse', {}], ['sse', false]] as const)('two who know the secret are linked by %s with the pool %j, and what they say arrives', async (transport, pool) => {
  world = await SealedWorld.open()
  const [a, b] = await world.pair({ transport, pool })
  expect(world.checkpoint.joined).toEqual([a.self, b.self])
  const [messages, signals, trouble] = [record(b, 'message'), record(b, 'signal'), [record(a, 'error'), record(b, 'error')]]
  expect(a.send({ by: 'link' })).toBe(1)
  await a.signal({ to: 'one' }, b.self)
  await a.signal({ to: 'all' })
  await eventually(() => expect(signals).toHaveLength(2))
  expect(messages).toEqual([[{ by: 'link' }, only(b)]])
  expect(signals).toEqual([[{ to: 'one' }, only(b)], [{ to: 'all' }, only(b)]])
  expect(trouble).toEqual([[], []])
})
