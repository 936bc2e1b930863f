import { RTCPeerConnection } from 'werift'
import { afterEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { RelayNode } from '../test/trystero/node.js'
import type { Garden } from './garden.js'

afterEach(() => void vi.unstubAllGlobals())

/** Trystero names a page by its module: each page has modules of its own. */
async function open(nodes: readonly string[]): Promise<{ garden: Garden; self: string }> {
  vi.resetModules()
  const [{ Garden }, { selfId }] = await Promise.all([import('./garden.js'), import('almenara/trystero')])
  const rtcPolyfill = RTCPeerConnection as unknown as typeof globalThis.RTCPeerConnection
  return { garden: new Garden(nodes, { rtcPolyfill, rtcConfig: { iceServers: [] } }), self: selfId }
}

test('two at two nodes talk, and one who comes after a node has died talks to both', async () => {
  vi.stubGlobal('WebSocket', WebSocket)
  const shared = new Set<RelayNode>()
  const [one, two, three] = [await RelayNode.open(shared), await RelayNode.open(shared), await RelayNode.open(shared)]
  const urls = [one, two, three].map(({ url }) => url.replace('/trystero', ''))
  const [ada, bob] = [await open(urls.slice(0, 1)), await open(urls.slice(1))]
  const wait = { timeout: 40_000, interval: 20 }
  await vi.waitFor(() => expect([[...ada.garden.others], [...bob.garden.others]]).toEqual([[bob.self], [ada.self]]), wait)
  await ada.garden.say('hello')
  await vi.waitFor(() => expect(bob.garden.lines).toEqual([`${ada.self}: hello`]), wait)

  await two.die()
  const cyd = await open(urls.slice(2))
  await vi.waitFor(() => expect(cyd.garden.others).toEqual(new Set([ada.self, bob.self])), wait)
  await cyd.garden.say('hi')
  await vi.waitFor(() => expect([ada.garden.lines.at(-1), bob.garden.lines.at(-1)]).toEqual(Array(2).fill(`${cyd.self}: hi`)), wait)

  await cyd.garden.leave()
  await vi.waitFor(() => expect(ada.garden.others).toEqual(new Set([bob.self])), wait)
  await Promise.all([ada.garden.leave(), bob.garden.leave()])
  await Promise.all([one.die(), three.die()])
})
