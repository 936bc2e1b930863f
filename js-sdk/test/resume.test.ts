import { expect, test } from 'vitest'
import type { Room } from '../src/index.js'
import { connected, only, record, World } from './world.js'
import { settle } from './time.js'

/** The node carries out a leave of the room's session, of which the room itself knows nothing. */
function leaves(world: World, room: Room, keep: boolean): void {
  const session = world.served.sessions.get(room.self ?? '')
  if (!session) throw new Error('there is no session')
  expect(world.served.handle(session, { type: 'leave', keep })).toMatchObject({ type: 'ok' })
}

test('a connection that breaks is resumed with nothing missed, and links stay up meanwhile', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const states = record(b, 'state')
  const signals = record(b, 'signal')
  const closes = record(b, 'close')
  world.network.trouble.set('one.example', 'down')
  world.network.cut()
  await settle()
  world.network.trouble.clear()
  expect(b.state).toBe('signal-reconnecting')
  await world.clock.until(() => a.state === 'joined')
  await a.signal('while you were away')
  await world.clock.until(() => b.state === 'joined')
  await settle()
  expect(states.map(([state]) => state)).toEqual(['signal-reconnecting', 'joined'])
  expect(signals.map(([data]) => data)).toEqual(['while you were away'])
  expect(closes).toEqual([])
  expect(connected(b)).toBe(1)
})

test('a room that was joined is never connecting again, even when the node does not take its token', async () => {
  const world = new World()
  const [, b] = await world.pair()
  const states = record(b, 'state')
  const cluster = world.served
  const enter = cluster.enter.bind(cluster)
  cluster.enter = (command, line) => {
    cluster.enter = enter
    line.deliver({ type: 'refused', ref: command.ref as number, code: 'bad-token', message: 'no such session' })
    return undefined as never
  }
  cluster.sessions.get(b.self ?? '')?.line?.end(1006)
  await world.clock.until(() => b.state === 'joined' && states.length > 0)
  expect(states.map(([state]) => state)).toEqual(['signal-reconnecting', 'joined'])
})

test('without a link the state is reconnecting', async () => {
  const world = new World()
  const room = world.enter({ connect: false })
  await room.joined
  world.network.cut()
  await settle()
  expect(room.state).toBe('reconnecting')
})

test('signals given while signaling is away, and those that were not acknowledged, arrive once and in order', async () => {
  const world = new World()
  const a = world.enter({ connect: false }, 'http://one.example')
  const b = world.enter({ connect: false }, 'http://two.example')
  await Promise.all([a.joined, b.joined])
  await settle()
  const heard = record(b, 'signal')
  const first = a.signal(1)
  await settle()
  world.network.muted.add('one.example')
  const more = [a.signal(2), a.signal(3)]
  await settle()
  world.network.cut('one.example')
  await settle()
  more.push(a.signal(4))
  world.network.muted.clear()
  await world.clock.until(() => a.state === 'joined')
  await Promise.all([first, ...more])
  await settle()
  expect(heard.map(([data]) => data)).toEqual([1, 2, 3, 4])
})

test('a signal whose acknowledgement was lost is sent again with its id and dropped by who has heard it', async () => {
  const world = new World()
  const a = world.enter({ connect: false }, 'http://one.example')
  const b = world.enter({ connect: false }, 'http://two.example')
  await Promise.all([a.joined, b.joined])
  await settle()
  const heard = record(b, 'signal')
  const cluster = world.served
  const handle = cluster.handle.bind(cluster)
  cluster.handle = (session, command) => {
    const answer = handle(session, command)
    return command.type === 'signal' ? { type: 'cursor', offset: cluster.offset } : answer
  }
  const sent = a.signal('once')
  await settle()
  cluster.handle = handle
  world.network.cut('one.example')
  await world.clock.until(() => a.state === 'joined')
  await sent
  await settle()
  const ids = cluster.heard.filter(({ type }) => type === 'signal').map((command) => (command as { id: string }).id)
  expect(ids).toEqual([ids[0], ids[0]])
  expect(heard.map(([data]) => data)).toEqual(['once'])
})

test('after recovered:false the members are compared: the gone leave, the new come, links stay', async () => {
  const world = new World()
  const [a, b] = await world.pair({ pool: false })
  const quiet = world.enter({ connect: false, pool: false })
  await world.clock.until(() => a.peers.size === 2)
  const lefts = record(a, 'left')
  const peers = record(a, 'peer')
  const closes = record(a, 'close')
  const link = a.peers.get(b.self ?? '')?.connection
  const cluster = world.served
  const gone = quiet.self ?? ''
  cluster.sessions.delete(gone)
  cluster.sessions.set('newcomer', { peer: 'newcomer', token: 't', line: undefined, present: true, claims: new Set(), grace: () => {} })
  cluster.breakEpoch()
  await settle()
  expect(lefts.map(([peer, reason]) => [(peer as { id: string }).id, reason])).toEqual([[gone, 'timeout']])
  expect(peers.map(([peer]) => (peer as { id: string }).id)).toEqual(['newcomer'])
  expect(closes).toEqual([])
  expect(a.peers.get(b.self ?? '')?.connection).toBe(link)
})

