import { randomUUID } from 'node:crypto'
import { expect, test, type Browser, type Page } from '@playwright/test'
import type { WebrtcProvider } from 'y-webrtc'
import type * as Yjs from 'yjs'
import { cluster } from '../support/shared.js'
import { bundle, openStock } from '../support/stock-page.js'

declare global {
  var yjs: { doc: Yjs.Doc; provider: WebrtcProvider }
}

const [first, second, third] = cluster.urls as [string, string, string]

let script = ''

test.beforeAll(async () => {
  script = await bundle("export { Doc } from 'yjs'; export { WebrtcProvider } from 'y-webrtc'")
})

/** A page whose document meets the others of the room by that node. */
async function share(browser: Browser, node: string, room: string, password: string | null): Promise<Page> {
  const page = await openStock(browser, node, script)
  await page.evaluate(({ signaling, room, password }) => {
    const { Doc, WebrtcProvider: Provider } = (globalThis as unknown as { stock: { Doc: typeof Yjs.Doc; WebrtcProvider: typeof WebrtcProvider } }).stock
    const doc = new Doc()
    const options = { signaling: [signaling], peerOpts: { config: { iceServers: [] } }, ...(password === null ? {} : { password }) }
    globalThis.yjs = { doc, provider: new Provider(room, doc, options) }
  }, { signaling: `${node.replace('http', 'ws')}/y-webrtc`, room, password })
  return page
}

const write = (page: Page, text: string): Promise<void> => page.evaluate((text) => yjs.doc.getText('text').insert(0, text), text)
const text = (page: Page): Promise<string> => page.evaluate(() => yjs.doc.getText('text').toString())

for (const password of [null, 'a word that both know']) {
  test(`y-webrtc ${password === null ? 'without' : 'with'} a password: pages on two nodes share a document`, async ({ browser }) => {
    const room = randomUUID()
    const one = await share(browser, first, room, password)
    const two = await share(browser, second, room, password)
    await write(one, 'from one; ')
    await expect.poll(() => text(two)).toBe('from one; ')
    await write(two, 'from two; ')
    await expect.poll(() => text(one)).toBe('from two; from one; ')
    for (const page of [one, two]) {
      expect(await page.evaluate(() => yjs.provider.room?.webrtcConns.size)).toBe(1)
      expect(await page.evaluate(() => yjs.provider.room?.bcConns.size), 'nothing went past the nodes').toBe(0)
    }

    await test.step('who comes later has it all; who goes is missed', async () => {
      const three = await share(browser, third, room, password)
      await expect.poll(() => text(three)).toBe('from two; from one; ')
      await three.context().close()
      await write(one, 'x')
      await expect.poll(() => text(two)).toContain('x')
    })

    for (const page of [one, two]) await page.context().close()
  })
}

test('y-webrtc with another password: nothing is understood', async ({ browser }) => {
  const room = randomUUID()
  const stranger = await share(browser, third, room, 'a guess')
  const one = await share(browser, first, room, 'a word that both know')
  const two = await share(browser, second, room, 'a word that both know')
  await write(one, 'a secret')
  await expect.poll(() => text(two)).toBe('a secret')
  expect(await text(stranger)).toBe('')
  expect(await stranger.evaluate(() => yjs.provider.room?.webrtcConns.size)).toBe(0)
  for (const page of [stranger, one, two]) await page.context().close()
})
