import { randomUUID } from 'node:crypto'
import { TrysteroPage } from '../support/trystero-page.js'
import { test } from './support/fixtures.js'

test('almenara/trystero: a page whose node is killed is found at the next one by who comes then, and its links stand', async ({ browser, cluster }) => {
  test.setTimeout(180_000)
  await cluster.mend()
  const [second, third, dying] = cluster.nodes
  const room = randomUUID()
  const hit = await TrysteroPage.join(browser, 'almenara', [dying.url, second.url], room)
  const far = await TrysteroPage.join(browser, 'almenara', [third.url], room)
  await hit.expectMet(far)
  await cluster.crash(dying)
  await far.say('over the link that was there', hit)
  const late = await TrysteroPage.join(browser, 'almenara', [third.url], room)
  await late.expectMet(hit, far)
  await hit.say('still there', far, late)
  for (const page of [hit, far, late]) await page.close()
})
