import { expect } from '@playwright/test'
import { Bazaar } from './support/bazaar.js'
import { LEASE } from './support/faulty-cluster.js'
import { test } from './support/fixtures.js'
import { type Message, RawClient } from '../support/raw-client.js'
import { newRoom } from '../support/room-page.js'

const CLAIMS = 10_000
const ROOMS = 4

test('of ten thousand claims of fewer offers, made at three nodes at once, no two win one offer, and every answer reaches its author once', async ({ cluster, figures }) => {
  test.setTimeout(180_000)
  await cluster.mend()
  const bazaars = await Promise.all(Array.from({ length: ROOMS }, () => Bazaar.open(cluster.urls)))
  const began = Date.now()

  await Promise.all(bazaars.map((bazaar) => bazaar.run(CLAIMS / ROOMS)))

  const took = Date.now() - began
  for (const bazaar of bazaars) await expect.poll(() => bazaar.unheard(), 'every accepted answer is heard').toEqual([])
  const sums = bazaars.map((bazaar) => bazaar.count())
  const sum = (name: keyof ReturnType<Bazaar['count']>): number => sums.reduce((all, one) => all + one[name], 0)
  await figures({
    claims: sum('claims'), offers: sum('offers'), won: sum('won'), 'won by id': sum('wonById'), 'won in the open': sum('wonInTheOpen'),
    'answers heard': sum('answersHeard'), 'offers won twice': sum('wonTwice'), 'answers heard twice': sum('heardTwice'), 'claims/s': Math.round(sum('claims') / took * 1000),
  })
  bazaars.forEach((bazaar) => bazaar.close())
  expect(sum('claims')).toBe(CLAIMS)
  expect(sum('offers')).toBeLessThan(CLAIMS / 2)
  expect([sum('wonById'), sum('wonInTheOpen')].every((won) => won > 0), 'both kinds of claims win').toBe(true)
  expect(bazaars.flatMap((bazaar) => bazaar.faults())).toEqual([])
  expect({ wonTwice: sum('wonTwice'), heardTwice: sum('heardTwice'), heardByOthers: sum('heardByOthers'), heard: sum('answersHeard') })
    .toEqual({ wonTwice: 0, heardTwice: 0, heardByOthers: 0, heard: sum('won') })
})

test('an offer whose claim was not answered can be claimed again at another node when the lease has ended, and the late answer is refused', async ({ cluster, figures }) => {
  await cluster.mend()
  const room = newRoom()
  const [author, idler, other] = await Promise.all(cluster.urls.map((url) => RawClient.join(url, room))) as [RawClient, RawClient, RawClient]
  const heard: Message[] = []
  author.heard = (event) => { if (event.type === 'answer') heard.push(event) }
  const { offer } = await author.command('offer', { data: 'come' })
  expect(await idler.command('claim', { offer })).toMatchObject({ type: 'ok', offer })
  const claimed = Date.now()

  expect(await other.command('claim', { offer })).toMatchObject({ code: 'offer-claimed' })
  await expect.poll(async () => (await other.command('claim', { offer })).type, { timeout: 3 * LEASE * 1000, intervals: [50] }).toBe('ok')
  const waited = Date.now() - claimed

  expect(await idler.command('answer', { offer, data: 'late' })).toMatchObject({ code: 'claim-expired' })
  expect(await other.command('answer', { offer, data: 'here' })).toMatchObject({ type: 'ok' })
  await expect.poll(() => heard).toEqual([expect.objectContaining({ offer, from: other.self, data: 'here' })])
  await figures({ 'lease s': LEASE, 'free again after ms': waited })
  expect(waited).toBeGreaterThan(LEASE * 1000 - 250)
  for (const client of [author, idler, other]) client.close()
})
