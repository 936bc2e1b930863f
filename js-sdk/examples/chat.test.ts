import { createWorld } from 'almenara/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Chat } from './chat.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what was said while nobody was there is heard by who comes, also after a node has died', async () => {
  const world = createWorld({ pass: (ms) => vi.advanceTimersByTimeAsync(ms) })
  const ada = new Chat(world.nodes, world.room, world.options)
  ada.say('Is anybody there?')
  await ada.room.joined

  world.kill(world.nodes[0]!)
  await world.until(() => ada.room.node?.url === world.nodes[1])

  const bob = new Chat(world.nodes, world.room, world.options)
  await world.until(() => bob.lines.length === 1)
  expect(bob.lines).toEqual([{ from: ada.room.self, text: 'Is anybody there?' }])

  await Promise.all([ada.close(), bob.close()])
})

test('what is said while no packet comes through arrives when the path is back', async () => {
  const world = createWorld({ pass: (ms) => vi.advanceTimersByTimeAsync(ms) })
  const [ada, bob] = [1, 2].map(() => new Chat(world.nodes, world.room, world.options)) as [Chat, Chat]
  await world.until(() => [ada, bob].every(({ room }) => [...room.peers.values()].some(({ state }) => state === 'connected')))

  world.path = 'blocked'
  ada.say('Can you hear me?')
  await world.pass(2_000)
  expect(bob.lines).toEqual([])

  world.path = 'free'
  await world.until(() => bob.lines.length === 1)
  await Promise.all([ada.close(), bob.close()])
})
