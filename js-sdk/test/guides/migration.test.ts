// @vitest-environment happy-dom
import { join, roomIdFor, type Room } from 'almenara'
import { fakeStream } from 'almenara/testing'
import { YjsProvider } from 'almenara/yjs'
import { expect } from 'vitest'
import * as Y from 'yjs'
import { guide } from './guide.js'
import type { Scene } from './stage.js'

/** What a friend hears who is in the room, and the friend. */
async function friend(id: string, { world, nodes }: Scene): Promise<[Room, unknown[]]> {
  const room = join(nodes, id)
  const heard: unknown[] = []
  room.on('message', (data) => void heard.push(data))
  room.action('chat').on((data) => void heard.push(data))
  await world.until(() => heard.length > 0)
  return [room, heard]
}

guide('docs/migration/peerjs.md', [{
  shows: 'who has the link hears hello, and shows what it sees',
  before: () => { location.hash = '' },
  async check({ id }, scene) {
    const [room, heard] = await friend(String(id), scene)
    expect(heard).toEqual(['hello'])
    room.addStream(fakeStream('video'))
    await scene.world.until(() => scene.video.srcObject instanceof EventTarget)
    room.send('and you?')
    await scene.world.until(() => scene.written.includes(`${room.self} and you?`))
    await room.leave()
  },
}])

guide('docs/migration/trystero.md', [{
  shows: 'who comes is greeted, and who goes is missed',
  async check({ room: own }, scene) {
    const [room, heard] = await friend(await roomIdFor('garden/chat'), scene)
    expect(heard).toEqual([`hello from ${own?.self}`])
    room.action('chat').send('hi')
    await scene.world.until(() => scene.written.includes(`${room.self} hi`))
    await room.leave()
    await scene.world.until(() => scene.written.includes(`${room.self} has left`))
  },
}])

guide('docs/migration/simple-peer.md', [{
  shows: 'the other one hears hello',
  async check(_, scene) {
    const [room, heard] = await friend(scene.id, scene)
    expect(heard).toEqual(['hello'])
    room.send('text')
    await scene.world.until(() => scene.written.includes('text'))
    await room.leave()
    await scene.world.until(() => scene.written.includes('gone'))
  },
}])

guide('docs/migration/y-webrtc.md', [{
  shows: 'the list is the same for both',
  async check(_, { world, nodes, saving }) {
    const room = join(nodes, await roomIdFor('shopping list'))
    const doc = new Y.Doc()
    const { awareness } = new YjsProvider(room, doc)
    await world.until(() => doc.getArray('items').toJSON().join() === 'bread')
    await world.until(() => saving.hidden && [...awareness.getStates().values()].some(({ user }) => user?.name === 'Ada'))
    await room.leave()
  },
}])
