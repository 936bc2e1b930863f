import { expect, test } from 'vitest'
import { fullJitter } from '../src/backoff.js'
import { Itinerary } from '../src/itinerary.js'
import { connected, only, World } from './world.js'
import { settle } from './time.js'

test('back-off is full jitter under a ceiling that doubles from 300 ms to 10 s, the first attempt within 200 ms', () => {
  const most = fullJitter(() => 1)
  expect([0, 1, 2, 3, 6, 7, 100].map(most)).toEqual([200, 300, 600, 1200, 9600, 10_000, 10_000])
  expect(fullJitter(() => 0)(5)).toBe(0)
  expect(fullJitter(() => 0.5)(2)).toBe(300)
})

test('a lost connection is tried on the same node, and the next node comes when that fails', async () => {
  const world = new World()
  const room = world.enter({ connect: false })
  await room.joined
  world.network.cut()
  await world.clock.until(() => room.state === 'joined')
  expect(world.network.attempts).toEqual(['websocket one.example', 'websocket one.example'])
  world.network.trouble.set('one.example', 'down')
  world.network.cut()
  await world.clock.until(() => room.state === 'joined')
  expect(world.network.attempts.slice(2)).toEqual(['websocket one.example', 'websocket two.example'])
  expect(room.node?.name).toBe('two.example')
})

test.each([1001, 1011, 1012, 4503])('after close code %i the next node comes first', async (code) => {
  const world = new World()
  const room = world.enter({ connect: false })
  await room.joined
  world.network.cut('one.example', code)
  await world.clock.until(() => room.state === 'joined')
  expect(world.network.attempts).toEqual(['websocket one.example', 'websocket two.example'])
})

test.each([1013, 4408, 1006])('after close code %i the same node comes first', async (code) => {
  const world = new World()
  const room = world.enter({ connect: false })
  await room.joined
  world.network.cut('one.example', code)
  await world.clock.until(() => room.state === 'joined')
  expect(world.network.attempts).toEqual(['websocket one.example', 'websocket one.example'])
})

test('a node that drains is left for the next one after the delay it asked for', async () => {
  const world = new World()
  const room = world.enter({ connect: false })
  await room.joined
  const self = room.self
  world.network.broadcast({ type: 'drain', delay: 700 })
  await world.clock.pass(600)
  expect(world.network.attempts).toHaveLength(1)
  await world.clock.pass(300)
  expect(world.network.attempts).toEqual(['websocket one.example', 'websocket two.example'])
  expect([room.state, room.self]).toEqual(['joined', self])
})

test('where WebSockets are refused twice, server-sent events are used', async () => {
  const world = new World()
  for (const host of ['one.example', 'two.example']) world.network.trouble.set(host, 'sockets-refused')
  const room = world.enter({ connect: false })
  await world.clock.until(() => room.state === 'joined')
  expect(world.network.attempts).toEqual(['websocket one.example', 'websocket two.example', 'sse one.example'])
  expect(room.node?.transport).toBe('sse')
  world.network.cut()
  await world.clock.until(() => room.state === 'joined' && world.network.attempts.length === 4)
  expect(world.network.attempts.at(-1)).toBe('sse one.example')
})

test('where a WebSocket does not open within 4 s, the same node is tried by server-sent events', async () => {
  const world = new World()
  world.network.trouble.set('one.example', 'sockets-silent')
  const room = world.enter({ connect: false })
  await world.clock.pass(3_900)
  expect(world.network.attempts).toEqual(['websocket one.example'])
  await world.clock.pass(300)
  expect(room.state).toBe('joined')
  expect(world.network.attempts).toEqual(['websocket one.example', 'sse one.example'])
  expect(world.network.givenUp).toBe(1)
})

test('a WebSocket that worked once is never given up for server-sent events', () => {
  const way = new Itinerary(['http://a', 'http://b/prefix/'])
  way.arrived()
  for (let i = 0; i < 9; i++) {
    expect(way.stop.transport).toBe('websocket')
    way.failed('broken')
  }
  expect(way.stop).toEqual({ node: 'http://b/prefix', transport: 'websocket' })
})

