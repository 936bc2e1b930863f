import type { Room } from '@trystero-p2p/core'
import { RTCPeerConnection } from 'werift'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket as Socket } from 'ws'
import type * as Module from '../../src/trystero/strategy.js'
import { RelayNode } from './node.js'

const wait = { timeout: 40_000, interval: 20 }
const nodes: RelayNode[] = []
const rooms: Room[] = []
const warnings: string[] = []

let shared: Set<RelayNode>

beforeEach(async () => {
  shared = new Set()
  nodes.push(await RelayNode.open(shared), await RelayNode.open(shared))
})

afterEach(async () => {
  vi.unstubAllGlobals()
  await Promise.all(rooms.splice(0).map((room) => room.leave()))
  await Promise.all(nodes.splice(0).map((node) => node.die()))
  warnings.length = 0
})

/** Trystero names a page by its module: each page has modules of its own. */
async function page(backoff = () => 1): Promise<Module.Strategy & { self: string }> {
  vi.resetModules()
  const [{ createAlmenaraStrategy }, { selfId }] = await Promise.all([import('../../src/trystero/strategy.js'), import('@trystero-p2p/core')])
  const strategy = createAlmenaraStrategy({ backoff, webSocket: Socket as unknown as typeof WebSocket, warn: (text) => void warnings.push(text) })
  return { ...strategy, self: selfId }
}

const config = (urls: readonly string[], redundancy?: number): Parameters<Module.Strategy['joinRoom']>[0] => ({
  appId: 'garden', rtcPolyfill: RTCPeerConnection as unknown as typeof globalThis.RTCPeerConnection, rtcConfig: { iceServers: [] },
  relayConfig: { urls: [...urls], ...redundancy === undefined ? {} : { redundancy } },
})

/** A member of the room, and those whom it has met. */
async function join(urls: readonly string[]): Promise<{ room: Room; met: string[]; self: string }> {
  const { joinRoom, self } = await page()
  const room = joinRoom(config(urls, 1), 'chat')
  rooms.push(room)
  const met: string[] = []
  room.onPeerJoin = (id) => void met.push(id)
  return { room, met, self }
}

test('a page that waits passively is announced when somebody comes', async () => {
  const [one, two] = nodes as [RelayNode, RelayNode]
  const waiting = await page()
  rooms.push(waiting.joinRoom({ ...config([one.url, two.url], 1), passive: true }, 'chat'))
  await vi.waitFor(() => expect(one.subscriptions).toHaveLength(1), wait)
  const announced = (node: RelayNode): boolean => node.said.some(({ type, payload }) => type === 'publish' && String(payload).includes(`{"peerId":"${waiting.self}","passive":true}`))
  const ada = await join([one.url])
  await vi.waitFor(() => expect([ada.met, announced(one)]).toEqual([[waiting.self], true]), wait)
})

test('pages at two nodes meet and exchange actions', async () => {
  const [one, two] = nodes.map(({ url }) => url) as [string, string]
  const [ada, bob] = [await join([one]), await join([two])]
  await vi.waitFor(() => expect([ada.met, bob.met]).toEqual([[bob.self], [ada.self]]), wait)
  const heard: unknown[] = []
  bob.room.makeAction<string>('chat').onMessage = (text, { peerId }) => void heard.push([text, peerId])
  await ada.room.makeAction<string>('chat').send('hello')
  await vi.waitFor(() => expect(heard).toEqual([['hello', ada.self]]), wait)
})

test('whose node has died is found at the next one by who comes then', async () => {
  const [one, two] = nodes as [RelayNode, RelayNode]
  const ada = await join([one.url, two.url])
  await vi.waitFor(() => expect(one.subscriptions).toHaveLength(2), wait)
  await one.die()
  const bob = await join([two.url])
  await vi.waitFor(() => expect([ada.met, bob.met]).toEqual([[bob.self], [ada.self]]), wait)
})

test('who has come while a page had no node is met when it has one again', async () => {
  const [one, two] = nodes as [RelayNode, RelayNode]
  const port = one.port
  const ada = await join([one.url])
  await vi.waitFor(() => expect(one.subscriptions).toHaveLength(2), wait)
  await one.die()
  const bob = await join([two.url])
  await vi.waitFor(() => expect(two.said.filter(({ type }) => type === 'publish').length).toBeGreaterThan(3), wait)
  nodes.push(await RelayNode.open(shared, port))
  await vi.waitFor(() => expect([ada.met, bob.met]).toEqual([[bob.self], [ada.self]]), wait)
})

test('as many nodes are connected to as redundancy says, two unless told; what is left is for when one dies', async () => {
  const third = await RelayNode.open()
  nodes.push(third)
  const urls = nodes.map(({ url }) => url)
  for (const [redundancy, count] of [[undefined, 2], [1, 1], [3, 3], [9, 3]] as const) {
    const { joinRoom, getRelaySockets } = await page()
    const room = joinRoom(config(urls, redundancy), 'chat')
    await vi.waitFor(() => expect(nodes.map(({ connections }) => connections)).toEqual([0, 1, 2].map((each) => each < count ? 1 : 0)), wait)
    expect(Object.keys(getRelaySockets())).toEqual(urls.slice(0, count))
    await room.leave()
    await vi.waitFor(() => expect(nodes.map(({ connections }) => connections)).toEqual([0, 0, 0]), wait)
  }
})

