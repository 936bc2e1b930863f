import { expect, test } from 'vitest'
import { Actions } from '../../src/actions/actions.js'
import { type Action, createActions } from '../../src/actions/index.js'
import { join } from '../../src/index.js'
import { createWorld } from '../../src/testing/index.js'
import { hashOf, noise } from './circle.js'
import { only, World } from '../world.js'

type Hash = Action<Uint8Array, string, string>

test('the SDK\'s own rooms carry actions', async () => {
  const world = createWorld()
  world.delay = [1, 3]
  const rooms = [1, 2, 3].map(() => join(world.nodes, world.room, world.options))
  await world.until(() => rooms.every(({ peers }) => [...peers.values()].filter(({ state }) => state === 'connected').length === 2))
  const [a, b, c] = rooms.map((room) => createActions(room).define<Uint8Array, string, string>('hash')) as [Hash, Hash, Hash]
  for (const action of [b, c]) action.handle((data, { metadata }) => `${metadata} ${hashOf(data)}`)
  const bytes = noise(500_000)
  const replies = await a.requestAll(bytes, { metadata: 'it is' })
  expect(replies.map(({ data }) => data)).toEqual([1, 2].map(() => `it is ${hashOf(bytes)}`))
  expect(replies.map(({ peer }) => peer).sort()).toEqual([...rooms[0]!.peers.keys()].sort())
  await Promise.all(rooms.map((room) => room.leave()))
  await expect(a.send(bytes), 'they are closed with the room').rejects.toMatchObject({ code: 'closed' })
})

test('a short break of the path is waited for, a link that is given up or replaced ends what is under way, and the next one works', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const [asker, answerer] = [a, b].map((room) => new Actions(room, {}, world.clock).define<string, string>('ask'))
  let reply: () => void = () => {}
  answerer!.handle((data) => new Promise((resolve) => { reply = () => resolve(`${data}?`) }))

  const waited = asker!.request(only(a), 'one', { timeout: Infinity })
  await world.clock.pass(100)
  world.rtc.lose()
  await world.clock.pass(1_000)
  reply()
  await world.clock.pass(15_000)
  expect(await waited).toBe('one?')

  let failed: { code?: string } = {}
  asker!.request(only(a), 'two', { timeout: Infinity }).catch((error) => { failed = error })
  await world.clock.pass(100)
  only(b).connection?.close()
  only(b).channel?.close()
  await world.clock.until(() => failed.code !== undefined)
  expect(failed).toMatchObject({ code: 'link-lost', peer: b.self })
  await world.clock.until(() => only(a).state === 'connected' && only(b).state === 'connected')
  const third = asker!.request(only(a), 'three')
  await world.clock.pass(100)
  reply()
  await world.clock.pass(100)
  expect(await third).toBe('three?')
  await Promise.all([a, b].map((room) => room.leave()))
})

test('what is under way to a peer that gets a new id ends, and goes to the new one when it is sent again', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const [asker, answerer] = [a, b].map((room) => new Actions(room, {}, world.clock).define<string, string>('ask'))
  answerer!.handle((data, { signal }) => data === 'wait' ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))) : `${data}?`)
  const codes: string[] = []
  const former = only(a).id
  asker!.request(former, 'wait', { timeout: 60_000 }).catch(({ code }) => codes.push(code))
  await world.clock.pass(100)
  world.network.restart()
  await world.clock.until(() => codes.length > 0 && a.peers.size === 1 && only(a).id !== former && only(a).state === 'connected' && b.peers.size === 1)
  expect(codes).toEqual(['link-lost'])
  const again = asker!.request(only(a), 'now')
  await world.clock.pass(1_000)
  expect(await again).toBe('now?')
  await Promise.all([a, b].map((room) => room.leave()))
})

test('what is under way from a peer that gets a new id ends at its own end too', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const [answerer, asker] = [a, b].map((room) => new Actions(room, {}, world.clock).define<string, string>('ask'))
  const ends: string[] = []
  answerer!.handle((data, { signal }) => new Promise((resolve) => {
    if (data === 'now') resolve('now?')
    signal.addEventListener('abort', () => ends.push('handler'))
  }))
  asker!.request(only(b), 'wait', { timeout: Infinity }).catch(({ code }) => ends.push(code))
  await world.clock.pass(100)
  const old = b.self ?? ''
  const line = world.served.sessions.get(old)?.line
  world.served.sessions.delete(old)
  line?.end(1001)
  await world.clock.until(() => b.state === 'joined' && b.self !== old && a.peers.get(b.self ?? '')?.state === 'connected')
  expect(ends.sort()).toEqual(['handler', 'link-lost'])
  const again = asker!.request(only(b), 'now')
  await world.clock.pass(1_000)
  expect(await again).toBe('now?')
  await Promise.all([a, b].map((room) => room.leave()))
})
