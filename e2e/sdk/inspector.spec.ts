import { readFile } from 'node:fs/promises'
import type { BrowserContext, Locator, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import type { InspectorElement, Recording } from '../../js-sdk/src/inspector/index.js'
import { PageServer } from '../support/page-server.js'
import { meshed, newRoom, RoomPage, talk } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

const [first, second] = cluster.urls as [string, string]
/** Of a message whose bytes are to be seen. */
const LARGE = 20_000

/** A page that is in the room and shows the inspector, alone. */
async function inspected(context: BrowserContext, room: string): Promise<RoomPage> {
  const opened = await RoomPage.open(context, first)
  await opened.join(room)
  await opened.page.evaluate(async () => {
    await import(`${location.origin}/sdk/almenara-inspector.js`)
    const inspector = document.createElement('almenara-inspector') as InspectorElement
    inspector.watch(notes.room, 'lobby')
    document.body.replaceChildren(inspector)
  })
  return opened
}

const panel = (page: Page): Locator => page.getByRole('tabpanel')
const choose = (page: Page, name: string): Promise<void> => page.getByRole('tab', { name }).click()

/** The cells of the only row of the table of peers, by the names of their columns. */
async function row(page: Page): Promise<Record<string, string>> {
  return page.locator('tbody tr').evaluate((row) => Object.fromEntries([...row.children].map((cell) => [cell.getAttribute('data-label'), cell.textContent])) as Record<string, string>)
}

/** Kilobytes that the first line of a cell says. */
function kilobytes(cell: string | undefined): number {
  const [value, unit] = cell?.split(/\s/) ?? []
  return Number(value) * ({ kB: 1, MB: 1_000 }[unit ?? ''] ?? 0)
}

/** What a download has in it. */
async function saved(page: Page): Promise<{ name: string; text: string; recording: Recording }> {
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download JSON' }).click()
  const download = await waiting
  const text = await readFile(await download.path(), 'utf8')
  return { name: download.suggestedFilename(), text, recording: JSON.parse(text) as Recording }
}

test('the inspector shows the path of a link and its bytes, and what it saves has no secrets', async ({ context }) => {
  const room = newRoom()
  const ada = await inspected(context, room)
  const tokens: string[] = []
  const bob = await RoomPage.open(context, second)
  bob.page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => tokens.push(.../"token":"([^"]+)"/.exec(String(payload))?.slice(1) ?? [])))
  await bob.join(room)
  await meshed([ada, bob])
  const { page } = ada
  await page.bringToFront()

  await test.step('the room', async () => {
    for (const words of ['lobby', 'joined', 'node1', 'websocket', '0 of 1']) await expect(panel(page)).toContainText(words)
  })
  await test.step('the peer, whose bytes grow', async () => {
    await choose(page, 'Peers')
    await expect.poll(async () => (await row(page)).Path).toMatch(/^direct: (host|prflx|srflx) ↔ (host|prflx|srflx), udp$/)
    expect(await row(page)).toMatchObject({ Peer: `${bob.self.slice(0, 8)}…`, State: 'connected', Restarts: '0', Buffered: '0\u00a0B' })
    await expect.poll(async () => (await row(page))['Round trip']).toMatch(/^[\d.]+ ms$/)
    const before = await row(page)
    await talk(ada, bob, 'x'.repeat(LARGE))
    for (const way of ['Sent', 'Received']) {
      await expect.poll(async () => kilobytes((await row(page))[way])).toBeGreaterThanOrEqual(kilobytes(before[way]) + LARGE / 1_000 - 1)
    }
  })
  await test.step('an ICE restart', async () => {
    await page.evaluate(() => [...notes.room.peers.values()][0]?.connection?.restartIce())
    await expect.poll(async () => (await row(page)).Restarts).toBe('1')
  })
  await test.step('the timeline, by kind', async () => {
    await choose(page, 'Timeline')
    await expect(page.getByRole('row').filter({ hasText: 'ICE restart' })).toBeVisible()
    await page.getByLabel('Kind').selectOption('offer')
    await expect(page.getByRole('row').filter({ hasText: 'was answered' })).toHaveCount(1)
    await expect(page.getByRole('row').filter({ hasText: 'ICE restart' })).toHaveCount(0)
  })
  await test.step('the export', async () => {
    await choose(page, 'Export')
    const { name, text, recording } = await saved(page)
    expect(name).toMatch(/^almenara-[\dTZ-]+\.json$/)
    expect(recording).toMatchObject({ schema: 'almenara-inspector', version: 1, masked: { addresses: true, ids: false } })
    expect(recording.rooms[0]).toMatchObject({ self: ada.self, pool: { answered: 1 }, peers: [{ id: bob.self, restarts: 1, path: { kind: 'direct' } }] })
    expect(recording.timeline.entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['room', 'offer', 'ice']))
    expect(tokens.length).toBeGreaterThan(0)
    for (const secret of [room, ...tokens]) expect(text).not.toContain(secret)
    expect(text).not.toMatch(/\d+\.\d+\.\d+\.\d+/)
    await page.getByLabel('Mask IP addresses').uncheck()
    expect((await saved(page)).text).toContain('127.0.0.1')
  })
})

