import { expect } from '@playwright/test'
import { flows, OUTSIDE, sendStray, setIdle, setNat } from '../support/nat.js'
import { meshed, newRoom, type RoomPage, talk } from '../support/room-page.js'
import { STUN, test } from './laboratory.js'

/** After so many seconds of silence the NATs forget; the kernel's own values. */
const IDLE = 10, USUAL = 120
const ROUNDS = 5
/** Nobody listens there. */
const PORT = 9

test.setTimeout(120_000)

/** How many messages the page has sent over its data channel, and how often ICE has asked whether the other end is there. */
function sent({ page }: RoomPage): Promise<{ messages: number; checks: number }> {
  return page.evaluate(async () => {
    const [peer] = notes.room.peers.values()
    const reports = [...(await peer?.connection?.getStats() ?? new Map()).values()] as { messagesSent?: number; requestsSent?: number }[]
    const sum = (values: (number | undefined)[]): number => values.reduce<number>((all, value) => all + (value ?? 0), 0)
    return { messages: sum(reports.map(({ messagesSent }) => messagesSent)), checks: sum(reports.map(({ requestsSent }) => requestsSent)) }
  })
}

test('a link over which nothing is said stays open for five times as long as its NATs remember, and the SDK sends nothing for that', async ({ lab }) => {
  for (const side of ['A', 'B'] as const) setNat(side, 'cone')
  setIdle(IDLE)
  const pages = [await lab.page('A'), await lab.page('B')] as const
  const room = newRoom()
  for (const page of pages) await page.join(room, { iceServers: [STUN], pool: false })
  await meshed(pages)
  await talk(...pages, 'before')
  const before = await Promise.all(pages.map(sent))

  for (let round = 1; round <= ROUNDS; round++) {
    sendStray('A', PORT)
    const remembered = (): boolean => flows('A').some((flow) => flow.includes(` dport=${PORT} `))
    expect(remembered()).toBe(true)
    await expect.poll(remembered, { timeout: 2 * IDLE * 1_000, message: `the NAT forgets who is silent, ${round}` }).toBe(false)
    expect(flows('A').some((flow) => flow.includes(` dst=${OUTSIDE.B} `)), 'and not the link').toBe(true)
  }

  const after = await Promise.all(pages.map(sent))
  expect(after.map(({ messages }) => messages)).toEqual(before.map(({ messages }) => messages))
  for (const [side, { checks }] of after.entries()) expect(checks).toBeGreaterThan((before[side] as { checks: number }).checks + ROUNDS)
  await talk(...pages, 'afterwards')
  for (const page of pages) {
    expect(await page.notes('closed')).toEqual([])
    expect((await page.notes('log')).filter(({ text }) => /restart|reconnecting|down:/.test(text))).toEqual([])
    await page.page.context().browser()?.close()
  }
  setIdle(USUAL)
})
