import { createHash } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { Cluster } from '../support/cluster.js'
import { ForeignDht } from '../support/dht.js'

const PORTS = [28480, 28580, 28680]
const URLS = PORTS.map((port) => `http://127.0.0.1:${port}/`)
const EFFORT = 1000

/** A cluster of its own: its JGroups port is nobody else's. It knows nobody but a node of the DHT. */
function operator(port: number, dht: number): Cluster {
  const options = {
    'nodes-url': `http://127.0.0.1:${port}/`,
    'nodes-networks': '127.0.0.0/8',
    'nodes-ports': PORTS.join(),
    'dht-port': 6881,
    'dht-private': true,
    'dht-bootstrap': `127.0.0.1:${dht}`,
    'pow-effort': EFFORT,
  }
  const javaOptions = Object.entries(options).map(([name, value]) => `-Dalmenara.${name}=${value}`).join(' ')
  return new Cluster({ name: `operator-${port}`, port, nodes: 1, javaOptions })
}

async function json<T>(url: string): Promise<T> {
  const answer = await fetch(url, { headers: { Accept: 'application/json' } })
  return await answer.json() as T
}

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
  return (await json<{ mesh: Mesh }>(url)).mesh
}

const heard = (): Promise<Mesh['heard'][]> => Promise.all(URLS.map(async (url) => (await mesh(url)).heard))
const total = (all: readonly Mesh['heard'][], source: string): number => all.reduce((sum, each) => sum + (each[source] ?? 0), 0)
const others = (url: string): string[] => URLS.filter((each) => each !== url)
const bytes = (text: string): Buffer => Buffer.from(text, 'base64url')

/** The key under which the DHT has a record (BEP 44). */
const target = ({ k, salt }: NodeRecord): string => createHash('sha1').update(bytes(k)).update(salt).digest('hex')

test('three operators who know nothing of each other meet through a DHT of other programs', async ({ page }) => {
  test.setTimeout(240_000)
  const dht = await ForeignDht.start()
  const operators = PORTS.map((port) => operator(port, dht.port))
  try {
    await Promise.all(operators.map((each) => each.start()))
    for (const url of URLS) {
      await expect.poll(async () => (await json<string[]>(`${url}nodes`)).sort(), { timeout: 60_000 }).toEqual(others(url))
    }

    const all = await Promise.all(URLS.map(mesh))
    expect(new Set(all.map(({ key }) => key)).size, 'each has a key of its own').toBe(URLS.length)
    const known = await json<NodeRecord[]>(`${URLS[0]}nodes?full`)
    expect(known.map(({ k }) => k).sort(), 'the records are those of the others').toEqual(all.slice(1).map(({ key }) => key).sort())

    for (const { url, record } of all) {
      await expect.poll(() => dht.get(target(record), record.salt), { message: 'the other program finds and verifies the record' })
        .toMatchObject({ seq: record.seq, value: { url } })
    }
    // Of two who meet, one has found the other there, or a third one that both have met has told it.
    await expect.poll(async () => total(await heard(), 'dht'), { timeout: 30_000 }).toBeGreaterThanOrEqual(2)
    expect(total(await heard(), 'seed')).toBe(0)

    await page.goto(URLS[0] ?? '')
    await expect(page.getByRole('heading', { name: 'The mesh' })).toBeVisible()
    await expect(page.getByRole('row', { name: URLS[1] ?? '' })).toContainText(String(EFFORT))
    await expect(page.getByRole('row', { name: 'nodes verified' })).toContainText('2')
  } finally {
    await Promise.all(operators.map((each) => each.stop()))
    await dht.stop()
  }
})
