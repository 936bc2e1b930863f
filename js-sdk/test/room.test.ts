import { getEventListeners } from 'node:events'
import { expect, test, vi } from 'vitest'
import { connected, NODES, only, record, World } from './world.js'
import { FakeStream, FakeTrack } from '../src/testing/fakemedia.js'
import { AlmenaraError, join, newRoomId } from '../src/index.js'
import { settle } from './time.js'

test('joining tells who is there, and the later one connects by a standing offer', async () => {
  const world = new World()
  const a = world.enter()
  const info = await a.joined
  expect(info).toMatchObject({ members: [], node: 'one.example', url: NODES[0] })
  await world.clock.pass(200)
  const b = world.enter()
  expect((await b.joined).members).toEqual([a.self])
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1)
  expect(world.served.heard.map(({ type }) => type).filter((type) => type === 'answer')).toHaveLength(1)
  expect(only(a).id).toBe(b.self)
  expect(b.node).toEqual({ name: 'one.example', url: NODES[0], transport: 'websocket' })
})

test('a pair without standing offers connects by signals', async () => {
  const world = new World()
  await world.pair({ pool: false })
  expect(world.served.heard.some(({ type }) => type === 'answer')).toBe(false)
})

test('ten peers that come at once are all connected with each other', async () => {
  const world = new World()
  const rooms = Array.from({ length: 10 }, () => world.enter())
  await world.clock.until(() => rooms.every((room) => connected(room) === 9))
})

test('messages, bytes and actions arrive as what they are', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const messages = record(b, 'message')
  const moves: unknown[] = []
  const off = b.action<{ x: number }>('move').on((move, peer) => moves.push([move, peer.id]))
  expect(a.send({ deep: [1, null] })).toBe(1)
  expect(a.send('text', only(a).id)).toBe(1)
  expect(a.send(new Uint8Array([7]), ['nobody'])).toBe(0)
  a.send(new Uint8Array([1, 2]).buffer)
  a.action<{ x: number }>('move').send({ x: 3 })
  a.action<Uint8Array>('other').send(new Uint8Array(3))
  await settle()
  off()
  a.action<{ x: number }>('move').send({ x: 4 })
  await settle()
  expect(messages.map(([data]) => data)).toEqual([{ deep: [1, null] }, 'text', new Uint8Array([1, 2])])
  expect(moves).toEqual([[{ x: 3 }, a.self]])
})

test('application signals go through the node to one or to all, without a link', async () => {
  const world = new World()
  const a = world.enter({ connect: false })
  const b = world.enter({ connect: false })
  await Promise.all([a.joined, b.joined])
  await settle()
  const heard = record(b, 'signal')
  await a.signal({ hello: 1 }, b.self)
  await a.signal('all')
  world.served.append({ type: 'signal', offset: 0, data: 'anonymous' }, () => true)
  await settle()
  expect(heard.map(([data, peer]) => [data, (peer as { id: string } | undefined)?.id])).toEqual([[{ hello: 1 }, a.self], ['all', a.self], ['anonymous', undefined]])
})

test('peers that do not connect are left in peace', async () => {
  const world = new World()
  const quiet = world.enter({ connect: false })
  await quiet.joined
  const b = world.enter()
  await world.clock.pass(60_000)
  expect(b.peers.size).toBe(1)
  expect(only(b).state).toBe('new')
  expect(world.served.heard.filter(({ type, data }) => type === 'signal' && JSON.stringify(data).includes('offer'))).toHaveLength(1)
})

test('aborting leaves the room and rejects what waits', async () => {
  const world = new World()
  const abort = new AbortController()
  const room = world.enter({ signal: abort.signal })
  abort.abort()
  await expect(room.joined).rejects.toMatchObject({ code: 'aborted' })
  await settle()
  expect(room.state).toBe('closed')
  const late = world.enter({ signal: abort.signal })
  await expect(late.joined).rejects.toMatchObject({ code: 'aborted' })
})

