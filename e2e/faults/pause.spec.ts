import { expect } from '@playwright/test'
import { Crowd, settled, speakOn } from './support/crowd.js'
import { test } from './support/fixtures.js'
import { RawClient } from '../support/raw-client.js'

const NO_FAULTS = { lost: 0, duplicated: 0, outOfOrder: 0, disagreements: 0, invented: 0 }
/** More entries than a room's log keeps. */
const FLOOD = 150

test('while one of three nodes hangs the others go on without it, and what its clients said meanwhile is not lost', async ({ cluster, figures }) => {
  test.setTimeout(180_000)
  await cluster.mend()
  const [, , hanging] = cluster.nodes
  const crowd = await Crowd.gather(cluster.urls, 12, 3)
  const held = crowd.at(hanging.url)
  const spared = crowd.members.filter((member) => !held.includes(member))
  crowd.publish()
  await speakOn(crowd)

  const began = Date.now()
  await cluster.holdUp(hanging, () => speakOn(crowd, spared))
  const away = Date.now() - began
  await speakOn(crowd)
  for (const node of cluster.nodes) await cluster.sees(node, 3)
  const whole = Date.now() - began
  const verdict = await settled(crowd)

  await figures({ ...verdict, 'hung for ms': away, 'whole again after ms': whole, 'longest silence of the others ms': crowd.longestGap(spared, began - 1000) })
  expect(verdict).toMatchObject(NO_FAULTS)
  expect(crowd.errors()).toEqual([])
  expect(held.filter(({ arrivals }) => arrivals.some(({ recovered }, index) => index > 0 && !recovered))).toEqual([])
  expect(spared.filter(({ arrivals }) => arrivals.length > 1).map(({ log }) => log), 'who had another node keeps it').toEqual([])
  await crowd.leave()
})

test('when a room has gone on beyond its log while a node hung, its clients there are told so, and nothing that they said is lost', async ({ cluster, figures }) => {
  test.setTimeout(180_000)
  await cluster.mend()
  const [first, , hanging] = cluster.nodes
  const crowd = await Crowd.gather(cluster.urls, 3, 3)
  const held = crowd.at(hanging.url)
  const spared = crowd.members.filter((member) => !held.includes(member))
  crowd.publish()
  await speakOn(crowd)
  const flooders = await Promise.all(crowd.rooms.map(async (room) => [await RawClient.join(first.url, room), await RawClient.join(first.url, room)] as const))

  await cluster.holdUp(hanging, async () => {
    await Promise.all(flooders.map(async ([one, other]) => {
      for (let n = 0; n < FLOOD; n++) expect(await one.command('signal', { to: other.self, data: n })).toMatchObject({ type: 'ok' })
    }))
  })
  await expect.poll(() => held.filter(({ arrivals }) => arrivals.length < 2).length, { timeout: 60_000 }).toBe(0)
  await speakOn(crowd)
  const verdict = await settled(crowd)

  await figures({ ...verdict, 'lost by those at the other nodes': crowd.lostBy(spared).reduce((sum, lost) => sum + lost, 0) })
  expect(crowd.lostBy(spared)).toEqual(spared.map(() => 0))
  expect(held.map(({ arrivals }) => arrivals.slice(1).some(({ recovered }) => !recovered))).toEqual(held.map(() => true))
  expect(verdict).toMatchObject({ duplicated: 0, disagreements: 0, invented: 0 })
  expect(crowd.errors()).toEqual([])
  for (const client of flooders.flat()) client.close()
  await crowd.leave()
})
