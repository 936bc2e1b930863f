// @vitest-environment happy-dom
import { isRoomId, join, roomIdFor } from 'almenara'
import { expect } from 'vitest'
import { guide } from './guide.js'
import { linked } from './stage.js'

guide('docs/guide/first-connection.md', [
  {
    shows: 'the id of a new room stands in the address, and the next page joins the same',
    before: () => { location.hash = '' },
    async check({ id, room }, { world, written }) {
      expect(location.hash).toBe(`#${id}`)
      expect(isRoomId(String(id))).toBe(true)
      const friend = join('http://localhost:8080', String(id))
      friend.on('open', (peer) => peer.send('a good day'))
      await world.until(() => written.some((line) => line.endsWith('a good day')))
      expect(linked(room!)).toHaveLength(1)
      await Promise.all([friend.leave(), world.until(() => written.some((line) => line.endsWith('has left')))])
    },
  },
  {
    shows: 'a room has a name',
    async check({ room }, { world }) {
      await world.until(() => room?.state === 'joined')
      expect(await roomIdFor('the garden')).toSatisfy(isRoomId)
    },
  },
  { shows: 'joined tells who and where', check: (_, { written, room }) => expect(written).toEqual([`${room.self} is in the room at one.example, with 0 others`]) },
  {
    shows: 'the state is shown in words, and how many are linked',
    async check(_, { world, status, count, id }) {
      for (const node of world.nodes) world.kill(node)
      await world.until(() => status.textContent === 'no node just now; those who are linked can talk')
      for (const node of world.nodes) world.mend(node)
      await world.until(() => status.textContent === 'online')
      const third = join(world.nodes, id)
      await world.until(() => count.textContent === '2')
      await third.leave()
    },
  },
  { shows: 'the room is left', check: (_, { room }) => expect(room.state).toBe('closed') },
])
