import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { join, type Options, type Peer, type Room } from '../../src/index.js'
import { createWorld, fakeStream, type World, type WorldOptions } from '../../src/testing/index.js'

// What rooms fetch when they need it is here before the clock is a fake one.
await Promise.all([import('../../src/sse.js'), import('../../src/relays.js'), import('../../src/media.js'), import('../../src/pow/index.js')])

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const make = (options: WorldOptions = {}): World => createWorld({ pass: (ms) => vi.advanceTimersByTimeAsync(ms), ...options })
const enter = (world: World, options: Options = {}): Room => join(world.nodes, world.room, { ...world.options, ...options })
const links = (room: Room): number => [...room.peers.values()].filter(({ state }) => state === 'connected').length

async function pair(world: World, options: Options = {}): Promise<[Room, Room]> {
  const rooms = [enter(world, options), enter(world, options)] as const
  await world.until(() => rooms.every((room) => links(room) === 1))
  return [...rooms]
}

function only(room: Room): Peer {
  return [...room.peers.values()][0] as Peer
}

/** The messages of a room and when they came, in milliseconds from now. */
function heard(room: Room): { data: unknown; after: number }[] {
  const begin = Date.now()
  const messages: { data: unknown; after: number }[] = []
  room.on('message', (data) => messages.push({ data, after: Date.now() - begin }))
  return messages
}

/** Lets time pass until the promise is settled. */
async function during<T>(world: World, promise: Promise<T>): Promise<T> {
  let phase = 'pending'
  const settled = (): void => { phase = 'settled' }
  promise.then(settled, settled)
  await world.until(() => phase === 'settled')
  return promise
}

test('with the platform\'s own time, too, rooms are joined and peers connected', async () => {
  vi.useRealTimers()
  const world = createWorld()
  const [a, b] = await pair(world)
  const messages = heard(b)
  a.send({ n: 1 })
  await world.until(() => messages.length === 1)
  expect(messages[0]?.data).toEqual({ n: 1 })
  await Promise.all([a.leave(), b.leave()])
})

test.each([[0, 'misuse'], [1, undefined], [9, undefined], [10, 'misuse'], [1.5, 'misuse']])('%s nodes: %s', (nodes, code) => {
  if (code) expect(() => createWorld({ nodes })).toThrow(expect.objectContaining({ code }))
  else expect(createWorld({ nodes }).nodes).toHaveLength(nodes)
})

test('rooms of other ids are other rooms', async () => {
  const world = make()
  const a = enter(world)
  const stranger = join(world.nodes, make().room, world.options)
  const b = enter(world)
  await world.until(() => links(a) === 1)
  expect((await stranger.joined).members).toEqual([])
  expect([...a.peers.keys()]).toEqual([b.self])
})

test('a connection that is cut comes back, with the same id', async () => {
  const world = make()
  const a = enter(world, { connect: false })
  const { self } = await a.joined
  world.cut(world.nodes[0])
  await world.until(() => a.state === 'reconnecting')
  await world.until(() => a.state === 'joined')
  expect(a.self).toBe(self)
})

test('a node that is killed lets nobody in until it is mended; nor do WebSockets that are refused', async () => {
  const world = make({ nodes: 1 })
  const [node = ''] = world.nodes
  const a = enter(world, { connect: false })
  await a.joined
  world.kill(node)
  await world.pass(5_000)
  expect(a.state).toBe('reconnecting')
  world.mend(node)
  await world.until(() => a.state === 'joined')
  world.refuseSockets(node)
  const b = enter(world, { connect: false })
  await world.until(() => b.state === 'joined')
  expect(b.node?.transport).toBe('sse')
})

test('a node that drains is left for another, after its delay', async () => {
  const world = make()
  const a = enter(world, { connect: false })
  await a.joined
  world.drain(world.nodes[0] ?? '', 1_000)
  await world.pass(900)
  expect(a.node?.url).toBe(world.nodes[0])
  await world.until(() => a.node?.url === world.nodes[1])
  const late = enter(world, { connect: false })
  await world.until(() => late.state === 'joined')
  expect(late.node?.url).toBe(world.nodes[1])
})

test('a node that drains takes no event stream either', async () => {
  const world = make()
  world.drain(world.nodes[0] ?? '')
  const a = enter(world, { connect: false, transport: 'sse' })
  await world.until(() => a.state === 'joined')
  expect(a.node?.url).toBe(world.nodes[1])
})

test('after a restart of all nodes everybody has a new id, and links stand', async () => {
  const world = make()
  const [a, b] = await pair(world)
  const before = a.self
  world.restart()
  await world.until(() => a.state === 'joined' && a.self !== before && links(a) === 1 && links(b) === 1)
  expect([...a.peers.keys()]).toEqual([b.self])
})

