import { test as base, expect, type BrowserContextOptions, type Locator, type Page } from '@playwright/test'

export const DESKTOP = { width: 1440, height: 900 }
export const PHONE = { width: 360, height: 640 }

/** A person at the demo. What the browser complains about on the way is kept. */
export class DemoPage {
  readonly page: Page
  readonly complaints: string[] = []

  constructor(page: Page) {
    this.page = page
    page.on('console', (message) => { if (message.type() === 'error') this.complaints.push(message.text()) })
    page.on('pageerror', (error) => this.complaints.push(String(error)))
  }

  id(id: string): Locator {
    return this.page.locator(`#${id}`)
  }

  /** Names oneself and makes a room. */
  async create(name: string): Promise<void> {
    await this.id('name').fill(name)
    await this.id('create-room').click()
    await this.expectInRoom()
  }

  /** Names oneself and makes a sealed room. */
  async createSealed(name: string): Promise<void> {
    await this.id('name').fill(name)
    await this.id('create-sealed').click()
    await this.expectInRoom()
  }

  /** Names oneself and follows the invitation of the address. */
  async accept(name: string): Promise<void> {
    await this.id('name').fill(name)
    await this.id('join-invited').click()
    await this.expectInRoom()
  }

  async expectInRoom(): Promise<void> {
    await expect(this.id('state')).toHaveAttribute('data-state', 'joined')
  }

  /** Brings a tool of the room into sight. */
  async open(tool: 'chat' | 'board' | 'files' | 'graph' | 'inspector'): Promise<void> {
    await this.id(`${tool}-tab`).click()
    await expect(this.id(`${tool}-panel`)).toBeVisible()
  }

  link(): Promise<string> {
    return this.id('room-link').inputValue()
  }

  card(name: string): Locator {
    return this.page.getByTestId('person').filter({ hasText: name })
  }

  async expectConnectedTo(name: string): Promise<void> {
    await expect(this.card(name)).toHaveAttribute('data-state', 'connected')
    await expect(this.card(name)).toHaveAttribute('data-path', 'direct')
  }

  /** The pictures, or the sounds, of the others. */
  tile(kind: 'camera' | 'microphone' | 'screen'): Locator {
    return this.page.locator(`[data-testid=tile][data-kind=${kind}]`)
  }

  async toggle(kind: 'camera' | 'microphone' | 'screen', state: 'on' | 'off'): Promise<void> {
    await this.id(kind).click()
    await expect(this.id(kind)).toHaveAttribute('data-state', state)
  }

  async say(text: string): Promise<void> {
    await this.id('chat-text').fill(text)
    await this.id('chat-send').click()
  }

  heard(text: string): Locator {
    return this.page.locator('[data-testid=chat-message][data-from=theirs]').filter({ has: this.page.getByTestId('chat-body').getByText(text, { exact: true }) })
  }

  /** Nothing may stick out at the side: the page scrolls downwards only. */
  async expectNoSidewaysScroll(): Promise<void> {
    const { content, view } = await this.page.evaluate(() => ({ content: document.documentElement.scrollWidth, view: innerWidth }))
    expect(content).toBeLessThanOrEqual(view)
  }

  /** Takes a picture at every size and in both colour schemes, for people to look at; one of each when tests are repeated. */
  async picture(name: string): Promise<void> {
    if (base.info().repeatEachIndex > 0) return
    for (const [size, viewport] of [['desktop', DESKTOP], ['phone', PHONE]] as const) {
      await this.page.setViewportSize(viewport)
      for (const colorScheme of ['light', 'dark'] as const) {
        await this.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await this.expectNoSidewaysScroll()
        await this.page.screenshot({ path: `test-results/pictures/${name}-${size}-${colorScheme}.png`, fullPage: true })
      }
    }
  }
}

/** People of these names in one room, each at a node of their own, who are connected to one another. */
export async function meet(visit: Fixtures['visit'], nodes: readonly string[], names: readonly string[]): Promise<DemoPage[]> {
  const all: DemoPage[] = []
  for (const [index, name] of names.entries()) all.push(await join(visit, `${nodes[index]}/demo/`, name, all[0]))
  for (const [index, person] of all.entries()) {
    for (const other of names.filter((_, at) => at !== index)) await person.expectConnectedTo(other)
  }
  return all
}

async function join(visit: Fixtures['visit'], address: string, name: string, host?: DemoPage): Promise<DemoPage> {
  const person = await visit(host ? address + new URL(await host.link()).hash : address)
  await (host ? person.accept(name) : person.create(name))
  return person
}

/** Frames of the video arrive, one after the other, and are shown. */
export async function expectMoving(tile: Locator): Promise<void> {
  const shown = (): Promise<{ width: number; time: number; frames: number }> => tile.locator('video').evaluate((video: HTMLVideoElement) => ({
    width: video.videoWidth, time: video.currentTime, frames: video.getVideoPlaybackQuality().totalVideoFrames,
  }))
  await expect.poll(async () => (await shown()).width).toBeGreaterThan(0)
  const before = await shown()
  await expect.poll(async () => (await shown()).frames).toBeGreaterThan(before.frames + 5)
  expect((await shown()).time).toBeGreaterThan(before.time)
}

interface Fixtures {
  /** Opens the demo in a browser profile of its own. The test fails if a page that was opened so complains. */
  visit(address: string, options?: BrowserContextOptions): Promise<DemoPage>
}

export const test = base.extend<Fixtures>({
  visit: async ({ browser, permissions }, use) => {
    const visitors: DemoPage[] = []
    await use(async (address, options) => {
      const context = await browser.newContext({ permissions: permissions ?? [], viewport: DESKTOP, ...options })
      const visitor = new DemoPage(await context.newPage())
      visitors.push(visitor)
      await visitor.page.goto(address)
      return visitor
    })
    for (const { page } of visitors) await page.context().close()
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([])
  },
})
