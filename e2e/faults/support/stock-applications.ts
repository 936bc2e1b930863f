import { randomUUID } from 'node:crypto'
import { expect, type Browser, type Page } from '@playwright/test'
import type { DataConnection, Peer } from 'peerjs'
import type { WebrtcProvider } from 'y-webrtc'
import type * as Yjs from 'yjs'
import { bundle, openStock } from '../../support/stock-page.js'

const PATIENCE = { timeout: 60_000 }

/** An application of another project's client, unchanged, on three pages: one at a node that is going to die, one at another, and one that comes when it has died. */
export interface StockApplication {
  readonly name: string
  /** What of its packages a page needs. */
  readonly packages: string
  /** The two pages meet. */
  meet(hit: Page, far: Page): Promise<void>
  /** Everything is as it was, and the late page finds both. */
  expectWhole(hit: Page, far: Page, late: Page): Promise<void>
}

interface Swarm { on(event: 'peerconnect', told: (peer: object) => void): void; on(event: 'msg', told: (peer: object, text: string) => void): void; start(): void; send(peer: object, text: string): Promise<unknown> }

interface Stock { Peer: typeof Peer; Doc: typeof Yjs.Doc; WebrtcProvider: typeof WebrtcProvider; P2PT: new (trackers: string[], identifier: string) => Swarm }

declare global {
  var stock: Stock
  var calls: { peer: Peer; links: DataConnection[]; heard: unknown[]; opened: number; closed: number }
  var documents: { doc: Yjs.Doc; provider: WebrtcProvider }
  var greetings: string[]
}

async function call(page: Page, id: string): Promise<void> {
  await page.evaluate(async (id) => {
    const link = calls.peer.connect(id, { serialization: 'json', reliable: true })
    link.on('close', () => { calls.closed += 1 })
    calls.links.push(link)
    await new Promise<void>((opened) => link.on('open', () => opened()))
  }, id)
}

const say = (page: Page, text: string): Promise<void> => page.evaluate((text) => { void calls.links.at(-1)?.send(text) }, text)
const heard = (page: Page): Promise<unknown[]> => page.evaluate(() => calls.heard)

/** How often the node has given the page its id. */
const opened = (page: Page): Promise<number> => page.evaluate(() => calls.opened)

/** Ids, by which others call. */
function peerjs(): StockApplication {
  const ids = { hit: `hit-${randomUUID()}`, far: `far-${randomUUID()}`, late: `late-${randomUUID()}` }

  async function open(page: Page, id: string): Promise<void> {
    await page.evaluate((id) => {
      const peer = new stock.Peer(id, { host: location.hostname, port: Number(location.port), path: '/peerjs', config: { iceServers: [] } })
      globalThis.calls = { peer, links: [], heard: [], opened: 0, closed: 0 }
      peer.on('open', () => { calls.opened += 1 })
      peer.on('disconnected', () => peer.reconnect())
      peer.on('connection', (link) => {
        link.on('data', (data) => calls.heard.push(data))
        link.on('close', () => { calls.closed += 1 })
      })
    }, id)
    await expect.poll(() => opened(page), PATIENCE).toBe(1)
  }

  return {
    name: 'peerjs',
    packages: "export { Peer } from 'peerjs'",

    async meet(hit, far) {
      await open(hit, ids.hit)
      await open(far, ids.far)
      await call(far, ids.hit)
      await say(far, 'before')
      await expect.poll(() => heard(hit)).toEqual(['before'])
    },

    async expectWhole(hit, far, late) {
      await expect.poll(() => opened(hit), PATIENCE).toBeGreaterThan(1)
      expect(await hit.evaluate(() => calls.peer.id), 'the id is the same').toBe(ids.hit)
      await say(far, 'over the link that was there')
      await expect.poll(() => heard(hit)).toEqual(['before', 'over the link that was there'])
      await open(late, ids.late)
      for (const caller of [far, late]) {
        await call(caller, ids.hit)
        await say(caller, 'over a new link')
      }
      await expect.poll(async () => (await heard(hit)).slice(2)).toEqual(['over a new link', 'over a new link'])
      await call(hit, ids.late)
      expect(await Promise.all([hit, far].map((page) => page.evaluate(() => calls.closed))), 'no link was closed').toEqual([0, 0])
    },
  }
}

