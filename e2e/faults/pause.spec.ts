import { expect } from '@playwright/test'
import { Crowd, settled, speakOn } from './support/crowd.js'
import { FaultyCluster } from './support/faulty-cluster.js'
import { test } from './support/fixtures.js'

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
  expect(verdict).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, disagreements: 0, invented: 0 })
  expect(crowd.errors()).toEqual([])
  expect(held.filter(({ arrivals }) => arrivals.some(({ recovered }, index) => index > 0 && !recovered))).toEqual([])
  expect(spared.filter(({ arrivals }) => arrivals.length > 1).map(({ log }) => log), 'who had another node keeps it').toEqual([])
  await crowd.leave()
})

test('two nodes that have lost sight of each other both go on, and when they meet again everybody is told to start anew', async ({ figures }) => {
  test.setTimeout(180_000)
  const pair = new FaultyCluster('pair', 2, 23080)
  await pair.start()
  try {
    const [one, hanging] = pair.nodes
    const crowd = await Crowd.gather(pair.urls, 3, 4)
    const spared = crowd.at(one.url)
    crowd.publish()
    await speakOn(crowd)

    const began = Date.now()
    await pair.holdUp(hanging, () => speakOn(crowd, spared))
    await expect.poll(() => spared.filter(({ arrivals }) => arrivals.length < 2).length, { timeout: 60_000 }).toBe(0)
    const told = Date.now() - began
    await speakOn(crowd)
    for (const node of pair.nodes) await pair.sees(node, 2)
    await crowd.silent()

    await figures({ ...crowd.verdict(), 'told to start anew after ms': told })
    expect(spared.map(({ arrivals }) => arrivals.at(-1)?.recovered)).toEqual(spared.map(() => false))
    expect(crowd.verdict()).toMatchObject({ duplicated: 0, invented: 0 })
    expect(crowd.members.map(({ room }) => room.peers.size)).toEqual(crowd.members.map(() => 3))
    await crowd.leave()
  } finally {
    await pair.stop()
  }
})
