import { expect, test } from 'vitest'
import type { Room } from '../src/room.js'
import type { FakePeerConnection } from '../src/testing/fakertc.js'
import { connected, NODES, only, record, World } from './world.js'
import { settle } from './time.js'

test('a path that is lost is mended by an ICE restart on the same connection', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const pc = only(a).connection
  const closes = [record(a, 'close'), record(b, 'close')]
  const opens = record(a, 'open')
  world.rtc.lose()
  await world.clock.pass(2_900)
  expect(only(a).state).toBe('connected')
  await world.clock.pass(200)
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1)
  expect(only(a).connection).toBe(pc)
  expect(closes).toEqual([[], []])
  expect(opens).toEqual([])
  expect(world.rtc.open.filter(({ iceConnectionState }) => iceConnectionState === 'connected')).toHaveLength(2)
})

test('where paths are lost the way to the node is tried at once, by one question for all links', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const c = world.enter()
  await world.clock.until(() => [a, b, c].every((room) => connected(room) === 2))
  const before = world.served.heard.length
  world.rtc.lose()
  await settle()
  expect(world.served.heard.slice(before).map(({ type }) => type)).toEqual(['ping', 'ping', 'ping'])
})

test('a page that loses its network resumes its session by another one before the other end gives the link up', async () => {
  const world = new World()
  const a = world.enter({}, NODES[0])
  await a.joined
  const b = world.enter({}, NODES[1])
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1)
  const pc = only(b).connection
  const closes = [record(a, 'close'), record(b, 'close')]
  world.network.muted.add('one.example')
  for (const { host, line } of world.network.open) if (host === 'one.example') line.deliver = () => {}
  world.rtc.path = 'blocked'
  world.rtc.lose()
  await world.clock.until(() => a.state === 'reconnecting')
  world.network.muted.clear()
  world.rtc.path = 'free'
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1)
  expect(only(b).connection).toBe(pc)
  expect(closes).toEqual([[], []])
})

for (const first of ['polite', 'impolite'] as const) {
  test(`the ${first} end alone has noticed that the path is gone: its offer is answered by the way it took`, async () => {
    const world = new World()
    const pair = await world.pair()
    const [low, high] = pair.sort((one, other) => (one.self ?? '') < (other.self ?? '') ? -1 : 1) as [Room, Room]
    const [notices, unaware] = first === 'polite' ? [low, high] : [high, low]
    const pc = only(unaware).connection
    // What it sends goes the way of the path.
    Object.assign(only(unaware).channel as RTCDataChannel, { send: () => {} })
    ;(only(notices).connection as unknown as FakePeerConnection).ice('disconnected')
    await world.clock.pass(3_500)
    expect(pair.map((room) => only(room).state)).toEqual(['connected', 'connected'])
    expect(only(notices).connection?.iceConnectionState).toBe('connected')
    expect(only(unaware).connection).toBe(pc)
  })
}

test('a path that comes back by itself within 3 s is left alone', async () => {
  const world = new World()
  const [a] = await world.pair()
  const before = world.served.heard.length
  world.rtc.lose()
  await world.clock.pass(2_000)
  for (const pc of world.rtc.open) if (pc.iceConnectionState === 'disconnected') pc.ice('connected')
  await world.clock.pass(10_000)
  expect(connected(a)).toBe(1)
  expect(world.served.heard.slice(before).filter(({ type }) => type === 'signal')).toEqual([])
})

test('when an ICE restart does not help, the link is made afresh', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const pc = only(b).connection
  world.rtc.path = 'blocked'
  world.rtc.lose()
  await world.clock.pass(14_000)
  expect(connected(a) + connected(b)).toBe(0)
  world.rtc.path = 'free'
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1)
  expect(only(b).connection).not.toBe(pc)
})

test('a link that does not come up is tried again by signals, then with back-off, while the member is there', async () => {
  const world = new World()
  world.rtc.path = 'blocked'
  const waits: number[] = []
  const a = world.enter()
  await a.joined
  await world.clock.pass(200)
  const b = world.enter({ backoff: (attempt) => { waits.push(attempt); return 1_000 } })
  const errors = record(b, 'error')
  await world.clock.pass(5_000)
  expect(errors.length).toBeGreaterThan(2)
  expect(errors.every(([error]) => (error as { code: string }).code === 'connect-failed')).toBe(true)
  expect(errors[0]?.[0]).toMatchObject({ peer: a.self, message: expect.stringContaining(a.self ?? '') })
  expect(waits.slice(0, 2)).toEqual([1, 2])
  world.rtc.path = 'free'
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1)
})

