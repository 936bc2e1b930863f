import { randomUUID } from 'node:crypto'
import { expect, test, type Browser, type Page } from '@playwright/test'
import type { DataConnection, MediaConnection, Peer } from 'peerjs'
import { chromium, FAKE_MEDIA, LOOPBACK } from '../support/chromium.js'
import { cluster } from '../support/shared.js'
import { bundle, openStock } from '../support/stock-page.js'

declare global {
  var peerjs: { peer: Peer; link: DataConnection; call: MediaConnection; heard: unknown[]; errors: string[]; stream: MediaStream }
}

const [first, second] = cluster.urls as [string, string]

test.use({ launchOptions: chromium(LOOPBACK, ...FAKE_MEDIA) })

let script = ''

test.beforeAll(async () => {
  script = await bundle("export { Peer, MsgPackPeer } from 'peerjs'")
})

interface Stock { Peer: typeof Peer; MsgPackPeer: typeof Peer }

/** A page with that id, or one that the node gives it, which takes calls and links and sends back what it hears. */
async function open(browser: Browser, node: string, id?: string, kind: keyof Stock = 'Peer'): Promise<Page> {
  const page = await openStock(browser, node, script)
  await page.evaluate(async ({ id, kind }) => {
    const Kind = (globalThis as unknown as { stock: Stock }).stock[kind]
    const options = { host: location.hostname, port: Number(location.port), path: '/peerjs', config: { iceServers: [] } }
    const peer = id === undefined ? new Kind(options) : new Kind(id, options)
    globalThis.peerjs = { peer, heard: [], errors: [] } as unknown as typeof peerjs
    peer.on('error', ({ type }) => peerjs.errors.push(type))
    peer.on('connection', (link) => {
      peerjs.link = link
      link.on('data', (data) => { peerjs.heard.push(data); void link.send(data) })
    })
    peer.on('call', (call) => {
      call.on('stream', (stream) => { peerjs.stream = stream })
      void navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then((own) => call.answer(own))
    })
    await new Promise<void>((opened) => peer.on('open', () => opened()))
  }, { id, kind })
  return page
}

const idOf = (page: Page): Promise<string> => page.evaluate(() => peerjs.peer.id)
const heard = (page: Page): Promise<string> => page.evaluate(() => JSON.stringify(peerjs.heard, (_, value: unknown) => value instanceof ArrayBuffer ? [...new Uint8Array(value)] : ArrayBuffer.isView(value) ? [...new Uint8Array(value.buffer, value.byteOffset, value.byteLength)] : value))

async function connect(page: Page, id: string, serialization: string): Promise<void> {
  await page.evaluate(async ({ id, serialization }) => {
    peerjs.link = peerjs.peer.connect(id, { serialization, reliable: true, label: 'a label', metadata: { from: 'here' } })
    peerjs.link.on('data', (data) => peerjs.heard.push(data))
    await new Promise<void>((opened) => peerjs.link.on('open', () => opened()))
  }, { id, serialization })
}

const TEXT = { text: 'grüße ✓', number: 1.5, list: [1, null, 'two'], nested: { yes: true } }

const KINDS = [
  { serialization: 'binary', kind: 'Peer' }, { serialization: 'binary-utf8', kind: 'Peer' }, { serialization: 'json', kind: 'Peer' },
  { serialization: 'raw', kind: 'Peer' }, { serialization: 'MsgPack', kind: 'MsgPackPeer' },
] as const

/** To PeerJS 1.5 the two are the same. */
const ONE_OF: Record<string, string> = { 'binary-utf8': 'binary' }

for (const { serialization, kind } of KINDS) {
  test(`peerjs, data as ${serialization}: a link between pages on two nodes`, async ({ browser }) => {
    const one = await open(browser, first, undefined, kind)
    const two = await open(browser, second, `peer-${randomUUID()}`, kind)
    await connect(one, await idOf(two), serialization)
    await expect.poll(() => two.evaluate(() => [peerjs.link.peer, peerjs.link.label, peerjs.link.serialization])).toEqual([await idOf(one), 'a label', ONE_OF[serialization] ?? serialization])
    const said: unknown = serialization === 'raw' ? JSON.stringify(TEXT) : TEXT
    await one.evaluate((said) => { void peerjs.link.send(said) }, said)
    for (const page of [two, one]) await expect.poll(() => heard(page)).toBe(JSON.stringify([said]))

    if (serialization !== 'json' && serialization !== 'raw') {
      await test.step('bytes, in more than one message', async () => {
        await one.evaluate(() => { void peerjs.link.send(new Uint8Array(100_000).fill(7)) })
        for (const page of [two, one]) await expect.poll(async () => (await heard(page)).split(',7').length, { timeout: 30_000 }).toBeGreaterThan(99_000)
      })
    }
    for (const page of [one, two]) await page.context().close()
  })
}

test('peerjs, media: a call between pages on two nodes', async ({ browser }) => {
  const one = await open(browser, first)
  const two = await open(browser, second)
  await one.evaluate(async (id) => {
    const own = await navigator.mediaDevices.getUserMedia({ audio: true, video: true })
    peerjs.call = peerjs.peer.call(id, own)
    peerjs.call.on('stream', (stream) => { peerjs.stream = stream })
  }, await idOf(two))
  for (const page of [one, two]) {
    await expect.poll(() => page.evaluate(() => (peerjs.stream as MediaStream | undefined)?.getTracks().map(({ kind, readyState }) => `${kind} ${readyState}`).sort())).toEqual(['audio live', 'video live'])
    expect(await page.evaluate(async () => {
      const video = document.createElement('video')
      video.muted = true
      video.srcObject = peerjs.stream
      await video.play()
      await new Promise((seen) => video.requestVideoFrameCallback(seen))
      return video.videoWidth
    })).toBeGreaterThan(0)
  }
  for (const page of [one, two]) await page.context().close()
})

test('peerjs: an id is taken once in the cluster, an absent one is told of, and who reconnects has its id and its links', async ({ browser }) => {
  const id = `peer-${randomUUID()}`
  const one = await open(browser, first, id)
  const two = await open(browser, second)
  await connect(two, id, 'json')

  await two.evaluate((id) => {
    const { Peer: Kind } = (globalThis as unknown as { stock: Stock }).stock
    const options = { host: location.hostname, port: Number(location.port), path: '/peerjs' }
    new Kind(id, options).on('error', ({ type }) => peerjs.errors.push(type))
    peerjs.peer.connect('nobody-has-this')
  }, id)
  await expect.poll(() => two.evaluate(() => peerjs.errors.sort())).toEqual(['peer-unavailable', 'unavailable-id'])

  const again = await one.evaluate(async () => {
    peerjs.peer.disconnect()
    const opened = new Promise<string>((opened) => peerjs.peer.on('open', opened))
    peerjs.peer.reconnect()
    return opened
  })
  expect(again).toBe(id)
  await two.evaluate(() => { void peerjs.link.send('still there') })
  await expect.poll(() => heard(two)).toBe('["still there"]')
  await connect(two, id, 'json')
  expect(await one.evaluate(() => peerjs.errors)).toEqual([])
  for (const page of [one, two]) await page.context().close()
})