test('a connection that says nothing is tried every 20 s and given up 5 s later', async () => {
  const world = new World()
  const room = world.enter({ connect: false })
  await room.joined
  await world.clock.pass(21_000)
  expect(world.served.heard.filter(({ type }) => type === 'ping')).toHaveLength(1)
  expect(room.state).toBe('joined')
  world.network.muted.add('one.example')
  await world.clock.pass(19_500)
  expect(room.state).toBe('joined')
  await world.clock.pass(4_550)
  expect(room.state).toBe('reconnecting')
  world.network.muted.clear()
  await world.clock.pass(200)
  expect(room.state).toBe('joined')
})

test('over server-sent events a room does the same as over a WebSocket', async () => {
  const world = new World()
  const a = world.enter({ transport: 'sse' })
  await world.clock.until(() => a.state === 'joined')
  await world.clock.pass(200)
  const b = world.enter({ transport: 'sse' })
  await world.clock.until(() => b.send('hello') === 1)
  const heard: unknown[] = []
  b.on('signal', (data) => heard.push(data))
  world.network.cut()
  await settle()
  expect(a.state).toBe('signal-reconnecting')
  const sent = [a.signal(1), a.signal(2)]
  await world.clock.until(() => a.state === 'joined' && b.state === 'joined')
  await Promise.all(sent)
  await settle()
  expect(heard).toEqual([1, 2])
  await a.leave()
  await settle()
  expect(b.peers.size).toBe(0)
})

test('over server-sent events an answer that overtakes the acknowledgement of its offer finds its link, and so do the candidates after it', async () => {
  const world = new World()
  const { network } = world
  const acknowledged: (() => void)[] = []
  network.slow.set('offer', (response) => new Promise((resolve) => acknowledged.push(() => resolve(response))))
  const a = world.enter({ transport: 'sse', pool: { size: 1, max: 1 } })
  await world.clock.until(() => acknowledged.length === 1)
  const b = world.enter({ pool: false })
  await world.clock.until(() => world.served.heard.some(({ type }) => type === 'answer'))
  await world.clock.pass(200)
  expect(connected(a)).toBe(0)
  network.slow.clear()
  for (const give of acknowledged) give()
  await world.clock.pass(200)
  expect([connected(a), connected(b)]).toEqual([1, 1])
  expect((only(a).connection as unknown as { candidates: unknown[] }).candidates).toHaveLength(2)
})

test.each([[4409, 'closed', ['sse one.example']], [4503, 'joined', ['sse one.example', 'sse two.example']]])('an event stream that says it is closed with code %i is closed so', async (code, state, attempts) => {
  const world = new World()
  const room = world.enter({ connect: false, transport: 'sse' })
  await room.joined
  world.network.broadcast({ type: 'closed', code })
  world.network.cut()
  await world.clock.pass(3_000)
  expect(room.state).toBe(state)
  expect(world.network.attempts).toEqual(attempts)
})

test('an event stream from which nothing comes any more is left, though commands are answered', async () => {
  const world = new World()
  const room = world.enter({ connect: false, transport: 'sse' })
  await room.joined
  await world.clock.pass(80_000)
  expect(room.state).toBe('joined')
  expect(world.network.attempts).toEqual(['sse one.example'])
  world.network.silent.add('one.example')
  await world.clock.pass(20_000)
  expect(world.network.attempts).toHaveLength(1)
  await world.clock.pass(15_500)
  expect(world.network.attempts.length).toBeGreaterThan(1)
  const left = room.leave()
  await world.clock.pass(1_000)
  await left
  expect(world.clock.waiting).toBe(0)
})

test('a node that is silent does not lock those into server-sent events who have had a WebSocket', async () => {
  const world = new World()
  const room = world.enter({ connect: false })
  await room.joined
  world.network.trouble.set('one.example', 'sockets-silent')
  world.network.cut()
  await world.clock.until(() => room.state === 'joined')
  expect(world.network.attempts.slice(1)).toEqual(['websocket one.example', 'websocket two.example'])
})

test('after the detour over server-sent events the next node is tried by a WebSocket first', () => {
  const way = new Itinerary(['http://a', 'http://b'])
  way.failed('slow')
  expect(way.stop).toEqual({ node: 'http://a', transport: 'sse' })
  way.failed('broken')
  expect(way.stop).toEqual({ node: 'http://b', transport: 'websocket' })
})