test('both ends that begin at the same time end up with one link', async () => {
  const world = new World()
  const [a, b] = await world.pair({ pool: false })
  world.served.breakEpoch()
  await settle()
  only(a).connection?.close()
  only(b).channel?.close()
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1)
  await world.clock.pass(30_000)
  expect([connected(a), connected(b)]).toEqual([1, 1])
  expect(world.rtc.open.filter(({ iceConnectionState }) => iceConnectionState === 'connected')).toHaveLength(2)
})

test('two halves of a cluster that meet again: both begin, one link is made', async () => {
  const world = new World()
  const cluster = world.served
  const a = world.enter({ pool: false })
  await a.joined
  const members = cluster.members.bind(cluster)
  cluster.members = () => []
  const append = cluster.append.bind(cluster)
  cluster.append = () => {}
  const b = world.enter({ pool: false })
  await b.joined
  cluster.members = members
  cluster.append = append
  cluster.breakEpoch()
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1)
  await world.clock.pass(30_000)
  expect(world.rtc.open).toHaveLength(2)
})

test('candidates that come while the ICE servers are asked for are kept', async () => {
  const world = new World()
  const iceServers = (): Promise<RTCIceServer[]> => new Promise((resolve) => { world.clock.after(500, () => resolve([])) })
  const [a, b] = await world.pair({ pool: false, iceServers })
  await world.clock.pass(100)
  const candidates = world.rtc.open.map((pc) => pc.candidates.map((one) => one?.candidate))
  expect(candidates.every((list) => list.length === 2)).toBe(true)
  expect([connected(a), connected(b)]).toEqual([1, 1])
})

test('an answer for a link that is no more is answered with its end, and the other starts afresh', async () => {
  const world = new World()
  const [a, b] = await world.pair({ pool: false })
  const ends = (): unknown[] => world.served.heard.filter(({ data }) => JSON.stringify(data ?? '').includes('"end":"stale"'))
  await a.joined
  const stale = { link: 'long-gone', description: { type: 'answer', sdp: '{}' } }
  world.served.append({ type: 'signal', offset: 0, from: b.self ?? '', to: a.self ?? '', id: 'x', data: stale }, (peer) => peer === a.self)
  await settle()
  expect(ends()).toHaveLength(1)
  expect(connected(b)).toBe(1)
})

test('a link that the application closes is made again', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const closes = record(b, 'close')
  only(a).channel?.close()
  await settle()
  expect(closes).toHaveLength(1)
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1)
})

test('an outage of the nodes and of the path leaves no pile of offers, however long it is', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  for (const host of ['one.example', 'two.example']) world.network.trouble.set(host, 'down')
  world.network.cut()
  world.rtc.path = 'blocked'
  world.rtc.lose()
  await world.clock.pass(13_000)
  const before = world.served.heard.length
  await world.clock.pass(45_000)
  expect([only(a).state, only(b).state]).toEqual(['reconnecting', 'reconnecting'])
  world.rtc.path = 'free'
  world.network.trouble.clear()
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1)
  const offers = world.served.heard.slice(before).filter(({ type }) => type === 'signal').map(({ data }) => (data as { description?: { type: string } } | undefined)?.description?.type)
  expect(offers.filter((type) => type === 'offer').length).toBeLessThan(8)
})

test('an ICE restart for a link that the other end no longer has is answered with its end, and a fresh link is made at once', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const link = only(a).link?.id
  world.rtc.path = 'blocked'
  only(a).link?.close('a crash of sorts')
  world.rtc.path = 'free'
  const heard = world.served.heard.length
  ;(only(b).connection as unknown as { ice(state: string): void }).ice('failed')
  await world.clock.pass(1_000)
  expect([connected(a), connected(b)]).toEqual([1, 1])
  expect(world.served.heard.slice(heard).some(({ data }) => JSON.stringify(data ?? '') === JSON.stringify({ link, end: 'stale' }))).toBe(true)
  await world.clock.pass(20_000)
  expect([connected(a), connected(b)]).toEqual([1, 1])
})

test('a member that makes one attempt after the other is not given a connection for each', async () => {
  const world = new World()
  const [a, b] = await world.pair({ pool: false })
  const before = world.rtc.all.length
  for (let i = 0; i < 50; i++) {
    const data = { link: `attempt${i}`, description: { type: 'offer', sdp: '{"pc":0,"ufrag":"","tracks":[]}' } }
    world.served.append({ type: 'signal', offset: 0, from: b.self ?? '', to: a.self ?? '', data }, (peer) => peer === a.self)
    await settle()
  }
  expect(world.rtc.all.length - before).toBeLessThan(12)
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1)
})
