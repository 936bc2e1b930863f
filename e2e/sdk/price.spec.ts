import { expect, test } from '@playwright/test'
import type { WorkInfo } from '../../js-sdk/src/index.js'
import { DEAR, dear } from '../support/priced.js'
import { meshed, newRoom, RoomPage, talk } from '../support/room-page.js'

test.beforeAll(() => dear.start())
test.afterAll(() => dear.stop())

const [node] = dear.urls as [string]

for (const transport of ['websocket', 'sse'] as const) {
  test(`pages pay a node that asks for work by ${transport}, and are linked`, async ({ context }) => {
    const room = newRoom()
    const [one, other] = [await RoomPage.open(context, node), await RoomPage.open(context, node)]
    await one.join(room, { transport })
    await other.join(room, { transport })
    await meshed([one, other])
    await talk(one, other)
    await one.signal('through the node')
    await expect.poll(() => other.notes('signals')).toContainEqual({ from: one.self, data: 'through the node' })

    const work: WorkInfo[] = [...await one.notes('work'), ...await other.notes('work')]
    const paid = work.filter(({ state }) => state === 'paid')
    expect(paid.filter(({ action }) => action === 'join').map((each) => each.work)).toEqual([4 * DEAR, 4 * DEAR])
    expect(new Set(paid.map(({ action }) => action))).toEqual(new Set(['join', 'post', 'claim']))
    expect(await one.notes('errors')).toEqual([])
  })
}

test('a page whose limit is lower hears of the price, and comes in when it allows more', async ({ context }) => {
  const page = await RoomPage.open(context, node)
  const joining = page.join(newRoom(), { maxWork: 4 * DEAR - 1 })
  await expect.poll(() => page.notes('prices').catch(() => [])).toContainEqual({ action: 'join', work: 4 * DEAR, maxWork: 4 * DEAR - 1 })
  expect(await page.state()).toBe('connecting')
  await page.page.evaluate((most) => { notes.room.maxWork = most }, 4 * DEAR)
  await joining
  expect(await page.state()).toBe('joined')
})

test('a page that comes back pays nothing for it', async ({ context }) => {
  const page = await RoomPage.open(context, node)
  await page.join(newRoom(), { pool: false })
  await page.page.context().setOffline(true)
  await page.page.evaluate(() => globalThis.dispatchEvent(new Event('offline')))
  await page.page.context().setOffline(false)
  await page.signal('still here')
  expect((await page.notes('work')).filter(({ action }) => action === 'join')).toHaveLength(1)
})
