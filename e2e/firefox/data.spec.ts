import { randomBytes } from 'node:crypto'
import { expect } from '@playwright/test'
import { newRoom, type RoomPage, talk } from '../support/room-page.js'
import { ORDERS, test } from './fixtures.js'

const VALUES = ['Grüße, \u{1F525}', '', { beacon: 7, lit: true, seen: ['by one', null, 0.5] }, [], 0, false, null]
const BYTES = [0, 1, 127, 128, 255]
const LONG = 200_000

/** Sends text, JSON and bytes; the other end hears the same, in the same order. */
async function expectHeard(from: RoomPage, to: RoomPage): Promise<void> {
  const sent = await from.page.evaluate(({ values, bytes, long }) => [
    ...values.map((value) => notes.room.send(value)),
    notes.room.send(new Uint8Array(bytes)),
    notes.room.send(new Uint8Array(long).fill(7)),
    notes.room.send('ü'.repeat(long / 2)),
  ], { values: VALUES, bytes: BYTES, long: LONG })
  expect(sent).toEqual(Array(VALUES.length + 3).fill(1))
  const heard = (): Promise<unknown[]> => to.page.evaluate(({ from, long }) => notes.messages.filter((each) => each.from === from).map(({ data }) => {
    if (typeof data === 'string' && data.length === long / 2) return [...new Set(data)]
    if (!(data instanceof Uint8Array)) return data
    return data.length === long ? { bytes: data.length, of: [...new Set(data)] } : { bytes: [...data] }
  }), { from: from.self, long: LONG })
  await expect.poll(heard).toEqual([...VALUES, { bytes: BYTES }, { bytes: LONG, of: [7] }, ['ü']])
}

for (const order of ORDERS) {
  test(`${order.join(', then ')}: text, JSON and bytes go both ways`, async ({ pair }) => {
    const [one, other] = await pair(order)
    await expectHeard(one, other)
    await expectHeard(other, one)
    expect(await one.path(other.self)).toMatchObject({ local: expect.stringMatching(/host|prflx/), remote: expect.stringMatching(/host|prflx/) })
    await one.leave()
    await expect.poll(() => other.notes('left')).toEqual([{ peer: one.self, reason: 'left' }])
    expect([await one.notes('errors'), await other.notes('errors')]).toEqual([[], []])
  })

  test(`${order.join(', then ')}: a sealed room links them, and both show the same emoji`, async ({ pair }) => {
    const [one, other] = await pair(order, `s1.${randomBytes(32).toString('base64url')}`)
    await talk(one, other)
    await one.signal('through the node')
    await expect.poll(() => other.notes('signals')).toContainEqual({ from: one.self, data: 'through the node' })
    const own = await one.emoji(other.self)
    expect(own).toHaveLength(5)
    await expect.poll(() => other.notes('emoji')).toEqual([own])
    expect([await one.notes('errors'), await other.notes('errors')]).toEqual([[], []])
  })

  test(`${order.join(', then ')}: both by server-sent events`, async ({ pair }) => {
    const [one, other] = await pair(order, newRoom(), { transport: 'sse' })
    await talk(one, other)
    for (const [from, to] of [[one, other], [other, one]] as const) {
      await from.signal('through the node')
      await expect.poll(() => to.notes('signals')).toContainEqual({ from: from.self, data: 'through the node' })
      expect(await from.transport()).toBe('sse')
    }
  })

  test(`${order.join(', then ')}: without standing offers they are linked by signals`, async ({ pair }) => {
    const [one, other] = await pair(order, newRoom(), { pool: false })
    await talk(one, other)
  })
}

test('a Firefox page that is closed says goodbye', async ({ pair }) => {
  const [fox, other] = await pair(['firefox', 'chromium'])
  await fox.page.close({ runBeforeUnload: true })
  await expect.poll(() => other.notes('left'), { timeout: 5_000 }).toEqual([{ peer: fox.self, reason: 'left' }])
})
