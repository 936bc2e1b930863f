import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { spread } from './support/crowd.js'
import { test } from './support/fixtures.js'
import { applications, openPage } from './support/stock-applications.js'
import { Subscriber } from './support/subscriber.js'
import { Balancer } from '../support/balancer.js'
import { chromium, LOOPBACK } from '../support/chromium.js'

test.use({ launchOptions: chromium(LOOPBACK) })

/** The server's drain-seconds, unless it is told otherwise, and some for a busy machine. */
const DRAIN = 2000
const SLACK = 2000

test('when the node under stock clients is killed, their pages go on without being loaded anew: ids, subscriptions and links are there', async ({ cluster, browser, figures }) => {
  test.setTimeout(240_000)
  await cluster.mend()
  const [first, second, dying] = cluster.nodes
  const balancer = await Balancer.over([dying.url, first.url, second.url])
  const all = applications()
  const hit = await openPage(browser, balancer.url, all)
  const far = await openPage(browser, first.url, all)
  for (const application of all) await test.step(`${application.name}: two pages meet`, () => application.meet(hit, far))
  const loaded = await hit.evaluate(() => performance.timeOrigin)
  expect((await cluster.status(dying)).connections, 'the page is at the node that dies').toBeGreaterThanOrEqual(all.length)

  const killed = Date.now()
  await cluster.crash(dying)
  const late = await openPage(browser, second.url, all)
  const whole: Record<string, number> = {}
  for (const application of all) {
    await test.step(`${application.name}: everything is as it was`, () => application.expectWhole(hit, far, late))
    whole[`${application.name} whole after ms`] = Date.now() - killed
  }

  expect(await hit.evaluate(() => performance.timeOrigin)).toBe(loaded)
  await figures(whole)
  for (const page of [hit, far, late]) await page.context().close()
  await balancer.close()
})

test('a node that is shut down lets its foreign clients go one by one, and they find each other again at another', async ({ cluster, figures }) => {
  test.setTimeout(180_000)
  await cluster.mend()
  const [first, second, leaving] = cluster.nodes
  const balancer = await Balancer.over([leaving.url, first.url])
  const topic = randomUUID()
  const speaker = new Subscriber(second.url, topic)
  const crowd = Array.from({ length: 20 }, () => new Subscriber(balancer.url, topic))
  const everybodyHears = async (word: string): Promise<void> => {
    await expect.poll(() => {
      speaker.publish(word)
      return crowd.filter(({ heard }) => !heard.includes(word)).length
    }, { timeout: 30_000 }).toBe(0)
  }
  await expect.poll(async () => (await cluster.status(leaving)).connections).toBe(crowd.length)
  await everybodyHears('before')

  const told = Date.now()
  await cluster.shutDown(leaving)
  await everybodyHears('after')

  const closings = crowd.map(({ closings: [closing] }) => closing ?? { time: 0, code: 0 })
  const times = closings.map(({ time }) => time - told)
  await figures({ 'let go after ms p50/p99/max': spread(times) })
  expect(closings.map(({ code }) => code)).toEqual(crowd.map(() => 1012))
  expect(Math.max(...times) - Math.min(...times), 'they do not all come at once').toBeGreaterThan(DRAIN / 4)
  expect(Math.max(...times) - Math.min(...times)).toBeLessThan(DRAIN + SLACK)
  expect(speaker.closings).toEqual([])
  for (const client of [speaker, ...crowd]) client.close()
  await balancer.close()
})
