import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { expect, test, type Browser, type Page } from '@playwright/test'
import { build } from '../../js-sdk/node_modules/esbuild/lib/main.js'
import { chromium, LOOPBACK } from '../support/chromium.js'
import { cluster } from '../support/shared.js'
import { bundle, openStock } from '../support/stock-page.js'

/** What the tests use of stock clients. */
interface Torrent { magnetURI: string; progress: number; numPeers: number; on(event: 'done', done: () => void): void; files: { blob(): Promise<Blob> }[] }
interface WebTorrent {
  seed(file: File, options: object, seeded: (torrent: Torrent) => void): void
  add(magnet: string, options: object): Torrent
  on(event: 'error', failed: (error: Error) => void): void
}
interface Peer { id: string }
interface P2PT { on(event: string, told: (...all: never[]) => void): void; start(): void; send(peer: Peer, message: unknown): Promise<unknown> }
interface Room { onPeerJoin: ((id: string) => void) | null; makeAction(name: string): { send(data: unknown): Promise<unknown>; onMessage: ((data: unknown) => void) | null }; leave(): Promise<void> }
interface Client { on(event: string, told: (data: never) => void): void; start(): void; complete(): void; scrape(): void; stop(): void; destroy(): void }
interface Stock {
  WebTorrent: new (options: object) => WebTorrent
  P2PT: new (trackers: string[], identifier: string) => P2PT
  joinRoom(config: object, room: string): Room
  Client: new (options: object) => Client
}

declare global {
  var tracker: { torrent: Torrent; p2pt: P2PT; room: Room; heard: unknown[]; peers: string[] }
}

const [first, second] = cluster.urls as [string, string]

const socket = (node: string, path = '/tracker'): string => node.replace('http', 'ws') + path

test.use({ launchOptions: chromium(LOOPBACK) })

async function open(browser: Browser, node: string, script: string): Promise<Page> {
  const page = await openStock(browser, node, script)
  await page.evaluate(() => { globalThis.tracker = { heard: [], peers: [] } as unknown as typeof tracker })
  return page
}

const heard = (page: Page): Promise<unknown[]> => page.evaluate(() => tracker.heard)

async function seed(page: Page, url: string, bytes: number): Promise<{ magnet: string; hash: string }> {
  return page.evaluate(async ({ url, bytes }) => {
    const { WebTorrent: Kind } = (globalThis as unknown as { stock: Stock }).stock
    const data = new Uint8Array(bytes)
    for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(data.subarray(at, Math.min(at + 65_536, bytes)))
    const client = new Kind({ tracker: { rtcConfig: { iceServers: [] } } })
    tracker.torrent = await new Promise<Torrent>((seeded) => client.seed(new File([data], 'file'), { announce: [url] }, seeded))
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', data)).join()
    return { magnet: tracker.torrent.magnetURI, hash }
  }, { url, bytes })
}

async function fetched(page: Page, url: string, magnet: string): Promise<string> {
  return page.evaluate(async ({ url, magnet }) => {
    const { WebTorrent: Kind } = (globalThis as unknown as { stock: Stock }).stock
    const client = new Kind({ tracker: { rtcConfig: { iceServers: [] } } })
    tracker.torrent = client.add(magnet.replace(/&tr=[^&]*/g, ''), { announce: [url] })
    await new Promise<void>((done, failed) => {
      tracker.torrent.on('done', done)
      client.on('error', failed)
    })
    const data = await (await tracker.torrent.files[0]!.blob()).arrayBuffer()
    return new Uint8Array(await crypto.subtle.digest('SHA-256', data)).join()
  }, { url, magnet })
}

test('webtorrent: a file of 20 MB goes from a page to another, at two nodes', async ({ browser }) => {
  test.setTimeout(180_000)
  const script = await bundle("export { default as WebTorrent } from 'webtorrent/dist/webtorrent.min.js'")
  const one = await open(browser, first, script)
  const two = await open(browser, second, script)
  const { magnet, hash } = await seed(one, socket(first), 20_000_000)
  expect(await fetched(two, socket(second, '/announce'), magnet)).toBe(hash)
  for (const page of [one, two]) await page.context().close()
})

async function startP2pt(page: Page, url: string, identifier: string): Promise<void> {
  await page.evaluate(({ url, identifier }) => {
    const { P2PT: Kind } = (globalThis as unknown as { stock: Stock }).stock
    tracker.p2pt = new Kind([url], identifier)
    tracker.p2pt.on('peerconnect', (peer: Peer) => {
      tracker.peers.push(peer.id)
      void tracker.p2pt.send(peer, { from: url })
    })
    tracker.p2pt.on('msg', (_: Peer, message: { from: string }) => tracker.heard.push(message.from))
    tracker.p2pt.start()
  }, { url, identifier })
}