test('a session that another connection has taken over is closed for good', async () => {
  const world = new World()
  const room = world.enter({ connect: false })
  await room.joined
  const errors = record(room, 'error')
  world.network.cut('one.example', 4409)
  await world.clock.pass(60_000)
  expect(room.state).toBe('closed')
  expect(errors).toHaveLength(1)
  expect(world.network.attempts).toHaveLength(1)
})

test('a member that times out is kept while its link stands, and leaves when the link ends', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const lefts = record(a, 'left')
  for (const host of ['one.example', 'two.example']) world.network.trouble.set(host, 'down')
  world.served.sessions.get(b.self ?? '')?.line?.end(1006)
  await world.clock.pass(20_000)
  expect(lefts).toEqual([])
  expect(connected(a)).toBe(1)
  expect(a.send('are you there?')).toBe(1)
  world.rtc.path = 'blocked'
  world.rtc.lose()
  await world.clock.pass(15_000)
  expect(lefts.map(([, reason]) => reason)).toEqual(['timeout'])
  expect(a.peers.size).toBe(0)
})

test('a member that has detached is kept while its link stands, and leaves when the link ends', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const lefts = record(a, 'left')
  leaves(world, b, true)
  await world.clock.pass(20_000)
  expect(lefts).toEqual([])
  expect(connected(a)).toBe(1)
  expect(a.send('are you there?')).toBe(1)
  world.rtc.path = 'blocked'
  world.rtc.lose()
  await world.clock.pass(15_000)
  expect(lefts.map(([, reason]) => reason)).toEqual(['timeout'])
  expect(a.peers.size).toBe(0)
})

test('a member that detaches without a link has left', async () => {
  const world = new World()
  const a = world.enter({ connect: false })
  const b = world.enter({ connect: false })
  await Promise.all([a.joined, b.joined])
  await settle()
  const lefts = record(a, 'left')
  leaves(world, b, true)
  await settle()
  expect(lefts.map(([, reason]) => reason)).toEqual(['left'])
  expect(a.peers.size).toBe(0)
})

test('a member that leaves without keeping its links is gone with them', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const lefts = record(a, 'left')
  leaves(world, b, false)
  await settle()
  expect(lefts.map(([, reason]) => reason)).toEqual(['left'])
  expect(a.peers.size).toBe(0)
})

test('a member that timed out and comes back is the same peer with the same link', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const peer = only(a)
  for (const host of ['one.example', 'two.example']) world.network.trouble.set(host, 'down')
  world.served.sessions.get(b.self ?? '')?.line?.end(1006)
  await world.clock.pass(20_000)
  world.network.trouble.clear()
  await world.clock.until(() => b.state === 'joined')
  await world.clock.pass(10_000)
  expect(only(a)).toBe(peer)
  expect(peer.state).toBe('connected')
})

test('a signal that is no JSON is misuse at once and disturbs nothing', async () => {
  const world = new World()
  const room = world.enter({ connect: false })
  await room.joined
  const loop: Record<string, unknown> = {}
  loop.self = loop
  for (const data of [{ v: 1n }, loop, () => {}]) await expect(room.signal(data)).rejects.toMatchObject({ code: 'misuse' })
  world.network.cut()
  await world.clock.pass(3_000)
  expect(room.state).toBe('joined')
  expect(world.network.attempts).toHaveLength(2)
})

test('a signal that is larger than the node allows is not sent', async () => {
  const world = new World()
  const room = world.enter({ connect: false })
  await room.joined
  await expect(room.signal('x'.repeat(70_000))).rejects.toMatchObject({ code: 'too-large' })
  await expect(room.signal('é'.repeat(33_000))).rejects.toMatchObject({ code: 'too-large' })
  expect(world.served.heard).toEqual([])
  await room.signal('x'.repeat(60_000))
})

test.each([1007, 1009])('after close code %i the signals without an answer fail instead of being sent again', async (code) => {
  const world = new World()
  const room = world.enter({ connect: false })
  await room.joined
  world.network.muted.add('one.example')
  const sent = expect(room.signal('what the node does not take')).rejects.toMatchObject({ code: 'too-large' })
  await settle()
  world.network.cut('one.example', code)
  world.network.muted.clear()
  await sent
  await world.clock.pass(3_000)
  expect(room.state).toBe('joined')
  expect(world.served.heard.filter(({ type }) => type === 'signal')).toEqual([])
})

test('a description that is too large for the node fails its link, not the session', async () => {
  const world = new World()
  const a = world.enter({ pool: false })
  await a.joined
  await world.clock.pass(200)
  world.rtc.padding = 'x'.repeat(70_000)
  const b = world.enter({ pool: false })
  const errors = record(b, 'error')
  await world.clock.pass(1_000)
  world.rtc.padding = ''
  expect(errors.map(([error]) => (error as { code: string }).code)).toContain('connect-failed')
  expect(world.network.attempts).toHaveLength(2)
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1)
})
