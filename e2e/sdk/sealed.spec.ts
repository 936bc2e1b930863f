import { randomBytes } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { meshed, RoomPage, talk } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

const [first, second] = cluster.urls as [string, string]

function newSecret(): string {
  return `s1.${randomBytes(32).toString('base64url')}`
}

/** Every frame and body that a page sends or gets by way of its node. */
function watched({ page }: RoomPage): string[] {
  const seen: string[] = []
  page.on('websocket', (socket) => {
    seen.push(socket.url())
    socket.on('framesent', ({ payload }) => seen.push(String(payload)))
    socket.on('framereceived', ({ payload }) => seen.push(String(payload)))
  })
  page.on('request', (request) => { seen.push(request.url(), request.postData() ?? '') })
  return seen
}

for (const transport of ['websocket', 'sse'] as const) {
  for (const pool of [{}, false] as const) {
    test(`two pages at two nodes are linked in a sealed room by ${transport}, with the pool ${JSON.stringify(pool)}, and no node sees a description`, async ({ context }) => {
      const secret = newSecret()
      const [one, other] = [await RoomPage.open(context, first), await RoomPage.open(context, second)]
      const seen = [one, other].map(watched)
      await one.join(secret, { transport, pool })
      await other.join(secret, { transport, pool })
      await meshed([one, other])
      await talk(one, other)
      await one.signal('through the node')
      await expect.poll(() => other.notes('signals')).toContainEqual({ from: one.self, data: 'through the node' })

      const text = seen.flat().join('\n')
      expect(text).toMatch(/\/room\/~[\w-]{43}/)
      expect(text).toContain('"sealed"')
      expect(text).not.toMatch(/fingerprint|candidate:|m=application|through the node/)
      expect(text).not.toContain(secret.slice(3))
      expect([await one.notes('errors'), await other.notes('errors')]).toEqual([[], []])
    })
  }
}

test('both pages show the same five emoji, whichever has asked', async ({ context }) => {
  const secret = newSecret()
  const [one, other] = [await RoomPage.open(context, first), await RoomPage.open(context, second)]
  await one.join(secret)
  await other.join(secret)
  await meshed([one, other])
  const own = await one.emoji(other.self)
  expect(own).toHaveLength(5)
  await expect.poll(() => other.notes('emoji')).toEqual([own])
})

test('a page comes back to a sealed room as who it was, and its link stands', async ({ context }) => {
  const secret = newSecret()
  const [one, other] = [await RoomPage.open(context, first), await RoomPage.open(context, second)]
  await one.join(secret)
  await other.join(secret)
  await meshed([one, other])
  await context.setOffline(true)
  await one.page.evaluate(() => globalThis.dispatchEvent(new Event('offline')))
  await context.setOffline(false)
  await one.signal('still here')
  await expect.poll(() => other.notes('signals')).toContainEqual({ from: one.self, data: 'still here' })
  expect(await one.page.evaluate(() => notes.room.self)).toBe(one.self)
  expect(await one.notes('closed')).toEqual([])
})

test('who knows the id of a sealed room, but not its secret, is not let in', async ({ context }) => {
  const one = await RoomPage.open(context, first)
  const seen = watched(one)
  await one.join(newSecret())
  const [, id = ''] = /\/room\/(~[\w-]{43})/.exec(seen.join('\n')) ?? []
  const room = `${second}/room/${id}`
  const stream = await fetch(room, { headers: { accept: 'text/event-stream', 'Almenara-Proof': 'A'.repeat(320) } })
  expect(await stream.text()).toMatch(/"code": ?"proof"/)
  const post = await fetch(room, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ type: 'signal', data: 'anonymous' }) })
  expect(post.ok).toBe(false)
  expect(await one.notes('signals')).toEqual([])
})
