import { expect, test } from '@playwright/test'
import { meshed, newRoom, RoomPage, summary } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

test.setTimeout(120_000)

test('eight pages on three nodes link each to each, every page hears every other, and a page that crashes is missed once by all', async ({ context }) => {
  const room = newRoom()
  const pages = await Promise.all(Array.from({ length: 8 }, (_, index) => RoomPage.open(context, cluster.urls[index % 3] as string)))
  await Promise.all(pages.map((page) => page.join(room)))

  await test.step('28 links stand', () => meshed(pages))
  await test.step('56 messages by send to all', () => everybodyHears(pages, 'messages', 'all'))
  await test.step('56 messages by send to one', () => everybodyHears(pages, 'messages', 'one'))
  await test.step('56 messages by an action to all', () => everybodyHears(pages, 'greetings', 'all'))
  await test.step('56 messages by an action to one', () => everybodyHears(pages, 'greetings', 'one'))

  const [crashed, ...others] = pages as [RoomPage, ...RoomPage[]]
  await test.step('a page crashes', () => crashed.crash())
  await test.step('seven pages hear that it has left', async () => {
    for (const page of others) {
      await expect.poll(() => page.notes('left'), { timeout: 60_000 }).toEqual([{ peer: crashed.self, reason: 'timeout' }])
    }
  })
  await test.step('the others are as they were, and hear of no departure twice', async () => {
    await meshed(others)
    await everybodyHears(others, 'messages', 'all', 'after the crash')
    for (const page of others) {
      expect(await page.notes('left')).toEqual([{ peer: crashed.self, reason: 'timeout' }])
      expect(await page.notes('closed')).toEqual([crashed.self])
    }
  })
})

test('a page that is closed says goodbye, and the others miss it at once', async ({ context }) => {
  const room = newRoom()
  const pages = await Promise.all(cluster.urls.map((url) => RoomPage.open(context, url)))
  await Promise.all(pages.map((page) => page.join(room)))
  await meshed(pages)
  const [closing, ...others] = pages as [RoomPage, RoomPage, RoomPage]

  await closing.page.close({ runBeforeUnload: true })

  for (const page of others) await expect.poll(() => page.notes('left'), { timeout: 5_000 }).toEqual([{ peer: closing.self, reason: 'left' }])
  await expect.poll(() => summary(others[0].node, room), { message: 'the cluster knows before the grace is over', timeout: 5_000 }).toMatchObject({ members: 2 })
})

/** Each page sends to each other; each hears each other exactly once. */
async function everybodyHears(pages: readonly RoomPage[], kind: 'messages' | 'greetings', to: 'all' | 'one', words = ''): Promise<void> {
  const data = `${kind} to ${to} ${words}`
  for (const page of pages) {
    const send = (peer?: string): Promise<number> => (kind === 'messages' ? page.send(data, peer) : page.greet(data, peer))
    if (to === 'all') expect(await send()).toBe(pages.length - 1)
    else for (const other of pages) if (other !== page) expect(await send(other.self)).toBe(1)
  }
  for (const page of pages) {
    const senders = async (): Promise<string[]> => (await page.notes(kind)).filter((each) => each.data === data).map(({ from }) => from).sort()
    await expect.poll(senders).toEqual(pages.filter((other) => other !== page).map(({ self }) => self).sort())
  }
}
