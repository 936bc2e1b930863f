import { expect, test } from '@playwright/test'
import type { Cluster } from '../support/cluster.js'
import { PageServer } from '../support/page-server.js'
import { newRoom } from '../support/room-page.js'
import { MeshPage } from './support/mesh-page.js'
import { json, operator } from './support/operator.js'

const PORTS = [28780, 28880, 28980] as const
const URLS = PORTS.map((port) => `http://127.0.0.1:${port}`) as [string, string, string]
const [ONE, TWO] = URLS

/** Three operators; all but the first know its URL, and nothing else of each other. */
async function start(operators: readonly Cluster[]): Promise<void> {
  // One after the other: each builds what is stale.
  for (const each of operators) await each.start()
  for (const url of URLS) {
    const others = URLS.filter((other) => other !== url).map((other) => `${other}/`)
    await expect.poll(async () => (await json<string[]>(`${url}/nodes`)).sort(), { message: `what ${url} lists`, timeout: 120_000 }).toEqual(others)
  }
}

async function kill(operators: readonly Cluster[], url: string): Promise<void> {
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
  test.setTimeout(600_000)
  const operators = PORTS.map((port) => operator(port, { seeds: port === PORTS[0] ? '' : `${ONE}/`, ports: PORTS }))
  const site = await PageServer.open('')
  const room = newRoom()
  try {
    await start(operators)
    const one = await MeshPage.join(context, site.url, { bootstrap: ONE, room })
    const other = await MeshPage.join(context, site.url, { bootstrap: TWO, room })
    await meshed([one, other])
    await expect.poll(() => one.nodes()).toHaveLength(2)
    const [best = '', second = ''] = await one.nodes()
    await expect.poll(() => other.nodes()).toEqual([best, second])

    await kill(operators, best)
    const next = URLS.find((url) => url !== best && url !== second) as string
    for (const page of [one, other]) await expect.poll(async () => (await page.nodes()).sort()).toEqual([second, next].sort())
    const third = await MeshPage.join(context, site.url, { bootstrap: second, room })
    await meshed([one, other, third])

    for (const url of [second, next]) await kill(operators, url)
    await expect.poll(() => one.state(), { timeout: 40_000 }).toBe('signal-reconnecting')
    await one.addStream()
    for (const page of [other, third]) await expect.poll(() => page.notes('tracks')).toEqual(['video'])
    await one.send('still here')
    for (const page of [other, third]) await expect.poll(() => page.notes('messages')).toEqual(['still here'])
    for (const page of [one, other, third]) expect([await page.notes('closed'), await page.notes('left')], await page.notes('log').then((log) => log.join('\n'))).toEqual([[], []])
  } finally {
    await Promise.all(operators.map((each) => each.stop()))
    await site.close()
  }
})
