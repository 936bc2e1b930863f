import { expect, test } from 'vitest'
import { connected, only, record, World } from './world.js'
import { settle } from './time.js'

test('leaving says goodbye, closes everything and can be repeated', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const left = record(b, 'left')
  const states = record(a, 'state')
  await Promise.all([a.leave(), a.leave()])
  await a.leave()
  await settle()
  expect(left.map(([, reason]) => reason)).toEqual(['left'])
  expect(states).toEqual([['closed']])
  expect([a.peers.size, b.peers.size]).toEqual([0, 0])
  await b.leave()
  await world.clock.pass(100_000)
  expect(world.rtc.open).toHaveLength(0)
  expect(world.clock.waiting).toBe(0)
})

test('a node that ends the connection before it has answered leave does not make the room reconnect', async () => {
  const world = new World()
  const room = world.enter({ connect: false })
  await room.joined
  const states = record(room, 'state')
  world.network.muted.add('one.example')
  const left = room.leave()
  await settle()
  world.network.cut()
  await left
  expect(states).toEqual([['closed']])
  await world.clock.pass(60_000)
  expect(world.network.attempts).toHaveLength(1)
})

test('a room that is left by a listener meets nobody else', async () => {
  const world = new World()
  await Promise.all([world.enter().joined, world.enter().joined])
  const room = world.enter()
  const peers = record(room, 'peer')
  room.on('peer', () => void room.leave())
  await world.clock.until(() => room.state === 'closed')
  expect(peers).toHaveLength(1)
  expect(room.peers.size).toBe(0)
  await world.clock.pass(100)
})

test('a room that is left by a listener because no node can be reached stays closed', async () => {
  const world = new World()
  for (const host of ['one.example', 'two.example']) world.network.trouble.set(host, 'down')
  const room = world.enter()
  const states = record(room, 'state')
  room.on('error', () => void room.leave())
  await world.clock.until(() => room.state === 'closed')
  const attempts = world.network.attempts.length
  world.network.trouble.clear()
  await world.clock.pass(30_000)
  expect(states).toEqual([['closed']])
  expect([world.network.attempts.length, world.clock.waiting]).toEqual([attempts, 0])
})

test.each(['close', 'error', 'peer'] as const)('a room that is left by a listener of %s leaves no timer behind', async (name) => {
  const world = new World()
  const a = world.enter()
  await a.joined
  await world.clock.pass(200)
  if (name === 'error') world.rtc.path = 'blocked'
  const b = world.enter()
  b.on(name, () => void b.leave())
  if (name === 'close') {
    await world.clock.until(() => connected(b) === 1)
    only(b).channel?.close()
  }
  await world.clock.until(() => b.state === 'closed')
  await a.leave()
  await settle()
  expect(world.clock.waiting).toBe(0)
})

test('what is heard while the room is being left is not carried out any more', async () => {
  const world = new World()
  const [a] = await world.pair()
  const events = [record(a, 'peer'), record(a, 'signal'), record(a, 'state')]
  world.network.muted.add('one.example')
  const left = a.leave()
  world.network.broadcast({ type: 'peer-joined', offset: 99, peer: 'late' })
  world.network.broadcast({ type: 'signal', offset: 100, data: 'late' })
  world.served.breakEpoch()
  await settle()
  await world.clock.pass(2_000)
  await left
  expect(events).toEqual([[], [], [['closed']]])
  expect(a.peers.size).toBe(0)
})

test.each(['websocket', 'sse'] as const)('who leaves by %s before the node has said that it has joined is not kept as a member', async (transport) => {
  const world = new World()
  const cluster = world.served
  const enter = cluster.enter.bind(cluster)
  const held: (() => void)[] = []
  cluster.enter = (command, line, node) => {
    const deliver = line.deliver.bind(line)
    line.deliver = (message) => message.type === 'joined' ? void held.push(() => deliver(message)) : deliver(message)
    return enter(command, line, node)
  }
  const room = world.enter({ connect: false, transport })
  await settle()
  expect(cluster.members('')).toHaveLength(1)
  const left = room.leave()
  for (const give of held) give()
  await left
  expect(cluster.members('')).toEqual([])
  await expect(room.joined).rejects.toMatchObject({ code: 'closed' })
  expect(world.clock.waiting).toBe(0)
})

test('who leaves while the connection is away tells the node all the same', async () => {
  const world = new World()
  const room = world.enter({ connect: false })
  await room.joined
  for (const host of ['one.example', 'two.example']) world.network.trouble.set(host, 'sockets-refused')
  world.network.cut()
  await settle()
  expect(room.state).toBe('reconnecting')
  const left = room.leave()
  expect(room.state).toBe('closed')
  await left
  expect(world.served.members('')).toEqual([])
})

test('who leaves after another connection has taken the session over does not end it', async () => {
  const world = new World()
  const room = world.enter({ connect: false })
  await room.joined
  world.network.cut('one.example', 4409)
  await settle()
  expect(room.state).toBe('closed')
  await room.leave()
  expect(world.served.members('')).toHaveLength(1)
})

test('who leaves while no node can be reached has left all the same', async () => {
  const world = new World()
  const room = world.enter({ connect: false })
  await room.joined
  for (const host of ['one.example', 'two.example']) world.network.trouble.set(host, 'down')
  world.network.cut()
  await settle()
  await room.leave()
  expect(room.state).toBe('closed')
})
