// @vitest-environment happy-dom
import { join } from 'almenara'
import { expect } from 'vitest'
import { guide } from './guide.js'
import { linked } from './stage.js'

guide('docs/guide/people-you-know.md', [
  {
    shows: 'a friend who comes is called by name, and nobody else is',
    async check({ room }, { friends, known, nodes, id, other, own, status, world }) {
      const friend = join(nodes, id, { contacts: { own: known[1]!, known: [own.key] } })
      await world.until(() => status.textContent !== '', Infinity)
      expect(status.textContent).toBe('Grace is here')
      expect([...room!.peers.values()].map(({ id, contact }) => [id, friends.get(contact ?? '')])).toEqual(expect.arrayContaining([[friend.self, 'Grace'], [other.self, undefined]]))
      await friend.leave()
    },
  },
  {
    shows: 'what a friend says is heard, what others say is not',
    async check({ room }, { known, nodes, id, other, own, list, world }) {
      const friend = join(nodes, id, { contacts: { own: known[0]!, known: [own.key] } })
      await world.until(() => linked(room!).length === 1, Infinity)
      expect([...room!.peers.keys()]).toEqual([friend.self])
      other.send('me, too')
      friend.send('it is me')
      await world.until(() => list.textContent !== '', Infinity)
      expect(list.textContent).toBe('Ada: it is me')
      await friend.leave()
    },
  },
])
