import { expect, test } from '@playwright/test'
import { Cluster } from '../support/cluster.js'

const PORTS = [28480, 28580] as const
const [ONE, OTHER] = PORTS.map((port) => `http://127.0.0.1:${port}/`) as [string, string]

/** A cluster of its own: its JGroups port is nobody else's. */
function operator(port: number, seeds: string, effort: number): Cluster {
  const options = { 'nodes-url': `http://127.0.0.1:${port}/`, 'nodes-seeds': seeds, 'nodes-networks': '127.0.0.0/8', 'nodes-ports': PORTS.join(), 'pow-effort': effort }
  const javaOptions = Object.entries(options).map(([name, value]) => `-Dalmenara.${name}=${value}`).join(' ')
  return new Cluster({ name: `operator-${port}`, port, nodes: 1, javaOptions })
}

async function json<T>(url: string): Promise<T> {
  const answer = await fetch(url, { headers: { Accept: 'application/json' } })
  return await answer.json() as T
}

interface Status {
  readonly mesh: { readonly url: string, readonly key: string, readonly listed: number, readonly record: { readonly k: string } }
}

test('two operators of whom one knows a URL of the other find each other, and show what they know', async ({ page }) => {
  test.setTimeout(240_000)
  const one = operator(PORTS[0], OTHER, 0)
  const other = operator(PORTS[1], '', 1000)
  try {
    // One after the other: each builds what is stale.
    await one.start()
    await other.start()
    await expect.poll(() => json<string[]>(`${ONE}nodes`), { timeout: 90_000 }).toEqual([OTHER])
    await expect.poll(() => json<string[]>(`${OTHER}nodes`), { timeout: 90_000 }).toEqual([ONE])

    const { mesh } = await json<Status>(ONE)
    expect(mesh).toMatchObject({ url: ONE, listed: 1 })
    const [known] = await json<{ k: string }[]>(`${OTHER}nodes?full`)
    expect(known?.k, 'the record is that of the other').toBe(mesh.key)

    await page.goto(ONE)
    await expect(page.getByRole('heading', { name: 'The mesh' })).toBeVisible()
    await expect(page.getByRole('row', { name: OTHER })).toContainText('1000')
    await expect(page.getByRole('row', { name: 'nodes verified' })).toContainText('1')
  } finally {
    await Promise.all([one.stop(), other.stop()])
  }
})
