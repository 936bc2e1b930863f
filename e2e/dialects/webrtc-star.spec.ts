import { expect, test, type Browser, type Page } from '@playwright/test'
import type { Libp2p } from 'libp2p'
import { cluster } from '../support/shared.js'
import { bundle, openStock } from '../support/stock-page.js'

declare global {
  var star: { node: Libp2p; addresses: Record<string, string> }
}

const [first, second, third] = cluster.urls as [string, string, string]

let script = ''

test.beforeAll(async () => {
  script = await bundle(`
    export { createLibp2p } from 'libp2p'
    export { webRTCStar } from '@libp2p/webrtc-star'
    export { mplex } from '@libp2p/mplex'
    export { noise } from '@chainsafe/libp2p-noise'
    export { multiaddr } from '@multiformats/multiaddr'
  `)
})

interface Stock {
  createLibp2p(options: object): Promise<Libp2p>
  webRTCStar(): { transport: unknown; discovery: unknown }
  mplex(): unknown
  noise(): unknown
  multiaddr(text: string): Parameters<Libp2p['hangUp']>[0]
}

/** Where a page listens that signals by that node. */
function starAt(node: string): string {
  const { hostname, port } = new URL(node)
  return `/ip4/${hostname}/tcp/${port}/ws/p2p-webrtc-star`
}

/** A page with a libp2p node, which sends back in capitals what it is sent by the protocol /shout. */
async function open(browser: Browser, node: string): Promise<Page> {
  const page = await openStock(browser, node, script)
  await page.evaluate(async (listen) => {
    const { createLibp2p, webRTCStar, mplex, noise } = (globalThis as unknown as { stock: Stock }).stock
    const { transport, discovery } = webRTCStar()
    // it tells of a peer once: nobody may listen too late
    const own = await createLibp2p({
      start: false, addresses: { listen: [listen] }, transports: [transport], peerDiscovery: [discovery], streamMuxers: [mplex()], connectionEncryption: [noise()],
      // in browsers it would call no address of this machine
      connectionGater: { denyDialMultiaddr: () => false }, connectionManager: { minConnections: 0, autoDial: false },
    })
    globalThis.star = { node: own, addresses: {} }
    own.addEventListener('peer:discovery', ({ detail: { id } }) => {
      void own.peerStore.get(id).then(({ addresses }) => { star.addresses[id.toString()] = String(addresses[0]?.multiaddr) })
    })
    await own.handle('/shout', async ({ stream }) => {
      await stream.sink((async function* () {
        for await (const chunk of stream.source) yield new TextEncoder().encode(new TextDecoder().decode(chunk.subarray()).toUpperCase())
      })())
    })
    await own.start()
  }, starAt(node))
  return page
}

const idOf = (page: Page): Promise<string> => page.evaluate(() => star.node.peerId.toString())

/** Waits until the page was told of that peer; gives the address that it was told. */
async function discovers(page: Page, id: string): Promise<string> {
  await expect.poll(() => page.evaluate((id) => star.addresses[id] ?? '', id)).not.toBe('')
  return page.evaluate((id) => star.addresses[id] ?? '', id)
}

/** Calls the address, sends a word, and gives what comes back. */
function shout(page: Page, address: string, word: string): Promise<string> {
  return page.evaluate(async ({ address, word }) => {
    const { multiaddr } = (globalThis as unknown as { stock: Stock }).stock
    const stream = await star.node.dialProtocol(multiaddr(address), '/shout')
    await stream.sink([new TextEncoder().encode(word)])
    let heard = ''
    for await (const chunk of stream.source) heard += new TextDecoder().decode(chunk.subarray())
    return heard
  }, { address, word })
}

test('webrtc-star: pages on two nodes discover and call each other', async ({ browser }) => {
  const one = await open(browser, first)
  const two = await open(browser, second)
  const address = await discovers(two, await idOf(one))
  expect(address, 'an address that the page can call').toContain(starAt(second))
  expect(await discovers(one, await idOf(two))).toContain(starAt(first))
  expect(await shout(two, address, 'grüße')).toBe('GRÜSSE')

  await test.step('who comes later is told of both, is told of to both, and is called', async () => {
    const three = await open(browser, third)
    for (const page of [one, two]) {
      await discovers(three, await idOf(page))
      await discovers(page, await idOf(three))
    }
    expect(await shout(one, await discovers(one, await idOf(three)), 'hello')).toBe('HELLO')
    await three.context().close()
  })

  await test.step('who is not there is told of as such', async () => {
    const gone = `${starAt(first)}/p2p/12D3KooWGXoTpXVcGHWUtVgnTxgN7hKsmnPmGkSyvtVvRzXaoyVk`
    expect(await one.evaluate(async (gone) => {
      const { multiaddr } = (globalThis as unknown as { stock: Stock }).stock
      return star.node.dial(multiaddr(gone)).then(() => 'connected', (error: Error) => error.message)
    }, gone)).toContain('peer is not available')
  })
  for (const page of [one, two]) await page.context().close()
})

test('webrtc-star: who has gone is called no more', async ({ browser }) => {
  const one = await open(browser, first)
  const two = await open(browser, second)
  const address = await discovers(two, await idOf(one))
  expect(await shout(two, address, 'before')).toBe('BEFORE')
  await one.context().close()
  await expect.poll(() => two.evaluate(async (address) => {
    const to = (globalThis as unknown as { stock: Stock }).stock.multiaddr(address)
    await star.node.hangUp(to)
    return star.node.dial(to).then(() => 'connected', (error: Error) => error.message)
  }, address), { timeout: 30_000 }).toContain('peer is not available')
  await two.context().close()
})
