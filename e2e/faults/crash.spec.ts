import { expect } from '@playwright/test'
import { type Arrival, Crowd, type CrowdMember, settled, speakOn, spread } from './support/crowd.js'
import { test } from './support/fixtures.js'
import { RawClient } from '../support/raw-client.js'
import { Talk } from './support/talk.js'

const NO_FAULTS = { lost: 0, duplicated: 0, outOfOrder: 0, disagreements: 0, invented: 0 }

interface Summary { readonly epoch: string; readonly offset: number; readonly members: number }

async function summary(node: string, room: string): Promise<Summary> {
  const response = await fetch(`${node}/room/${room}`, { headers: { accept: 'application/json' } })
  return await response.json() as Summary
}

/** Where and when those came back, who had lost their node at that moment. */
async function returned(members: readonly CrowdMember[], moment: number): Promise<Arrival[]> {
  await expect.poll(() => members.filter((member) => !member.backAfter(moment)).length, { timeout: 60_000, intervals: [50] }).toBe(0)
  return members.map((member) => member.backAfter(moment) as Arrival)
}

function backs(arrivals: readonly Arrival[], moment: number): Record<string, string | number> {
  return {
    'clients of that node': arrivals.length, 'resumed after ms p50/p99/max': spread(arrivals.map(({ time }) => time - moment)),
    recovered: `${arrivals.filter(({ recovered }) => recovered).length}/${arrivals.length}`,
  }
}

test('when one of three nodes is killed, nothing acknowledged by 200 clients is lost, doubled or overtaken, and data channels do not notice', async ({ cluster, context, figures }) => {
  test.setTimeout(180_000)
  await cluster.mend()
  const [first, second, dying] = cluster.nodes
  const talk = await Talk.begin(context, [dying.url, first.url, second.url])
  const crowd = await Crowd.gather(cluster.urls, 20, 10)
  crowd.publish()
  await speakOn(crowd)
  const hit = crowd.at(dying.url)
  const spared = crowd.members.filter((member) => !hit.includes(member))

  const killed = Date.now()
  await cluster.crash(dying)
  const arrivals = await returned(hit, killed)
  await speakOn(crowd)
  const verdict = await settled(crowd)
  const [one, other] = await talk.heard()
  await expect.poll(async () => Math.min(...(await talk.heard()).map((now, index) => now - ([one, other][index] as number)))).toBeGreaterThan(20)

  await figures({ ...verdict, ...backs(arrivals, killed), 'longest silence at survivors ms': crowd.longestGap(spared, killed - 1000), 'messages over data channels': one + other })
  await talk.expectUnbroken()
  await expect.poll(() => talk.pages[0].logged(/^joined .*nothing was missed$/)).toBe(true)
  expect(crowd.errors()).toEqual([])
  expect(verdict).toMatchObject(NO_FAULTS)
  expect(arrivals.filter(({ recovered, node }) => !recovered || node === dying.url)).toEqual([])
  expect(spared.filter((member) => member.arrivals.length > 1).map(({ log }) => log), 'who had another node keeps it').toEqual([])
  await crowd.leave()
})

test('a killed node that is started again finds the rooms as they are, and serves those who come', async ({ cluster, figures }) => {
  test.setTimeout(180_000)
  await cluster.mend()
  const [first, , dying] = cluster.nodes
  const crowd = await Crowd.gather(cluster.urls, 6, 6)
  const [room] = crowd.rooms as [string]
  crowd.publish()
  await speakOn(crowd)
  await cluster.crash(dying)
  await speakOn(crowd)
  const before = await summary(first.url, room)
  const began = Date.now()

  await cluster.mend()
  const whole = Date.now() - began
  const late = await RawClient.join(dying.url, room)
  crowd.publish(await crowd.grow(2))
  await speakOn(crowd)
  const verdict = await settled(crowd)

  await figures({ ...verdict, 'whole again after ms': whole, 'offset before': before.offset, 'offset when the late node let somebody in': late.joined.offset as number })
  expect(late.joined).toMatchObject({ epoch: before.epoch, node: dying.name })
  expect(late.joined.offset).toBeGreaterThan(before.offset)
  expect(late.joined.members).toHaveLength(before.members)
  expect(crowd.at(dying.url), 'the members that came late').toHaveLength(crowd.rooms.length)
  expect(crowd.errors()).toEqual([])
  expect(verdict).toMatchObject(NO_FAULTS)
  late.close()
  await crowd.leave()
})

test('a node that is shut down in order sends its clients elsewhere, and nothing acknowledged is lost', async ({ cluster, figures }) => {
  test.setTimeout(180_000)
  await cluster.mend()
  const [, leaving] = cluster.nodes
  const crowd = await Crowd.gather(cluster.urls, 12, 9)
  crowd.publish()
  await speakOn(crowd)
  const hit = crowd.at(leaving.url)
  const told = Date.now()

  const down = cluster.shutDown(leaving).then(() => Date.now() - told)
  const arrivals = await returned(hit, told)
  const took = await down
  await speakOn(crowd)
  const verdict = await settled(crowd)

  await figures({ ...verdict, ...backs(arrivals, told), 'shut down after ms': took, 'longest silence ms': crowd.longestGap(crowd.members, told - 1000) })
  expect(hit.filter(({ log }) => !log.some(({ text }) => text.startsWith('the node drains'))).map(({ log }) => log), 'who was not told to go').toEqual([])
  expect(crowd.errors()).toEqual([])
  expect(verdict).toMatchObject(NO_FAULTS)
  expect(arrivals.filter(({ recovered, node }) => !recovered || node === leaving.url)).toEqual([])
  expect(crowd.members.filter((member) => !hit.includes(member) && member.arrivals.length > 1).map(({ log }) => log)).toEqual([])
  await crowd.leave()
})
