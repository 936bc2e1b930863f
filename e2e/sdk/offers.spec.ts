import { expect, test } from '@playwright/test'
import { meshed, newRoom, RoomPage, summary, talk } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

const [first, second, third] = cluster.urls as [string, string, string]

for (const [author, claimer] of [['websocket', 'websocket'], ['sse', 'sse'], ['websocket', 'sse'], ['sse', 'websocket']] as const) {
  test(`an offer published at one node by ${author} is claimed at another by ${claimer}, opens a data channel and is replaced`, async ({ context }) => {
    const room = newRoom()
    const one = await RoomPage.open(context, first)
    const other = await RoomPage.open(context, second)

    await one.join(room, { transport: author })
    await expect.poll(() => summary(third, room), 'the pool stands, and the third node knows').toEqual({ members: 1, offers: 2 })
    await other.join(room, { transport: claimer, pool: false })
    await meshed([one, other])
    await talk(one, other)

    expect([await one.transport(), await other.transport()]).toEqual([author, claimer])
    expect(await other.path(one.self)).toMatchObject({ kind: 'direct' })
    await expectLinkByTable(one, other)
    // Two stand by default; one more while offers were consumed within the last 10 s.
    await expect.poll(() => summary(third, room), 'the pool has been filled up').toEqual({ members: 2, offers: 3 })
  })
}

test('an offer that was refreshed again and again beyond its life is claimed as if it were new', async ({ context }) => {
  const room = newRoom()
  const one = await RoomPage.open(context, first)
  const other = await RoomPage.open(context, second)

  await one.join(room, { pool: { size: 1, life: 5 } })
  // Each is sent half a life after the one before.
  await expect.poll(() => one.commands.filter(({ type }) => type === 'refresh').length).toBeGreaterThanOrEqual(3)
  expect(one.commands.filter(({ type }) => type === 'offer')).toHaveLength(1)
  await other.join(room, { pool: false })
  await meshed([one, other])
  await talk(one, other)

  await expectLinkByTable(one, other)
})

test('a third page gets its links from the pools that two connected pages have filled up again', async ({ context }) => {
  const room = newRoom()
  const pages: RoomPage[] = []
  for (const node of cluster.urls) {
    const page = await RoomPage.open(context, node)
    await page.join(room)
    pages.push(page)
    await meshed(pages)
  }
  const [one, other, last] = pages as [RoomPage, RoomPage, RoomPage]
  await expectLinkByTable(one, other)
  await expectLinkByTable(one, last)
  await expectLinkByTable(other, last)
})

/** The claimer claimed an offer of the author's pool and answered it at the table; no description went by signals. */
async function expectLinkByTable(author: RoomPage, claimer: RoomPage): Promise<void> {
  expect(claimer.commands).toContainEqual(expect.objectContaining({ type: 'claim', from: author.self }))
  const answered = await claimer.notes('log').then((log) => log.filter(({ text, peer }) => text.startsWith('answered offer') && peer === author.self))
  expect(answered).toHaveLength(1)
  const offer = answered[0]?.text.split(' ').at(-1)
  expect(claimer.commands).toContainEqual(expect.objectContaining({ type: 'answer', offer }))
  expect(await author.logged(new RegExp(`^offer ${offer} was answered$`))).toBe(true)
  for (const { commands } of [author, claimer]) {
    expect(commands.filter(({ type, data }) => type === 'signal' && Object.hasOwn(data as object, 'description'))).toEqual([])
  }
}
