// @vitest-environment happy-dom
import { expect, vi } from 'vitest'
import { guide } from './guide.js'
import { linked } from './stage.js'

guide('docs/guide/failures.md', [
  {
    shows: 'the next node takes over when one dies, and links stand',
    async check({ room }, { world, status }) {
      await world.until(() => status.textContent === 'online at one.example' && linked(room!).length === 2)
      world.kill(world.nodes[0]!)
      await world.until(() => status.textContent === 'signal-reconnecting')
      expect(linked(room!)).toHaveLength(2)
      await world.until(() => status.textContent === 'online at two.example')
    },
  },
  {
    shows: 'a message is said again until it is seen',
    before: ({ world }) => { world.path = 'blocked' },
    async check({ waiting }, { world, room, other }) {
      const [heard, closed] = [vi.fn(), vi.fn()]
      room.on('close', closed)
      other.action('chat').on((message) => heard(message))
      expect([...(waiting as Map<number, object>).keys()]).toEqual([1])
      await world.until(() => closed.mock.calls.length > 0)
      expect(heard).not.toHaveBeenCalled()
      other.action<{ number: number }>('chat').on(({ number }, { id }) => other.action('seen').send(number, id))
      world.path = 'free'
      await world.until(() => (waiting as Map<number, object>).size === 0)
      expect(heard).toHaveBeenCalledWith({ number: 1, text: 'hello' })
    },
  },
  {
    shows: 'a room waits for a node for as long as it takes',
    before: ({ world }) => world.nodes.forEach((node) => world.kill(node)),
    async check({ room }, { world, nodes }) {
      await world.pass(120_000)
      expect(room?.state).toBe('connecting')
      world.mend(nodes[0]!)
      await world.until(() => room?.state === 'joined')
    },
  },
])