test('a node that dies is replaced by one that no other connection has, whichever it is, and nobody is told that none can be reached', async () => {
  const third = await RelayNode.open()
  nodes.push(third)
  const [one, two] = nodes as [RelayNode, RelayNode]
  const { joinRoom, getRelaySockets } = await page()
  rooms.push(joinRoom(config(nodes.map(({ url }) => url)), 'chat'))
  await vi.waitFor(() => expect([one, two].map(({ subscriptions }) => subscriptions.length)).toEqual([2, 2]), wait)
  await two.die()
  await vi.waitFor(() => expect(third.subscriptions).toHaveLength(2), wait)
  expect(Object.keys(getRelaySockets()).sort()).toEqual([one.url, third.url].sort())
  expect([one.connections, third.connections, warnings]).toEqual([1, 1, []])
})

test('a page that has a network again does not wait for its turn; one that has left all rooms stays away', async () => {
  const online = new Set<() => void>()
  vi.stubGlobal('addEventListener', (name: string, run: () => void) => { if (name === 'online') online.add(run) })
  const [one] = nodes as [RelayNode]
  const { joinRoom, getRelaySockets } = await page(() => 600_000)
  const room = joinRoom(config([one.url]), 'chat')
  await vi.waitFor(() => expect(one.subscriptions).toHaveLength(2), wait)
  one.cut()
  await vi.waitFor(() => expect(getRelaySockets()).toEqual({}), wait)
  for (const run of online) run()
  await vi.waitFor(() => expect(one.subscriptions).toHaveLength(2), wait)
  await room.leave()
  await vi.waitFor(() => expect(one.connections).toBe(0), wait)
  for (const run of online) run()
  expect([online.size, getRelaySockets()]).toEqual([1, {}])
})

test('who has left all rooms can join again, elsewhere', async () => {
  const { joinRoom } = await page()
  for (const node of nodes) {
    const room = joinRoom(config([node.url]), 'chat')
    await vi.waitFor(() => expect(node.subscriptions).toHaveLength(2), wait)
    await room.leave()
    await vi.waitFor(() => expect(node.connections).toBe(0), wait)
  }
})

test.each(['__proto__', 'constructor', 'toString'])('whoever calls itself %s does no harm', async (peerId) => {
  const [one, two] = nodes as [RelayNode, RelayNode]
  const ada = await join([one.url])
  await vi.waitFor(() => expect(one.subscriptions).toHaveLength(2), wait)
  // What goes wrong in Trystero is told to nobody, and fails the run of the tests as an unhandled rejection.
  for (const topic of one.subscriptions) for (const more of [{}, { offer: 'x,y$z' }, { answer: 'x,y$z' }, { candidate: 'x,y$z' }]) one.say(JSON.stringify({ topic, payload: JSON.stringify({ peerId, ...more }) }))
  const bob = await join([two.url])
  await vi.waitFor(() => expect([ada.met, bob.met]).toEqual([[bob.self], [ada.self]]), wait)
})

test('who names no node is told at once what to do, and so is who names something else', async () => {
  const { joinRoom } = await page()
  expect(() => joinRoom({ appId: 'garden' }, 'chat')).toThrow('Name the nodes: relayConfig.urls holds')
  expect(() => joinRoom(config([]), 'chat')).toThrow(expect.objectContaining({ code: 'misuse' }))
  for (const none of [undefined, null, {}, { appId: 'garden', relayConfig: null }, { appId: 'garden', relayConfig: { urls: null } }]) expect(() => joinRoom(none as never, 'chat')).toThrow('Name the nodes')
  for (const urls of ['wss://node.example.org/trystero', 7, {}]) expect(() => joinRoom({ appId: 'garden', relayConfig: { urls } } as never, 'chat')).toThrow('Name the nodes: relayConfig.urls holds')
  for (const none of [undefined, null, 7, {}]) expect(() => joinRoom(config([none as never]), 'chat')).toThrow(`"${String(none)}" is no relay`)
  for (const url of ['node.example.org', 'ftp://node.example.org', 'wss://node.example.org/trystero#x', '']) {
    expect(() => joinRoom(config([url]), 'chat')).toThrow(`"${url}" is no relay`)
  }
  for (const redundancy of [0, -1, 1.5, Number.NaN]) expect(() => joinRoom(config(['wss://node.example.org/trystero'], redundancy), 'chat')).toThrow('redundancy')
})

test('browsers without URL.canParse, such as Safari 16, know what a URL is', async () => {
  vi.stubGlobal('URL', class extends URL { static override canParse = undefined as never })
  const { joinRoom } = await page()
  expect(() => joinRoom(config(['node.example.org']), 'chat')).toThrow('"node.example.org" is no relay')
  rooms.push(joinRoom(config([nodes[0]?.url ?? '']), 'chat'))
  await vi.waitFor(() => expect(nodes[0]?.connections).toBe(1), wait)
})

test('URLs of the web are as good, and one that stands twice is one', async () => {
  const [one] = nodes as [RelayNode]
  const { joinRoom, getRelaySockets } = await page()
  rooms.push(joinRoom(config([one.url.replace('ws', 'http'), one.url]), 'chat'))
  await vi.waitFor(() => expect(one.connections).toBe(1), wait)
  expect(Object.keys(getRelaySockets())).toEqual([one.url])
})

test('that no node can be reached is told, unless nobody wants to hear it', async () => {
  const urls = nodes.map(({ url }) => url)
  await Promise.all(nodes.splice(0).map((node) => node.die()))
  const [quiet, loud] = [await page(), await page()]
  const silent = config(urls, 1)
  rooms.push(quiet.joinRoom({ ...silent, relayConfig: { ...silent.relayConfig, warnOnRelayFailure: false } }, 'chat'))
  rooms.push(loud.joinRoom(config(urls), 'chat'))
  await vi.waitFor(() => expect(warnings).toEqual([`Almenara: none of ${urls.join(', ')} can be reached; they are tried again.`]), wait)
})
