import { expect } from '@playwright/test'
import { chromium, LOOPBACK } from '../support/chromium.js'
import { type DemoPage, DESKTOP, meet, PHONE, test } from '../support/demo-page.js'
import { RoomPage } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

/** What the demo's js/links.js and js/shelf.js export for tests. */
interface Links { MOST_LINKS: number; readLinks(message: unknown): { node: string; links: object[] } }
interface Shelf { MOST_FILES: number; readFiles(message: unknown): object[] }

test.use({ launchOptions: chromium(LOOPBACK) })

async function expectGraph(person: DemoPage, nodes: number, edges: number): Promise<void> {
  await expect(person.page.getByTestId('graph-node')).toHaveCount(nodes)
  await expect(person.page.getByTestId('graph-edge')).toHaveCount(edges)
  await expect(person.page.getByTestId('graph-row')).toHaveCount(edges)
}

test('each page draws who is connected to whom, those between others included, and follows when somebody leaves', async ({ visit }) => {
  const [ada, bob, carl] = await meet(visit, cluster.urls, ['Ada', 'Bob', 'Carl']) as [DemoPage, DemoPage, DemoPage]
  for (const person of [ada, bob, carl]) {
    await person.open('graph')
    await expectGraph(person, 3, 3)
    for (const kind of ['graph-edge', 'graph-row']) for (const edge of await person.page.getByTestId(kind).all()) await expect(edge).toHaveAttribute('data-kind', 'direct')
    for (const node of ['node1', 'node2', 'node3']) await expect(person.id('graph')).toContainText(`at ${node}`)
    await expect(person.id('graph')).toHaveAttribute('aria-label', '3 people, 3 connections; the table below has them.')
  }
  const between = ada.page.getByTestId('graph-row').filter({ hasText: 'Bob' }).filter({ hasText: 'Carl' })
  await expect(between).toHaveText(/(Bob, at node2.*Carl, at node3|Carl, at node3.*Bob, at node2).*direct.*(host|prflx) – (host|prflx), udp/)
  await ada.picture('graph')

  await carl.id('leave').click()
  for (const person of [ada, bob]) await expectGraph(person, 2, 1)
  await bob.id('leave').click()
  await expectGraph(ada, 1, 0)
  await expect(ada.id('graph-empty')).toBeVisible()
})

test('names of any length stay inside of the picture, and apart', async ({ visit }) => {
  const people = await meet(visit, cluster.urls, ['W'.repeat(40), 'i'.repeat(40)]) as [DemoPage, DemoPage]
  for (const person of people) {
    await person.open('graph')
    await expectGraph(person, 2, 1)
    for (const viewport of [PHONE, DESKTOP]) {
      await person.page.setViewportSize(viewport)
      const places = (): Promise<{ picture: DOMRect; names: DOMRect[] }> => person.id('graph').evaluate((graph) => ({
        picture: graph.getBoundingClientRect(), names: [...graph.querySelectorAll('.dot-name')].map((name) => name.getBoundingClientRect()).sort((one, other) => one.left - other.left),
      }))
      await expect.poll(async () => {
        const { picture, names: [one, other] } = await places()
        return picture.width > 0 && one!.left >= picture.left && one!.right < other!.left && other!.right <= picture.right
      }, `at ${viewport.width} x ${viewport.height}`).toBe(true)
      for (const cell of await person.page.getByTestId('graph-row').locator('td').all()) {
        expect(await cell.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)).toBe(true)
      }
    }
    await person.picture('graph-long-names')
  }
})

test('what somebody makes up about links, files and pens does no harm, and text stays text', async ({ visit, context }) => {
  const [ada, bob] = await meet(visit, cluster.urls, ['Ada', 'Bob']) as [DemoPage, DemoPage]
  const liar = await RoomPage.open(context, cluster.urls[2] as string)
  await liar.join(new URL(await ada.link()).hash.replace('#room=', ''))
  await expect.poll(() => liar.links()).toHaveLength(2)
  await liar.page.evaluate(() => {
    const say = (action: string, data: unknown): void => void notes.room.action<unknown>(action).send(data)
    const way = { kind: 'direct', local: 'host', remote: 'host', protocol: 'udp', ms: 1 }
    for (const nothing of [null, 7, 'text', [], { links: 4, files: 4 }, { links: [null, 5], files: [null, 5] }]) for (const action of ['links', 'files', 'board-pen', 'profile', 'chat']) say(action, nothing)
    say('board-pen', ['a', {}])
    say('links', { node: '<b>tower</b>', links: [{ to: 'nobody', ...way }, { to: notes.room.self, ...way }, { to: [...notes.room.peers.keys()][0], ...way, kind: 'sideways' }] })
    say('files', { files: [{ id: 'A'.repeat(43), name: '<img src=x onerror=alert(1)>', size: 5, received: 5 }, { id: 'A'.repeat(43), name: 'x', size: 5, received: 6 }, { id: '../etc', name: 'y', size: 1, received: 1 }] })
  })
  await ada.open('files')
  await expect(ada.page.getByTestId('file-name')).toHaveText('<img src=x onerror=alert(1)>')
  await expect(ada.page.getByTestId('file')).toHaveCount(1)
  await ada.open('graph')
  await expect(ada.id('graph')).toContainText('<b>tower</b>')
  await expectGraph(ada, 3, 3)
  await bob.say('Still here.')
  await expect(ada.heard('Still here.')).toBeAttached()
  await liar.leave()
  await expectGraph(ada, 2, 1)
  await expect(ada.page.getByTestId('file')).toHaveCount(0)
})

test('of one page so many links and files are taken and no more', async ({ visit }) => {
  const ada = await visit(`${cluster.urls[0]}/demo/`)
  const counts = await ada.page.evaluate(async () => {
    const { MOST_LINKS, readLinks } = await import(`${location.origin}/demo/js/links.js`) as Links
    const { MOST_FILES, readFiles } = await import(`${location.origin}/demo/js/shelf.js`) as Shelf
    const link = { to: 'x'.repeat(64), kind: 'relayed', local: 'relay', remote: 'srflx', protocol: 'tcp', ms: 60_000 }
    const file = { id: 'A'.repeat(43), name: 'name', type: '', size: 5, received: 0 }
    const around = (most: number): number[] => [most - 1, most, most + 1]
    return {
      links: around(MOST_LINKS).map((count) => readLinks({ node: 'n', links: Array(count).fill(link) }).links.length - MOST_LINKS),
      files: around(MOST_FILES).map((count) => readFiles({ files: Array(count).fill(file) }).length - MOST_FILES),
      bad: [{ to: 'x'.repeat(65) }, { to: 5 }, { kind: 'other' }, { local: 'x' }, { remote: 'x' }, { protocol: 'sctp' }].map((part) => readLinks({ links: [{ ...link, ...part }] }).links.length),
      late: readLinks({ links: [{ ...link, ms: 60_001 }] }).links,
    }
  })
  expect(counts).toEqual({ links: [-1, 0, 0], files: [-1, 0, 0], bad: [0, 0, 0, 0, 0, 0], late: [{ to: 'x'.repeat(64), kind: 'relayed', local: 'relay', remote: 'srflx', protocol: 'tcp', ms: undefined }] })
})
