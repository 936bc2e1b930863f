import { expect, test } from '@playwright/test'
import { newRoom, RoomPage } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

test.setTimeout(120_000)

const DEGREE = 3

for (const topology of ['partial', 'star'] as const) {
  test(`eight pages on three nodes in a ${topology === 'star' ? 'star' : 'partial mesh'}: connected, a broadcast reaches all, and a page that crashes is got over${topology === 'partial' ? ' within 10 s' : ''}`, async ({ context }) => {
    const room = newRoom()
    const pages = await Promise.all(Array.from({ length: 8 }, (_, index) => RoomPage.open(context, cluster.urls[index % 3] as string)))
    await Promise.all(pages.map((page) => page.join(room, { topology, degree: DEGREE })))

    await test.step('all hang together', () => connected(pages))
    if (topology === 'partial') {
      await test.step('with three links each and no more than five', async () => {
        for (const page of pages) await expect.poll(async () => (await page.links()).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(DEGREE)
        for (const page of pages) expect((await page.links()).length).toBeLessThanOrEqual(5)
      })
    }
    await test.step('each says something that all others hear, once', () => everybodyHears(pages, 'before'))

    const lost = await mostLinked(pages)
    const rest = pages.filter((page) => page !== lost)
    const began = Date.now()
    await test.step('a page crashes', () => lost.crash())
    await test.step('what is said is heard by all others', async () => {
      // In a star who had but one relay, and that one, has to notice it and to find another.
      await connected(rest, topology === 'star' ? 60_000 : 10_000)
      console.log(`${topology}: without the page that had most links all hang together after ${Date.now() - began} ms`)
      await everybodyHears(rest, 'after')
    })
    if (topology === 'partial') {
      for (const page of rest) await expect.poll(async () => (await page.links()).filter((id) => id !== lost.self).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(DEGREE)
      console.log(`each has its three links again after ${Date.now() - began} ms`)
    }
  })
}

test('peers carry signals for one another', async ({ context }) => {
  const room = newRoom()
  const pages = await Promise.all(Array.from({ length: 6 }, (_, index) => RoomPage.open(context, cluster.urls[index % 3] as string)))
  await Promise.all(pages.map((page) => page.join(room, { topology: 'partial', degree: DEGREE })))
  await connected(pages)
  const [one, ...others] = pages as [RoomPage, ...RoomPage[]]
  await one.page.evaluate((to) => Promise.all(to.map((peer) => notes.room.signal({ to: peer }, peer))), others.map(({ self }) => self))
  for (const page of others) await expect.poll(() => page.notes('signals')).toContainEqual({ from: one.self, data: { to: page.self } })
  expect(one.commands.filter(({ type, data }) => type === 'signal' && JSON.stringify(data).includes('"to"'))).toEqual([])
})

/** Waits until the links of the pages make one graph. */
async function connected(pages: readonly RoomPage[], timeout = 60_000): Promise<void> {
  const reached = async (): Promise<number> => {
    const links = new Map(await Promise.all(pages.map(async (page) => [page.self, await page.links()] as const)))
    const found = new Set([pages[0]?.self ?? ''])
    for (const id of found) for (const other of links.get(id) ?? []) if (links.get(other)?.includes(id)) found.add(other)
    return found.size
  }
  await expect.poll(reached, { timeout }).toBe(pages.length)
}

async function mostLinked(pages: readonly RoomPage[]): Promise<RoomPage> {
  const links = await Promise.all(pages.map(async (page) => ({ page, links: (await page.links()).length })))
  return links.sort((one, other) => other.links - one.links)[0]!.page
}

/** Each says something to all; each hears each other exactly once. */
async function everybodyHears(pages: readonly RoomPage[], words: string): Promise<void> {
  for (const page of pages) expect(await page.send(`${words} ${page.self}`)).toBeGreaterThan(0)
  for (const page of pages) {
    const heard = async (): Promise<unknown[]> => (await page.notes('messages')).filter(({ data }) => String(data).startsWith(words)).map(({ data, from }) => `${data} by ${from}`).sort()
    const expected = pages.filter((other) => other !== page).map(({ self }) => `${words} ${self} by ${self}`).sort()
    await expect.poll(heard, { timeout: 10_000 }).toEqual(expected)
  }
}