test('answers of nodes and messages of peers take the time they are told to, and keep their order', async () => {
  const world = make({ seed: 7 })
  const [a, b] = await pair(world)
  world.delay = [50, 200]
  const messages = heard(b)
  for (let n = 0; n < 20; n++) a.send(n)
  await world.pass(49)
  expect(messages).toEqual([])
  await world.until(() => messages.length === 20, 200)
  expect(messages.map(({ data }) => data)).toEqual(Array.from({ length: 20 }, (_, n) => n))

  world.latency = 300
  let phase = 'under way'
  void a.signal('hello').then(() => { phase = 'known' })
  await world.pass(299)
  expect(phase).toBe('under way')
  await world.pass(1)
  expect(phase).toBe('known')
})

test('the delays are those of the seed', async () => {
  const times = await Promise.all([3, 3, 4].map(async (seed) => {
    const world = make({ seed })
    world.delay = [0, 1_000]
    const [a, b] = await pair(world)
    const messages = heard(b)
    a.send('x')
    await world.until(() => messages.length === 1)
    return messages[0]?.after
  }))
  expect(times[0]).toBe(times[1])
  expect(times[0]).not.toBe(times[2])
})

test('what is sent while paths are blocked waits, and is lost with the link; a new link comes when they are free', async () => {
  const world = make()
  const [a, b] = await pair(world)
  const messages = heard(b)
  world.path = 'blocked'
  const channel = only(a).channel
  a.send('held back')
  expect(channel?.bufferedAmount).toBe('{"m":"held back"}'.length)
  await world.pass(1_000)
  expect(messages).toEqual([])
  world.path = 'free'
  await world.until(() => messages.length === 1)
  expect(channel?.bufferedAmount).toBe(0)

  world.path = 'blocked'
  a.send('lost')
  let closed = 0
  for (const room of [a, b]) room.on('close', () => closed++)
  await world.until(() => closed === 2)
  world.path = 'free'
  await world.until(() => links(a) === 1 && links(b) === 1)
  await world.pass(1_000)
  expect(messages).toHaveLength(1)
})

test('paths that are lost are found again', async () => {
  const world = make()
  const [a, b] = await pair(world)
  world.lose()
  expect(only(a).connection?.iceConnectionState).toBe('disconnected')
  await world.until(() => [a, b].every((room) => only(room).connection?.iceConnectionState === 'connected'))
  expect([links(a), links(b)]).toEqual([1, 1])
  const restarts = await Promise.all([a, b].map(async (room) => (await only(room).stats())?.restarts ?? 0))
  expect(Math.max(...restarts)).toBe(1)
})

test('where only relays find a path, the SDK buys them, and says that the path is relayed', async () => {
  const world = make()
  world.path = 'relayed'
  const [a] = await pair(world)
  expect((await only(a).path())?.kind).toBe('relayed')
})

test('a price is paid, or told where it is too high', async () => {
  const world = make()
  world.price(32)
  const a = enter(world, { connect: false })
  const paid: string[] = []
  a.on('work', ({ action, state }) => { if (state === 'paid') paid.push(action) })
  await world.until(() => a.state === 'joined')
  await during(world, a.signal('hello'))
  expect(paid).toEqual(['join', 'post'])
  world.price(1_000)
  a.maxWork = 500
  await expect(during(world, a.signal('too dear'))).rejects.toMatchObject({ code: 'price' })
  world.price(0)
  // What a refusal has asked is believed for as long as its quote is good.
  await world.pass(60_000)
  await during(world, a.signal('free'))
})

test('a stream arrives with tracks of its kinds', async () => {
  const world = make()
  const [a, b] = await pair(world)
  const kinds: string[] = []
  b.on('track', ({ kind }) => kinds.push(kind))
  a.addStream(fakeStream('audio', 'video'))
  await world.until(() => kinds.length === 2)
  expect(kinds.sort()).toEqual(['audio', 'video'])
})

test('what does not come to pass is an error', async () => {
  await expect(make().until(() => false, 100)).rejects.toThrow('It did not come to pass within 100 ms')
})

test('what makes no sense is misuse, and the message says what to do', () => {
  const world = make()
  const calls = [
    () => world.kill('http://elsewhere.example'), () => world.cut('one'), () => world.price(-1), () => world.price(2 ** 20 + 1),
    () => { world.latency = -1 }, () => { world.latency = 60_001 }, () => { world.delay = [2, 1] }, () => { world.delay = [0, 60_001] },
  ]
  for (const call of calls) expect(call).toThrow(expect.objectContaining({ code: 'misuse' }))
  world.price(2 ** 20)
  world.latency = 60_000
  world.delay = [0, 60_000]
})