test('a room that was left, or was never joined, has let go of the signal that could have aborted it', async () => {
  const world = new World()
  const { signal } = new AbortController()
  const left = world.enter({ signal })
  await left.joined
  expect(getEventListeners(signal, 'abort')).toHaveLength(1)
  await left.leave()
  for (const host of ['one.example', 'two.example']) world.network.trouble.set(host, 'down')
  const late = world.enter({ signal, timeout: 1_000 })
  await world.clock.until(() => late.state === 'closed')
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('a refusal that no retry mends rejects joined with its code', async () => {
  const world = new World()
  world.served.enter = (command, line) => {
    line.deliver({ type: 'refused', ref: command.ref as number, code: 'room-full', message: 'The room has its 100 members.' })
    return undefined as never
  }
  const room = world.enter()
  await expect(room.joined).rejects.toMatchObject({ code: 'room-full', name: 'AlmenaraError' })
  expect(room.state).toBe('closed')
  await expect(room.signal('x')).rejects.toMatchObject({ code: 'closed' })
})

test('when no node answers, an error tells so and joined rejects in time', async () => {
  const world = new World()
  for (const host of ['one.example', 'two.example']) world.network.trouble.set(host, 'down')
  const room = world.enter({ timeout: 5_000 })
  const errors = record(room, 'error')
  await world.clock.pass(4_000)
  expect(errors.map(([error]) => (error as AlmenaraError).code)).toEqual(['unreachable'])
  await world.clock.pass(2_000)
  await expect(room.joined).rejects.toMatchObject({ code: 'unreachable' })
})

test('misuse throws at once and says what to do', async () => {
  const world = new World()
  const peerConnection = world.rtc.class
  const webSocket = world.network.webSocket
  expect(() => join('https://one.example', 'lobby', { peerConnection, webSocket })).toThrow(/newRoomId\(\)/)
  expect(() => join([], newRoomId(), { peerConnection, webSocket })).toThrow(/Name a node/)
  expect(() => join('one.example', newRoomId(), { peerConnection, webSocket })).toThrow(/is no node: pass an http\(s\) URL/)
  expect(() => join('https://one.example', newRoomId(), { webSocket })).toThrow(/peerConnection/)
  for (const none of [undefined, null, {}, 7, [undefined]]) expect(() => join(none as never, newRoomId(), { peerConnection, webSocket })).toThrow(/is no node: pass an http\(s\) URL/)
  expect(() => join('https://one.example', newRoomId(), { peerConnection, webSocket, pool: { size: 9 } })).toThrow(/8/)
  const [a] = await world.pair()
  expect(() => a.send(undefined as never)).toThrow(AlmenaraError)
  expect(() => a.send('x'.repeat(300_000))).toThrow(/262144/)
  await expect(a.signal({ link: 'x', end: 'stale' })).rejects.toMatchObject({ code: 'misuse' })
})

test('in a page, whose own nodes may be named by a path, what is no text is no node', async () => {
  vi.stubGlobal('location', { href: 'https://page.example/' })
  const { rtc, network: { webSocket } } = new World()
  const options = { peerConnection: rtc.class, webSocket }
  expect(() => join(undefined as never, newRoomId(), options)).toThrow(/"undefined" is no node/)
  await join('/', newRoomId(), options).leave()
  vi.unstubAllGlobals()
})

test('a channel that takes no more stops nobody else, and the room can still be left', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const c = world.enter()
  await world.clock.until(() => connected(a) === 2)
  const full = (): never => { throw new DOMException('the queue is full', 'OperationError') }
  const channel = a.peers.get(b.self ?? '')?.channel as RTCDataChannel
  channel.send = full
  const heard = record(c, 'message')
  expect(a.send('hello')).toBe(1)
  await settle()
  expect(heard).toHaveLength(1)
  expect(a.peers.get(b.self ?? '')?.send('hello')).toBe(false)
  const huge = a.peers.get(c.self ?? '')?.connection as unknown as { sctp: { maxMessageSize: number } }
  huge.sctp.maxMessageSize = 1
  channel.send = () => {}
  expect(() => a.send('x'.repeat(70_000))).toThrow(/65536/)
  channel.send = full
  await a.leave()
  expect(a.state).toBe('closed')
  await world.clock.until(() => b.peers.size === 1)
})

test('when the channel takes no more, negotiation goes through the node', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const tracks = record(b, 'track')
  ;(only(a).channel as RTCDataChannel).send = () => { throw new DOMException('the queue is full', 'OperationError') }
  const back = record(a, 'track')
  a.addStream(new FakeStream([new FakeTrack()]) as unknown as MediaStream)
  b.addStream(new FakeStream([new FakeTrack()]) as unknown as MediaStream)
  await world.clock.until(() => tracks.length === 1 && back.length === 1)
})
