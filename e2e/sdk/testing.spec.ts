import { expect, test } from '@playwright/test'
import { RoomPage } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

const [first] = cluster.urls as [string]

test('tests of applications that run in a browser have their nodes, paths and faults in memory, and ask nobody', async ({ context }) => {
  const { page } = await RoomPage.open(context, first)
  const outside: string[] = []
  page.on('request', (request) => { if (!/\/sdk\/almenara[\w-]*\.js$/.test(request.url())) outside.push(request.url()) })
  page.on('websocket', (socket) => outside.push(socket.url()))
  const heard = await page.evaluate(async () => {
    const load = (name: string): Promise<unknown> => import(`${location.origin}/sdk/${name}.js`)
    const { join } = await load('almenara') as typeof import('../../js-sdk/src/index.js')
    const { createWorld } = await load('almenara-testing') as typeof import('../../js-sdk/src/testing/index.js')
    const world = createWorld()
    const [ada, bob] = [1, 2].map(() => join(world.nodes, world.room, world.options)) as [import('../../js-sdk/src/index.js').Room, import('../../js-sdk/src/index.js').Room]
    const linked = (): boolean => [...ada.peers.values()].some(({ state }) => state === 'connected')
    await world.until(linked)
    world.kill(world.nodes[0] as string)
    const heard: unknown[] = []
    bob.on('message', (data) => heard.push(data))
    ada.send('a node has died, and the link stands')
    await world.until(() => heard.length === 1)
    await Promise.all([ada.leave(), bob.leave()])
    return heard
  })
  expect(heard).toEqual(['a node has died, and the link stands'])
  expect(outside).toEqual([])
})
