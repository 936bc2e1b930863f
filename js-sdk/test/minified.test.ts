import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { buildLazy, lazy } from '../scripts/lazy.mjs'
import { buildMinified } from '../scripts/minified.mjs'
import { buildSeal } from '../scripts/seal.mjs'
import { systemClock } from '../src/clock.js'
import { join as enter, newRoomId } from '../src/index.js'
import { decode, type ServerMessage } from '../src/messages.js'
import { FakeStream, FakeTrack } from '../src/testing/fakemedia.js'
import { Links } from '../src/testing/links.js'
import { Network } from '../src/testing/network.js'
import { Toll } from '../src/testing/toll.js'
import { KnownWorld, people, seen } from './known/world.js'
import { effort, faults } from './pow/payment.js'
import { SealedWorld } from './sealed/world.js'
import { connected } from './world.js'

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url))
const load = (url: string): Promise<Record<string, unknown>> => import(/* @vite-ignore */ url)

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'almenara-'))
  await Promise.all([buildLazy(folder), buildSeal(folder)])
})

afterAll(() => rm(folder, { recursive: true }))

/** A source file and what it needs, made small as in dist/almenara.min.js, beside the files that are fetched when they are needed. */
async function shorten(file: string): Promise<Record<string, unknown>> {
  const outfile = join(folder, `${basename(file, '.ts')}.mjs`)
  await buildMinified({ entryPoints: [path(file)], outfile, bundle: true, format: 'esm', plugins: [lazy] })
  return load(pathToFileURL(outfile).href)
}

/** One of each, by its name. */
const messages: { [Type in ServerMessage['type']]: Extract<ServerMessage, { type: Type }> } = {
  ok: { type: 'ok', ref: 1 },
  refused: { type: 'refused', ref: 1, code: 'no-offer', message: 'There is none.' },
  joined: { type: 'joined', self: 'a', epoch: 'e', offset: 1, node: 'n', token: 't' },
  'peer-joined': { type: 'peer-joined', offset: 1, peer: 'a' },
  'peer-left': { type: 'peer-left', offset: 1, peer: 'a', reason: 'left' },
  signal: { type: 'signal', offset: 1, data: null },
  'offer-opened': { type: 'offer-opened', offset: 1, offer: 'o', from: 'a' },
  'offer-closed': { type: 'offer-closed', offset: 1, offer: 'o', from: 'a', reason: 'left' },
  answer: { type: 'answer', offset: 1, offer: 'o', from: 'a', data: null },
  cursor: { type: 'cursor', offset: 1 },
  drain: { type: 'drain', delay: 1 },
  closed: { type: 'closed', code: 4409 },
  price: { type: 'price', quote: 'q' },
  challenge: { type: 'challenge', challenge: 'c' },
}

test('the minified SDK knows every message of a node', async () => {
  const short = (await shorten('src/messages.ts')).decode as typeof decode
  for (const message of Object.values(messages)) expect(short(JSON.stringify(message))).toEqual(message)
})

test.each(['websocket', 'sse'] as const)('the minified SDK and its source understand each other by %s, and a session that was taken over ends', async (transport) => {
  const short = (await shorten('src/index.ts')).join as typeof enter
  const network = new Network(systemClock)
  const options = { transport, webSocket: network.webSocket, fetch: network.fetch, peerConnection: new Links(systemClock).class }
  const [node, id] = ['http://one.example', newRoomId()]
  const heard: unknown[] = []
  const long = enter(node, id, options)
  long.on('message', (data) => heard.push(data))
  await long.joined
  const room = short(node, id, options)
  room.on('open', (peer) => peer.send('by the link'))
  room.on('error', ({ code }) => heard.push(code))
  long.on('signal', (data) => heard.push(data))
  await room.joined
  await room.signal('by the node')
  await vi.waitFor(() => expect(heard).toEqual(expect.arrayContaining(['by the link', 'by the node'])))
  long.on('track', (_, { id }) => heard.push(id))
  room.addStream(new FakeStream([new FakeTrack()], 'a stream') as unknown as MediaStream)
  await vi.waitFor(() => expect(heard).toContain('a stream'))
  const line = network.in(id).sessions.get(room.self ?? '')?.line
  line?.deliver({ type: 'closed', code: 4409 })
  line?.end(4409)
  await vi.waitFor(() => expect(room.state).toBe('closed'))
  expect(heard).toContain('closed')
  expect(network.attempts).toHaveLength(2)
  await long.leave()
})

test('what can not be fetched is reported, the room goes on, and it is fetched again when it is next wanted', async () => {
  // Vitest leaves what is in such a folder to Node, and remembers of all else what it has not found.
  const bare = join(await mkdtemp(join(tmpdir(), 'almenara-')), 'node_modules')
  const outfile = join(bare, 'index.mjs')
  await buildMinified({ entryPoints: [path('src/index.ts')], outfile, bundle: true, format: 'esm', plugins: [lazy] })
  const network = new Network(systemClock)
  const common = { webSocket: network.webSocket, fetch: network.fetch, peerConnection: new Links(systemClock).class, backoff: () => 10 }
  const { join: short } = await load(pathToFileURL(outfile).href) as { join: typeof enter }
  const [node, id] = ['http://one.example', newRoomId()]
  const room = short(node, id, common)
  const errors: string[] = []
  room.on('error', ({ code }) => errors.push(code))
  room.addStream(new FakeStream([new FakeTrack()], 'first') as unknown as MediaStream)
  await vi.waitFor(() => expect(errors).toEqual(['unavailable']))
  await room.joined
  expect(room.state).toBe('joined')
  expect(network.in(id).offers.size).toBe(0)

  await buildLazy(bare)
  network.cut()
  await vi.waitFor(() => expect(network.in(id).offers.size).toBe(2))
  room.addStream(new FakeStream([new FakeTrack()], 'second') as unknown as MediaStream)
  const other = enter(node, id, common)
  const streams: string[] = []
  other.on('track', (_, { id }) => streams.push(id))
  await vi.waitFor(() => expect(streams).toEqual(['second']))
  expect(errors).toEqual(['unavailable'])
  await Promise.all([room.leave(), other.leave(), rm(dirname(bare), { recursive: true })])
})