test('the clipboard takes the same', async ({ context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { page } = await inspected(context, newRoom())
  await page.bringToFront()
  await choose(page, 'Export')
  await page.getByRole('button', { name: 'Copy JSON' }).click()
  await expect(page.getByRole('status')).toHaveText(/^Copied: \d+ entries, 1 rooms\.$/)
  expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toMatchObject({ schema: 'almenara-inspector' })
})

test('under a policy that allows scripts of the site alone it has its looks, and violates nothing', async ({ context }) => {
  const site = await PageServer.open("default-src 'none'; script-src 'self'")
  const page = await context.newPage()
  await page.addInitScript(() => {
    const notes = globalThis as unknown as { blocked: string[] }
    notes.blocked = []
    addEventListener('securitypolicyviolation', ({ violatedDirective }) => notes.blocked.push(violatedDirective))
  })
  await page.goto(site.url)
  const looks = await page.evaluate(async () => {
    await import(`${location.origin}/sdk/almenara-inspector.js`)
    const inspector = document.createElement('almenara-inspector')
    document.body.append(inspector)
    return getComputedStyle(inspector).borderTopLeftRadius
  })
  expect(looks).toBe('8px')
  for (const name of ['Peers', 'Timeline', 'Export']) await choose(page, name)
  expect(await page.evaluate(() => (globalThis as unknown as { blocked: string[] }).blocked)).toEqual([])
  await site.close()
})

test('the keyboard goes from tab to tab, and from there into the panel', async ({ context }) => {
  const { page } = await inspected(context, newRoom())
  await page.bringToFront()
  await page.getByRole('tab', { name: 'Rooms' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'Timeline', selected: true })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(panel(page)).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByLabel('Kind')).toBeFocused()
})

test('it fits a narrow page and a wide one, light and dark, and stays as high as it is', async ({ context }) => {
  const room = newRoom()
  const ada = await inspected(context, room)
  const bob = await RoomPage.open(context, second)
  await bob.join(room)
  await meshed([ada, bob])
  const { page } = ada
  await page.bringToFront()
  const height = (): Promise<number | undefined> => page.locator('almenara-inspector').boundingBox().then((box) => box?.height)
  const before = await height()
  for (const [size, width] of [['wide', 1280], ['phone', 360], ['narrow', 320]] as const) {
    await page.setViewportSize({ width, height: 640 })
    for (const name of ['Rooms', 'Peers', 'Timeline', 'Export']) {
      await choose(page, name)
      await expect(panel(page)).toContainText({ Rooms: '0 of 1', Peers: 'direct', Timeline: 'was answered', Export: 'Download' }[name] as string)
      const wider = await page.locator('almenara-inspector').evaluate((inspector) => [...inspector.shadowRoot?.querySelectorAll('*') ?? []]
        .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'auto').map(({ className, id }) => className || id))
      expect([name, width, wider]).toEqual([name, width, []])
      expect(await height()).toBe(before)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.screenshot({ path: `test-results/pictures/inspector-${name.toLowerCase()}-${size}-${colorScheme}.png` })
      }
    }
  }
})
