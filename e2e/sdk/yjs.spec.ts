import { resolve } from 'node:path'
import { expect, test, type BrowserContext } from '@playwright/test'
import type * as Yjs from '../../js-sdk/node_modules/yjs/dist/src/index.js'
import { build } from '../../js-sdk/node_modules/esbuild/lib/main.js'
import type { YjsProvider } from '../../js-sdk/src/yjs/index.js'
import { newRoom, RoomPage } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

declare global {
  var provider: YjsProvider
}

const [first, second] = cluster.urls as [string, string]
const SDK = resolve(import.meta.dirname, '../../js-sdk')

let bundle = ''

/** What an application's bundler makes of the built provider and of Yjs, from node_modules. */
test.beforeAll(async () => {
  const contents = "export * as Y from 'yjs'; export { YjsProvider } from './dist/almenara-yjs.js'"
  const { outputFiles } = await build({ stdin: { contents, resolveDir: SDK }, bundle: true, format: 'esm', write: false })
  bundle = outputFiles[0]?.text ?? ''
})

/** A page that is in the room and shares a document. */
async function share(context: BrowserContext, node: string, room: string, name: string): Promise<RoomPage> {
  await context.route('**/sdk/application.js', (route) => route.fulfill({ contentType: 'text/javascript', body: bundle }))
  const opened = await RoomPage.open(context, node)
  await opened.join(room)
  await opened.page.evaluate(async (name) => {
    const { Y, YjsProvider: Provider } = await import(`${location.origin}/sdk/application.js`) as { Y: typeof Yjs; YjsProvider: typeof YjsProvider }
    globalThis.provider = new Provider(notes.room, new Y.Doc())
    provider.awareness.setLocalStateField('name', name)
  }, name)
  return opened
}

const text = ({ page }: RoomPage): Promise<string> => page.evaluate(() => provider.doc.getText('text').toString())
const names = ({ page }: RoomPage): Promise<unknown> => page.evaluate(() => [...provider.awareness.getStates().values()].map(({ name }) => name as unknown).sort())

async function agree(pages: readonly RoomPage[], length: number): Promise<void> {
  const [one] = pages as [RoomPage]
  await expect.poll(async () => (await text(one)).length).toBe(length)
  for (const page of pages) await expect.poll(async () => await text(page) === await text(one)).toBe(true)
}

test('three pages on two nodes write a text at once, a broken link included; who leaves is gone from the awareness', async ({ context }) => {
  const room = newRoom()
  const pages = [await share(context, first, room, 'Ada'), await share(context, second, room, 'Bob'), await share(context, first, room, 'Cyd')] as const
  for (const page of pages) await expect.poll(() => names(page)).toEqual(['Ada', 'Bob', 'Cyd'])

  await Promise.all(pages.map(({ page }) => page.evaluate(() => { for (let i = 0; i < 50; i++) provider.doc.getText('text').insert(0, 'x') })))
  await agree(pages, 150)
  expect(await pages[0].page.evaluate(() => provider.synced)).toBe(true)

  await test.step('a text that no message takes goes through while a link breaks', async () => {
    await pages[0].page.evaluate(() => {
      provider.doc.getText('text').insert(0, 'y'.repeat(1_000_000))
      for (const peer of notes.room.peers.values()) peer.connection?.close()
      for (const peer of notes.room.peers.values()) peer.channel?.close()
    })
    await pages[1].page.evaluate(() => provider.doc.getText('text').delete(0, 10))
    await agree(pages, 1_000_140)
  })

  await pages[2].page.close({ runBeforeUnload: true })
  for (const page of pages.slice(0, 2)) await expect.poll(() => names(page)).toEqual(['Ada', 'Bob'])
})
