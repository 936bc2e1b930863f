import { randomBytes } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { meshed, newRoom, RoomPage, talk } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

const [first, second] = cluster.urls as [string, string]

/** The signals that the page has sent, as text. */
function signals({ commands }: RoomPage): string {
  return commands.filter(({ type }) => type === 'signal').map((command) => JSON.stringify(command)).join('\n')
}

for (const transport of ['websocket', 'sse'] as const) {
  test(`two contacts at two nodes find each other in a public room by ${transport}, with nothing for the nodes to read, and no link with a stranger`, async ({ context }) => {
    const room = newRoom()
    const [one, other, stranger] = [await RoomPage.open(context, first), await RoomPage.open(context, second), await RoomPage.open(context, first)]
    const [own, friend] = [await one.contact(), await other.contact()]
    await stranger.join(room)
    await one.join(room, { transport, contacts: { known: [friend], onlyKnown: true } })
    await other.join(room, { transport, contacts: { known: [own], onlyKnown: true } })
    await meshed([one, other])
    await talk(one, other)
    expect(await one.notes('contacts')).toEqual([{ peer: other.self, contact: friend }])
    expect(await other.notes('contacts')).toEqual([{ peer: one.self, contact: own }])
    await one.signal('through the node')
    await expect.poll(() => other.notes('signals')).toEqual([{ from: one.self, data: 'through the node' }])

    for (const page of [one, other]) {
      expect(signals(page)).toContain('"sealed"')
      expect(signals(page)).not.toMatch(/fingerprint|candidate:|through the node/)
      expect(page.commands.filter(({ type }) => /^(offer|claim)$/.test(type))).toEqual([])
      expect(await page.notes('errors')).toEqual([])
    }
    expect([await stranger.links(), await stranger.notes('signals'), await stranger.notes('opened')]).toEqual([[], [], []])
  })
}

test('in a room with a secret contacts are told from the other members, with whom they are linked as well', async ({ context }) => {
  const secret = `s1.${randomBytes(32).toString('base64url')}`
  const [one, other, member] = [await RoomPage.open(context, first), await RoomPage.open(context, second), await RoomPage.open(context, second)]
  const [own, friend] = [await one.contact(), await other.contact()]
  await member.join(secret)
  await one.join(secret, { contacts: { known: [friend] } })
  await other.join(secret, { contacts: { known: [own] } })
  await meshed([one, other, member])
  await talk(one, other)
  await talk(one, member)
  expect(await one.notes('contacts')).toEqual([{ peer: other.self, contact: friend }])
  expect(await other.notes('contacts')).toEqual([{ peer: one.self, contact: own }])
  await one.signal('to all')
  for (const page of [other, member]) await expect.poll(() => page.notes('signals')).toEqual([{ from: one.self, data: 'to all' }])
  expect(await one.notes('errors')).toEqual([])
})

test('a page that was loaded again is the contact that it was, under another peer id', async ({ context }) => {
  const room = newRoom()
  const [one, other] = [await RoomPage.open(context, first), await RoomPage.open(context, second)]
  const [own, friend] = [await one.contact(), await other.contact()]
  await one.join(room, { contacts: { known: [friend], onlyKnown: true } })
  await other.join(room, { contacts: { known: [own], onlyKnown: true } })
  await meshed([one, other])
  const former = one.self
  await one.page.reload()
  expect(await one.contact()).toBe(own)
  await one.join(room, { contacts: { known: [friend], onlyKnown: true } })
  await meshed([one, other])
  expect(one.self).not.toBe(former)
  expect(await other.notes('contacts')).toEqual([{ peer: former, contact: own }, { peer: one.self, contact: own }])
})
