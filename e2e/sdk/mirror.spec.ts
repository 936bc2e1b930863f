import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { expect, test, type BrowserContext } from '@playwright/test'
import { Cluster } from '../support/cluster.js'
import { meshed, newRoom, RoomPage, talk } from '../support/room-page.js'

const javaOptions = '-Dalmenara.state-tables=almenara-boards,bat-hosts -Dalmenara.state-offers=almenara-offers -Dalmenara.state-changes=1000 -Dalmenara.pow-effort=0'
const tables = new Cluster({ name: 'tables', port: 24_480, nodes: 2, javaOptions })
/** A cluster that knows nothing of the other. */
const afar = new Cluster({ name: 'afar', port: 24_880, nodes: 1, javaOptions })

test.beforeAll(async () => {
  test.setTimeout(180_000)
  await tables.start()
  await afar.start()
})
test.afterAll(async () => {
  await tables.stop()
  await afar.stop()
})

const [first, second] = tables.urls as [string, string]
const [far] = afar.urls as [string]

/** A page in the room that mirrors the map `board` at its node. */
async function mirror(context: BrowserContext, node: string, room: string): Promise<RoomPage> {
  const opened = await RoomPage.open(context, node)
  await opened.join(room)
  await opened.page.evaluate(async (secret) => {
    const { shareState } = await import(`${location.origin}/sdk/almenara-state.js`) as typeof import('../../js-sdk/src/state/index.js')
    const { mirrorState } = await import(`${location.origin}/sdk/almenara-mirror.js`) as typeof import('../../js-sdk/src/mirror/index.js')
    globalThis.board = shareState(notes.room, 'board')
    const mirror = mirrorState(board, { node: location.origin, table: 'almenara-boards', secret })
    Object.assign(globalThis, { mirror })
  }, room)
  return opened
}

function sync({ page }: RoomPage): Promise<void> {
  return page.evaluate(() => (globalThis as unknown as { mirror: { sync(): Promise<void> } }).mirror.sync())
}

/** What a router does with a neighbour: it posts what it has, as a form, and has the answer then. */
async function visit(node: string, table: string, body: string): Promise<string> {
  const response = await fetch(`${node}/cgi-bin/shared-state/${table}`, { method: 'POST', body, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })
  expect(response.status).toBe(200)
  return response.text()
}

test('two clusters have one table through a router that knows nothing of signatures', async ({ context }) => {
  const room = newRoom()
  const [one, other] = [await mirror(context, second, room), await mirror(context, far, room)]
  await one.page.evaluate(() => board.set('from', 'one'))
  await other.page.evaluate(() => board.set('to', 'other'))
  await Promise.all([sync(one), sync(other)])
  await visit(first, 'bat-hosts', JSON.stringify({ 'node-1': { bleachTTL: 30, author: 'node-1', data: '02:00:00:00:00:01' } }))
  for (const table of ['almenara-boards', 'bat-hosts']) {
    const there = await visit(first, table, '')
    const both = await visit(far, table, there)
    await visit(first, table, both)
  }
  await Promise.all([sync(one), sync(other)])
  for (const { page } of [one, other]) expect(await page.evaluate(() => [notes.room.peers.size, board.snapshot()])).toEqual([0, { from: 'one', to: 'other' }])
  expect(JSON.parse(await visit(far, 'bat-hosts', ''))).toMatchObject({ 'node-1': { author: 'node-1', data: '02:00:00:00:00:01' } })
})

test('who comes to another node when nobody is there finds what was written', async ({ context }) => {
  const room = newRoom()
  const one = await mirror(context, first, room)
  await one.page.evaluate(() => {
    board.set('title', { text: 'Grüße' })
    board.set('gone', 1)
    board.delete('gone')
    for (let i = 0; i < 20; i++) board.set(`key ${i}`, 'x'.repeat(2_000))
  })
  await sync(one)
  await one.page.close({ runBeforeUnload: true })

  const other = await mirror(context, second, room)
  await sync(other)
  expect(await other.page.evaluate(() => [notes.room.peers.size, board.get('title'), Object.keys(board.snapshot()).length])).toEqual([0, { text: 'Grüße' }, 21])

  const table = await (await fetch(`${first}/cgi-bin/shared-state/almenara-boards`, { method: 'POST' })).text()
  expect(table).not.toMatch(/title|board"|key 1/)
  const stranger = await mirror(context, first, newRoom())
  await sync(stranger)
  expect(await stranger.page.evaluate(() => board.snapshot())).toEqual({})
})

/** A router that knows both clusters, and nothing of what it carries. */
function router(): ChildProcess {
  return spawn(resolve(import.meta.dirname, '../../docs/exchange.sh'), ['almenara-offers', '1', second, far], { stdio: 'inherit' })
}

/** The keys of what the far cluster has heard of rooms. */
async function told(): Promise<string[]> {
  return Object.keys(JSON.parse(await visit(far, 'almenara-offers', '')) as object)
}

/** Runs while a router goes to and fro between the clusters. */
async function routed(run: () => Promise<void>): Promise<void> {
  const carrier = router()
  try {
    await run()
  } finally {
    carrier.kill()
    await once(carrier, 'exit')
  }
}

test('two pages at two clusters that share nothing but a table are linked, and the link needs neither cluster nor router', async ({ context }) => {
  const room = newRoom()
  const [one, other] = [await RoomPage.open(context, first), await RoomPage.open(context, far)]
  await routed(async () => {
    const before = await told()
    await one.join(room)
    await expect.poll(async () => (await told()).some((key) => !before.includes(key))).toBe(true)
    await other.join(room)
    await meshed([one, other])
  })
  await talk(one, other)
  expect(await visit(far, 'almenara-offers', '')).not.toMatch(new RegExp(`${room}|${one.self}|${other.self}|candidate`))
})

test('two pages of a sealed room that were there before the router are linked', async ({ context }) => {
  const secret = `s1.${randomBytes(32).toString('base64url')}`
  const [one, other] = [await RoomPage.open(context, second), await RoomPage.open(context, far)]
  await one.join(secret)
  await other.join(secret)
  expect(await one.page.evaluate(() => notes.room.peers.size)).toBe(0)
  // Neither is a newcomer, so both make offers by signals after 5 s; where the machine is slow the first attempt may be given up.
  test.slow()
  await routed(async () => {
    await expect.poll(() => one.links(), { timeout: 90_000 }).toEqual([other.self])
    await meshed([one, other])
    await talk(one, other)
  })
})
