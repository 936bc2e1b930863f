// @vitest-environment happy-dom
import { expect, vi } from 'vitest'
import { guide } from './guide.js'

guide('docs/guide/chat.md', [
  {
    shows: 'what is said goes to all, and what others say becomes a line',
    async check(_, { world, other, room, list, written }) {
      expect(written).toEqual(['went to 1 peers'])
      other.send('hi')
      await world.until(() => list.children.length === 1)
      expect(list.textContent).toBe(`${room.peers.get(other.self!)!.id.slice(0, 4)}: hi`)
    },
  },
  {
    shows: 'moves have a kind of their own',
    async check(_, { world, other, written }) {
      other.send({ x: 0, y: 0 })
      other.action('move').send({ x: 1, y: 2 })
      await world.until(() => written.length > 0)
      expect(written).toEqual([`${other.self} is at 1, 2`])
    },
  },
  {
    shows: 'a name is checked, and told to those who come',
    async check(_, { world, other, written, nodes, id, almenara }) {
      other.action('name').send({ no: 'name' })
      other.action('name').send('Bob')
      await world.until(() => written.length > 0)
      expect(written).toEqual([`${other.self} is called Bob`])
      const third = almenara.join(nodes, id)
      const heard = vi.fn()
      third.action('name').on((name) => heard(name))
      await world.until(() => heard.mock.calls.length > 0)
      expect(heard).toHaveBeenCalledExactlyOnceWith('Ada')
      await third.leave()
    },
  },
  {
    shows: 'what nobody could hear is said when somebody comes',
    async before({ world, other }) {
      await other.leave()
      await world.pass(100)
    },
    async check({ unsaid }, { world, nodes, id, almenara }) {
      expect(unsaid).toEqual(['Is anybody there?'])
      const third = almenara.join(nodes, id)
      const heard = vi.fn()
      third.action('chat').on((text) => heard(text))
      await world.until(() => heard.mock.calls.length > 0)
      expect(heard).toHaveBeenCalledExactlyOnceWith('Is anybody there?')
      expect(unsaid).toEqual([])
      await third.leave()
    },
  },
  {
    shows: 'a signal goes through the node',
    before({ other }) { other.on('signal', (data) => void other.signal({ again: data })) },
    async check(_, { world, other, written }) {
      await world.until(() => written.length > 0)
      expect(written).toEqual([`${other.self} [object Object]`])
    },
  },
])
