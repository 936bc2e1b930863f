// @vitest-environment happy-dom
import { join, type Room } from 'almenara'
import { shareState } from 'almenara/state'
import { expect } from 'vitest'
import { guide } from './guide.js'
import type { Scene } from './stage.js'

/** Two others in the room with the overlay, the first of them not a neighbour of everybody's. */
function others({ nodes, id }: Scene): Room[] {
  return [1, 2].map(() => join(nodes, id, { topology: 'partial', degree: 5 }))
}

guide('docs/guide/big-rooms.md', [
  {
    shows: 'what one says is heard by all',
    async check({ room }, scene) {
      const [other, third] = others(scene) as [Room, Room]
      await scene.world.until(() => room!.peers.size > 0 && scene.count.textContent !== '', Infinity)
      await scene.world.until(() => {
        other.send('hello')
        return scene.status.textContent === `${other.self?.slice(0, 4)}: hello`
      }, Infinity)
      await Promise.all([other.leave(), third.leave(), scene.world.pass(2_000)])
    },
  },
  {
    shows: 'those who are there say so',
    before({ other }) { other.on('message', (data, peer) => { if (data === 'who is there?') void other.signal('me', peer.id) }) },
    async check(_, { world, other, written }) {
      await world.until(() => written.length > 0)
      expect(written).toEqual([`${other.self} says me`])
    },
  },
  {
    shows: 'who is there is in a state',
    async check(_, { world, room, other }) {
      const present = shareState<{ name: string }>(other, 'present')
      await world.until(() => present.get(room.self ?? '')?.name === 'Ada')
      const leaving = room.leave()
      await world.pass(100_000)
      await leaving
      expect(present.get(room.self ?? '')).toBeUndefined()
    },
  },
])