test('p2pt: pages at two nodes meet and talk', async ({ browser }) => {
  const script = await bundle("export { default as P2PT } from 'p2pt'")
  const identifier = randomUUID()
  const one = await open(browser, first, script)
  const two = await open(browser, second, script)
  await startP2pt(one, socket(first), identifier)
  await startP2pt(two, socket(second), identifier)
  await expect.poll(() => heard(one), { timeout: 45_000 }).toEqual([socket(second)])
  await expect.poll(() => heard(two)).toEqual([socket(first)])
  for (const page of [one, two]) await page.context().close()
})

async function joinTrystero(page: Page, url: string, appId: string): Promise<void> {
  await page.evaluate(({ url, appId }) => {
    const { joinRoom } = (globalThis as unknown as { stock: Stock }).stock
    tracker.room = joinRoom({ appId, relayConfig: { urls: [url] }, rtcConfig: { iceServers: [] } }, 'room')
    const hello = tracker.room.makeAction('hello')
    hello.onMessage = (data) => tracker.heard.push(data)
    tracker.room.onPeerJoin = (id) => {
      tracker.peers.push(id)
      void hello.send(url)
    }
  }, { url, appId })
}

test('trystero over torrents: pages at two nodes meet', async ({ browser }) => {
  const script = await bundle("export { joinRoom } from '@trystero-p2p/torrent'")
  const appId = randomUUID()
  const one = await open(browser, first, script)
  const two = await open(browser, second, script)
  await joinTrystero(one, socket(first), appId)
  await joinTrystero(two, socket(second), appId)
  await expect.poll(() => heard(one), { timeout: 45_000 }).toEqual([socket(second)])
  await expect.poll(() => heard(two)).toEqual([socket(first)])
  for (const page of [one, two]) expect(await page.evaluate(() => tracker.peers)).toHaveLength(1)
  for (const page of [one, two]) await page.context().close()
})

/** The stock client as Node runs it, but for WebRTC, which takes a native module: it announces, and offers nothing. */
async function nodeClient(): Promise<Stock['Client']> {
  const { outputFiles } = await build({
    stdin: { contents: "export { default } from 'bittorrent-tracker/client'", resolveDir: resolve(import.meta.dirname, '..') },
    bundle: true, format: 'cjs', platform: 'node', write: false,
    plugins: [{ name: 'no-webrtc', setup({ onResolve, onLoad }) {
      onResolve({ filter: /^webrtc-polyfill$/ }, ({ path }) => ({ path, namespace: 'none' }))
      onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: 'export const RTCPeerConnection = undefined, RTCSessionDescription = undefined, RTCIceCandidate = undefined' }))
    } }],
  })
  const module = { exports: {} as { default: Stock['Client'] } }
  new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '')(module, module.exports, createRequire(import.meta.url))
  return module.exports.default
}

test('bittorrent-tracker in Node: announce, completed, scrape, stop', async () => {
  const Kind = await nodeClient()
  const infoHash = randomUUID().replace(/-/g, '').padEnd(40, '0')
  const client = (node: string, letter: string): { client: Client; heard: { complete: number; incomplete: number }[]; warnings: string[] } => {
    const made = new Kind({ port: 6881, wrtc: {}, infoHash, peerId: letter.repeat(40), announce: [socket(node)], getAnnounceOpts: () => ({ numwant: 0, left: 1 }) })
    const heard: { complete: number; incomplete: number }[] = []
    const warnings: string[] = []
    for (const event of ['update', 'scrape']) made.on(event, ({ complete, incomplete }: { complete: number; incomplete: number }) => heard.push({ complete, incomplete }))
    for (const event of ['warning', 'error']) made.on(event, ({ message }: Error) => warnings.push(message))
    return { client: made, heard, warnings }
  }
  const one = client(first, 'a')
  const two = client(second, 'b')
  one.client.start()
  await expect.poll(() => one.heard).toEqual([{ complete: 0, incomplete: 1 }])
  two.client.start()
  await expect.poll(() => two.heard).toEqual([{ complete: 0, incomplete: 2 }])
  two.client.complete()
  await expect.poll(() => two.heard.at(-1)).toEqual({ complete: 1, incomplete: 1 })
  one.client.scrape()
  await expect.poll(() => one.heard.at(-1)).toEqual({ complete: 1, incomplete: 1 })
  two.client.stop()
  await expect.poll(() => two.heard.at(-1)).toEqual({ complete: 0, incomplete: 1 })
  expect([...one.warnings, ...two.warnings]).toEqual([])
  for (const { client } of [one, two]) client.destroy()
})
