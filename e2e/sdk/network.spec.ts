import { expect, test as base } from '@playwright/test'
import { Gateway } from '../support/gateway.js'
import { meshed, newRoom, RoomPage, talk } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

const [first, second, third] = cluster.urls as [string, string, string]

/** A network between a page and the first node that each test may spoil. */
const test = base.extend<{ gateway: Gateway }>({
  gateway: async ({}, use) => {
    const gateway = await Gateway.to(first)
    await use(gateway)
    await gateway.close()
  },
})

test('where WebSockets are refused the room is joined by server-sent events without being told so', async ({ context, gateway }) => {
  gateway.mode = 'no-websockets'
  const room = newRoom()
  const behind = await RoomPage.open(context, gateway.url)
  const other = await RoomPage.open(context, second)

  await behind.join(room)
  await other.join(room)
  await meshed([behind, other])
  await talk(behind, other)

  expect(await behind.transport()).toBe('sse')
  expect(await behind.logged(/by websocket$/)).toBe(true)
  expect(await other.transport()).toBe('websocket')
})

for (const transport of ['websocket', 'sse'] as const) {
  test(`messages flow while a page's signaling by ${transport} is cut, and afterwards it has missed nothing`, async ({ context, gateway }) => {
    const room = newRoom()
    const cut = await RoomPage.open(context, gateway.url)
    const other = await RoomPage.open(context, second)
    await cut.join(room, { transport })
    await other.join(room)
    await meshed([cut, other])

    gateway.cut()
    await expect.poll(() => cut.state()).toBe('signal-reconnecting')
    await talk(cut, other, 'while signaling is away')
    await other.signal('told while it was away')
    const queued = cut.signal('said while it was away')
    const newcomer = await RoomPage.open(context, third)
    await newcomer.join(room)
    await expect.poll(() => newcomer.links()).toContain(other.self)
    gateway.mode = 'open'

    await expect.poll(() => cut.state()).toBe('joined')
    await queued
    expect(await cut.logged(new RegExp(`^joined as ${cut.self} at node node1, nothing was missed$`))).toBe(true)
    await expect.poll(() => cut.notes('signals')).toEqual([{ from: other.self, data: 'told while it was away' }])
    await expect.poll(() => other.notes('signals')).toEqual([{ from: cut.self, data: 'said while it was away' }])
    await meshed([cut, other, newcomer])
    await talk(cut, other, 'afterwards')
    for (const page of [cut, other]) expect([await page.notes('closed'), await page.notes('left')]).toEqual([[], []])
  })
}
