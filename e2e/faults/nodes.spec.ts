import { expect, test } from '@playwright/test'
import { json, operator } from './support/operator.js'

const PORTS = [28480, 28580] as const
const [ONE, OTHER] = PORTS.map((port) => `http://127.0.0.1:${port}/`) as [string, string]

interface Status {
  readonly mesh: { readonly url: string, readonly key: string, readonly listed: number, readonly record: { readonly k: string } }
}

test('two operators of whom one knows a URL of the other find each other, and show what they know', async ({ page }) => {
  test.setTimeout(240_000)
  const one = operator(PORTS[0], { seeds: OTHER, ports: PORTS })
  const other = operator(PORTS[1], { seeds: '', ports: PORTS, effort: 1000 })
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