test('the minified SDK pays and buys relays by the files that it fetches', async () => {
  const short = (await shorten('src/index.ts')).join as typeof enter
  const network = new Network(systemClock, new Toll({ effort, faults }))
  const rtc = new Links(systemClock)
  const id = newRoomId()
  rtc.path = 'relayed'
  network.toll.effort = 64
  network.turn = [{ urls: ['turn:turn.example'], username: 'u', credential: 'c' }]
  const rooms = [1, 2].map(() => short('http://one.example', id, { webSocket: network.webSocket, fetch: network.fetch, peerConnection: rtc.class }))
  const linked = (): boolean => rooms.every(({ peers }) => [...peers.values()].some(({ state }) => state === 'connected'))
  await vi.waitFor(() => expect(linked()).toBe(true), { timeout: 30_000 })
  expect(await [...rooms[0]?.peers.values() ?? []][0]?.path()).toMatchObject({ kind: 'relayed' })
  expect(network.toll.paid).toEqual(expect.arrayContaining(['join 1', 'token 1']))
  await Promise.all(rooms.map((room) => room.leave()))
})

test.each(['websocket', 'sse'] as const)('the minified SDK and its source understand each other in a sealed room by %s', async (transport) => {
  const short = (await shorten('src/index.ts')).join as typeof enter
  const world = await SealedWorld.open()
  const { webSocket, fetch } = world.checkpoint
  const long = world.enter({ transport })
  await long.joined
  const room = short('http://one.example', world.secret, { transport, webSocket, fetch, peerConnection: world.rtc.class })
  const heard: unknown[] = []
  long.on('message', (data) => heard.push(data))
  long.on('signal', (data) => heard.push(data))
  room.on('open', (peer) => peer.send('by the link'))
  await room.joined
  await room.signal('by the node')
  await vi.waitFor(() => expect(heard).toEqual(expect.arrayContaining(['by the link', 'by the node'])))
  expect(connected(long)).toBe(1)
  const [peer] = room.peers.values()
  const emoji = new Promise((resolve) => { long.on('emoji', resolve) })
  expect(await peer?.emoji()).toEqual(await emoji)
  await Promise.all([room.leave(), world.close()])
})

test.each([false, true])('the minified SDK and the whole one find each other as contacts, onlyKnown being %s', async (onlyKnown) => {
  const { join: short } = await shorten('src/index.ts') as { join: typeof enter }
  const world = await KnownWorld.open()
  const [alice, bob] = await people(2)
  const long = world.enterAs(alice!, [bob!], { onlyKnown })
  await long.joined
  const { webSocket, fetch } = world.network
  const room = short('http://one.example', world.room, { webSocket, fetch, peerConnection: world.rtc.class, contacts: { own: bob!, known: [alice!.key], onlyKnown } })
  const told: unknown[] = []
  room.on('contact', (_, contact) => told.push(contact))
  await vi.waitFor(() => expect([connected(long), connected(room)]).toEqual([1, 1]), 5_000)
  expect([seen(long), seen(room), told]).toEqual([[bob!.key], [alice!.key], [alice!.key]])
  await Promise.all([room.leave(), world.close()])
})

test('a sealed room whose code can not be fetched is not joined', async () => {
  const bare = await mkdtemp(join(tmpdir(), 'almenara-'))
  const outfile = join(bare, 'index.mjs')
  await buildMinified({ entryPoints: [path('src/index.ts')], outfile, bundle: true, format: 'esm', plugins: [lazy] })
  const world = await SealedWorld.open()
  const { webSocket, fetch } = world.checkpoint
  const { join: short } = await load(pathToFileURL(outfile).href) as { join: typeof enter }
  const room = short('http://one.example', world.secret, { webSocket, fetch, peerConnection: world.rtc.class })
  await expect(room.joined).rejects.toMatchObject({ name: 'AlmenaraError', code: 'unavailable' })
  expect(world.network.attempts).toEqual([])
  await rm(bare, { recursive: true })
})

test('a room with contacts whose code can not be fetched is not joined', async () => {
  const bare = await mkdtemp(join(tmpdir(), 'almenara-'))
  const outfile = join(bare, 'index.mjs')
  await Promise.all([buildMinified({ entryPoints: [path('src/index.ts')], outfile, bundle: true, format: 'esm', plugins: [lazy] }), buildSeal(bare)])
  await rm(join(bare, 'almenara-known.js'))
  const world = await KnownWorld.open()
  const { join: short } = await load(pathToFileURL(outfile).href) as { join: typeof enter }
  const { webSocket, fetch } = world.network
  const [own] = await people(1)
  const room = short('http://one.example', world.room, { webSocket, fetch, peerConnection: world.rtc.class, contacts: { own: own!, known: [] } })
  await expect(room.joined).rejects.toMatchObject({ name: 'AlmenaraError', code: 'unavailable' })
  expect(world.network.attempts).toEqual([])
  await rm(bare, { recursive: true })
})
