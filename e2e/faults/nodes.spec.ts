import { createHash } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import type { Cluster } from '../support/cluster.js'
import { ForeignDht } from '../support/dht.js'
import { PageServer } from '../support/page-server.js'
import { newRoom } from '../support/room-page.js'
import { MeshPage } from './support/mesh-page.js'
import { json, operator } from './support/operator.js'

const PORTS = [28480, 28580, 28680] as const
const URLS = PORTS.map((port) => `http://127.0.0.1:${port}`) as [string, string, string]
const [ONE, TWO] = URLS
const EFFORT = 1000

interface NodeRecord {
  readonly k: string
  readonly salt: string
  readonly seq: number
  readonly v: string
}

interface Mesh {
  readonly url: string
  readonly key: string
  readonly listed: number
  readonly heard: Readonly<Record<string, number>>
  readonly record: NodeRecord
}

async function mesh(url: string): Promise<Mesh> {
  return (await json<{ mesh: Mesh }>(`${url}/`)).mesh
}

const heard = (): Promise<Mesh['heard'][]> => Promise.all(URLS.map(async (url) => (await mesh(url)).heard))
const total = (all: readonly Mesh['heard'][], source: string): number => all.reduce((sum, each) => sum + (each[source] ?? 0), 0)
const others = (url: string): string[] => URLS.filter((each) => each !== url).map((each) => `${each}/`)
const bytes = (text: string): Buffer => Buffer.from(text, 'base64url')

/** The key under which the DHT has a record (BEP 44). */
const target = ({ k, salt }: NodeRecord): string => createHash('sha1').update(bytes(k)).update(salt).digest('hex')

// The pages go to the nodes that have met, and the nodes are killed then.
test.describe.configure({ mode: 'serial', timeout: 240_000 })

let dht: ForeignDht
let operators: readonly Cluster[] = []

test.beforeAll(async () => {
  // The first of them builds what is stale.
  test.setTimeout(400_000)
  dht = await ForeignDht.start()
  operators = PORTS.map((port) => operator({ port, ports: PORTS, dht: dht.port, effort: EFFORT }))
  await Promise.all(operators.map((each) => each.start()))
})

test.afterAll(async () => {
  await Promise.all(operators.map((each) => each.stop()))
  await dht.stop()
})

test('three operators who know nothing of each other meet through a DHT of other programs', async ({ page }) => {
  for (const url of URLS) {
    await expect.poll(async () => (await json<string[]>(`${url}/nodes`)).sort(), { message: `what ${url} lists`, timeout: 60_000 }).toEqual(others(url))
  }

  const all = await Promise.all(URLS.map(mesh))
  expect(new Set(all.map(({ key }) => key)).size, 'each has a key of its own').toBe(URLS.length)
  const known = await json<NodeRecord[]>(`${ONE}/nodes?full`)
  expect(known.map(({ k }) => k).sort(), 'the records are those of the others').toEqual(all.slice(1).map(({ key }) => key).sort())

  for (const { url, record } of all) {
    await expect.poll(() => dht.get(target(record), record.salt), { message: 'the other program finds and verifies the record' })
      .toMatchObject({ seq: record.seq, value: { url } })
  }
  // Of two who meet, one has found the other there, or a third one that both have met has told it.
  await expect.poll(async () => total(await heard(), 'dht'), { timeout: 30_000 }).toBeGreaterThanOrEqual(2)
  expect(total(await heard(), 'seed')).toBe(0)

  await page.goto(ONE)
  await expect(page.getByRole('heading', { name: 'The mesh' })).toBeVisible()
  await expect(page.getByRole('row', { name: `${TWO}/` })).toContainText(String(EFFORT))
  await expect(page.getByRole('row', { name: 'nodes verified' })).toContainText('2')
})

test('the demo is at two of them at once', async ({ page }) => {
  await page.goto(`${ONE}/demo/?mesh`)
  await page.locator('#name').fill('Ada')
  await page.locator('#create-room').click()
  await atTwo(page)
})

test('the choice of the mesh outlives a reload, and comes along with a link that is pasted', async ({ page, context }) => {
  await page.goto(`${ONE}/demo/`)
  await page.locator('#name').fill('Ada')
  await page.locator('#options-toggle').click()
  await page.locator('#mesh').check()
  await page.locator('#create-room').click()
  await atTwo(page)
  await page.reload()
  await atTwo(page)

  const other = await context.newPage()
  await other.goto(`${TWO}/demo/`)
  await other.locator('#name').fill('Bob')
  await other.locator('#place').fill(page.url())
  await other.locator('#place-form').getByRole('button').click()
  await atTwo(other)
})

async function atTwo(page: Page): Promise<void> {
  const nodes = page.locator('#mesh-nodes')
  await expect.poll(async () => {
    const text = await nodes.textContent()
    return URLS.filter((url) => text?.includes(url)).length
  }).toBe(2)
  await expect(nodes).not.toContainText('…')
}

async function kill(url: string): Promise<void> {
  const [node] = operators[URLS.indexOf(url)]?.nodes ?? []
  node?.signal('SIGKILL')
  await expect.poll(() => node?.alive).toBe(false)
}

async function meshed(pages: readonly MeshPage[]): Promise<void> {
  for (const page of pages) {
    const others = pages.filter((other) => other !== page).map(({ self }) => self).sort()
    await expect.poll(() => page.links(), { message: `the open links of ${page.self}` }).toEqual(others).catch(async (error) => { throw new Error((await page.notes('log')).join('\n'), { cause: error }) })
  }
}

test('pages with different bootstrap nodes meet, move to the same next node when the best is killed, and keep their links when all are', async ({ context }) => {
  const site = await PageServer.open('')
  const room = newRoom()
  try {
    const one = await MeshPage.join(context, site.url, { bootstrap: ONE, room })
    const other = await MeshPage.join(context, site.url, { bootstrap: TWO, room })
    await meshed([one, other])
    await expect.poll(() => one.nodes()).toHaveLength(2)
    const [best = '', second = ''] = await one.nodes()
    await expect.poll(() => other.nodes()).toEqual([best, second])

    await kill(best)
    const next = URLS.find((url) => url !== best && url !== second) as string
    for (const page of [one, other]) await expect.poll(async () => (await page.nodes()).sort()).toEqual([second, next].sort())
    const third = await MeshPage.join(context, site.url, { bootstrap: second, room })
    await meshed([one, other, third])

    for (const url of [second, next]) await kill(url)
    await expect.poll(() => one.state(), { timeout: 40_000 }).toBe('signal-reconnecting')
    await one.addStream()
    for (const page of [other, third]) await expect.poll(() => page.notes('tracks')).toEqual(['video'])
    await one.send('still here')
    for (const page of [other, third]) await expect.poll(() => page.notes('messages')).toEqual(['still here'])
    for (const page of [one, other, third]) expect([await page.notes('closed'), await page.notes('left')], await page.notes('log').then((log) => log.join('\n'))).toEqual([[], []])
  } finally {
    await site.close()
  }
})
