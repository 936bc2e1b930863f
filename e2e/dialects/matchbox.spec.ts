import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { MatchboxPage } from '../support/matchbox-page.js'
import { cluster } from '../support/shared.js'

const [first, second, third] = cluster.urls as [string, string, string]

test('matchbox: three pages on three nodes are a full mesh, and hear who goes', async ({ browser }) => {
  const room = randomUUID()
  const pages = []
  for (const node of [first, second, third]) pages.push(await MatchboxPage.open(browser, node, room))
  const [one, two, three] = pages as [MatchboxPage, MatchboxPage, MatchboxPage]
  await one.expectLinked(two, three)
  await two.expectLinked(one, three)
  await three.expectLinked(one, two)
  await two.close()
  for (const page of [one, three]) await expect.poll(() => page.left()).toEqual([two.id])
  const four = await MatchboxPage.open(browser, second, room)
  await expect.poll(() => four.links()).toEqual([one.id, three.id].sort())
  for (const page of [one, three, four]) await page.close()
})

test('matchbox: four who want to be two are two pairs, in the order in which they come, whatever their nodes', async ({ browser }) => {
  const room = `${randomUUID()}?next=2`
  const pages = []
  for (const node of [first, second, third, first]) pages.push(await MatchboxPage.open(browser, node, room))
  const [one, two, three, four] = pages as [MatchboxPage, MatchboxPage, MatchboxPage, MatchboxPage]
  await one.expectLinked(two)
  await two.expectLinked(one)
  await three.expectLinked(four)
  await four.expectLinked(three)

  await test.step('whose other one goes hears of it, and of nobody who comes', async () => {
    await one.close()
    await expect.poll(() => two.left()).toEqual([one.id])
    const five = await MatchboxPage.open(browser, second, room)
    const six = await MatchboxPage.open(browser, third, room)
    await five.expectLinked(six)
    expect(await two.links()).toEqual([one.id])
    for (const page of [five, six]) await page.close()
  })
  for (const page of [two, three, four]) await page.close()
})

test('matchbox: ten who come at once by all nodes, and want to be two, are five pairs', async ({ browser }) => {
  const room = `${randomUUID()}?next=2`
  const pages = await Promise.all(Array.from({ length: 10 }, (_, each) => MatchboxPage.open(browser, [first, second, third][each % 3] as string, room)))
  const byId = new Map(pages.map((page) => [page.id, page]))
  for (const page of pages) {
    await expect.poll(() => page.links()).toHaveLength(1)
    const [other = ''] = await page.links()
    await expect.poll(() => byId.get(other)?.links()).toEqual([page.id])
  }
  for (const page of pages) await page.close()
})

test('matchbox: the health is asked for at each node, from any page', async () => {
  for (const node of [first, second, third]) {
    const response = await fetch(`${node}/matchbox/health`, { headers: { origin: 'https://game.example' } })
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
  }
})
