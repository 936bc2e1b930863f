import { type Browser, chromium as chromiumType, firefox as firefoxType, test as base } from '@playwright/test'
import { chromium, FAKE_MEDIA, LOOPBACK } from '../support/chromium.js'
import { firefox } from '../support/firefox.js'
import { meshed, newRoom, RoomPage } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

export type Kind = 'firefox' | 'chromium'
type PageOptions = Parameters<RoomPage['join']>[1]

/** Who joins first, and who follows: the one that follows makes the link. */
export const ORDERS: readonly (readonly [Kind, Kind])[] = [['firefox', 'chromium'], ['chromium', 'firefox']]

interface PerTest {
  /** A page of that browser at the node of that number, in a profile of its own. */
  readonly visit: (kind: Kind, node: number) => Promise<RoomPage>
  /** Two pages that are linked in a room, a new one unless it is given, at two nodes, in the order in which they have joined. */
  readonly pair: (kinds: readonly [Kind, Kind], room?: string, options?: PageOptions) => Promise<readonly [RoomPage, RoomPage]>
}

interface PerWorker { readonly browsers: Record<Kind, Browser> }

export const test = base.extend<PerTest, PerWorker>({
  browsers: [async ({}, use) => {
    const browsers = { firefox: await firefoxType.launch(firefox()), chromium: await chromiumType.launch(chromium(LOOPBACK, ...FAKE_MEDIA)) }
    await use(browsers)
    for (const browser of Object.values(browsers)) await browser.close()
  }, { scope: 'worker' }],

  visit: async ({ browsers }, use) => {
    const ended: (() => Promise<void>)[] = []
    await use(async (kind, node) => {
      // Firefox is told by its preferences.
      const context = await browsers[kind].newContext(kind === 'chromium' ? { permissions: ['camera', 'microphone'] } : {})
      ended.push(() => context.close())
      return RoomPage.open(context, cluster.urls[node] as string)
    })
    for (const end of ended) await end()
  },

  pair: async ({ visit }, use) => {
    await use(async ([first, second], room = newRoom(), options = {}) => {
      const pages = [await visit(first, 0), await visit(second, 1)] as const
      for (const page of pages) await page.join(room, options)
      await meshed(pages)
      return pages
    })
  },
})