const write = (page: Page, text: string): Promise<void> => page.evaluate((text) => documents.doc.getText('text').insert(0, text), text)
const text = (page: Page): Promise<string> => page.evaluate(() => documents.doc.getText('text').toString())
const links = (page: Page): Promise<number | undefined> => page.evaluate(() => documents.provider.room?.webrtcConns.size)

async function expectConnected(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => documents.provider.signalingConns.every(({ connected }) => connected)), PATIENCE).toBe(true)
}

/** Subscriptions, by which pages with a document find each other. */
function yWebrtc(): StockApplication {
  const room = randomUUID()

  async function open(page: Page): Promise<void> {
    await page.evaluate((room) => {
      const doc = new stock.Doc()
      const provider = new stock.WebrtcProvider(room, doc, { signaling: [`ws://${location.host}/y-webrtc`], peerOpts: { config: { iceServers: [] } } })
      globalThis.documents = { doc, provider }
    }, room)
  }

  return {
    name: 'y-webrtc',
    packages: "export { Doc } from 'yjs'; export { WebrtcProvider } from 'y-webrtc'",

    async meet(hit, far) {
      await open(hit)
      await expectConnected(hit)
      await open(far)
      await write(hit, 'before; ')
      await expect.poll(() => text(far), PATIENCE).toBe('before; ')
    },

    async expectWhole(hit, far, late) {
      await expectConnected(hit)
      await write(hit, 'of the one; ')
      await expect.poll(() => text(far)).toBe('of the one; before; ')
      await open(late)
      // Who comes is announced to those who are subscribed: only so it finds both.
      await expect.poll(() => links(late), PATIENCE).toBe(2)
      await expect.poll(() => text(late)).toBe('of the one; before; ')
      await write(late, 'of the late one; ')
      for (const page of [hit, far]) await expect.poll(() => text(page)).toBe('of the late one; of the one; before; ')
    },
  }
}

/** The longest that a page waits for anything by a timer: the client of trackers would add up to five minutes of chance to its ten seconds. */
const LONGEST_TIMER = 10_000

const greeted = (page: Page): Promise<string[]> => page.evaluate(() => [...greetings].sort())

/** A swarm, whose peers a tracker hands to each other. */
function p2pt(): StockApplication {
  const identifier = randomUUID()

  async function start(page: Page, name: string): Promise<void> {
    await page.evaluate(({ identifier, name, longest }) => {
      const wait = globalThis.setTimeout.bind(globalThis)
      globalThis.setTimeout = ((step: () => void, ms = 0, ...rest: []) => wait(step, Math.min(ms, longest), ...rest)) as typeof setTimeout
      const swarm = new stock.P2PT([`ws://${location.host}/tracker`], identifier)
      globalThis.greetings = []
      swarm.on('peerconnect', (peer) => void swarm.send(peer, name))
      swarm.on('msg', (_, text) => greetings.push(text))
      swarm.start()
    }, { identifier, name, longest: LONGEST_TIMER })
  }

  return {
    name: 'p2pt',
    packages: "export { default as P2PT } from 'p2pt'",

    async meet(hit, far) {
      await start(hit, 'hit')
      await start(far, 'far')
      await expect.poll(() => greeted(hit), PATIENCE).toEqual(['far'])
      await expect.poll(() => greeted(far), PATIENCE).toEqual(['hit'])
    },

    async expectWhole(hit, far, late) {
      await start(late, 'late')
      await expect.poll(() => greeted(late), PATIENCE).toEqual(['far', 'hit'])
      await expect.poll(() => greeted(hit), PATIENCE).toEqual(['far', 'late'])
      await expect.poll(() => greeted(far), PATIENCE).toEqual(['hit', 'late'])
    },
  }
}

/** All of them. A client of another dialect is one more. */
export const applications = (): StockApplication[] => [peerjs(), yWebrtc(), p2pt()]

/** A page of that origin with the packages of all of them. */
export async function openPage(browser: Browser, origin: string, all: readonly StockApplication[]): Promise<Page> {
  return await openStock(browser, origin, await bundle(all.map(({ packages }) => packages).join(';')))
}
