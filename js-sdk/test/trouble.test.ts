import { expect, test, vi } from 'vitest'
import type { WorkInfo } from '../src/index.js'
import type { ServerMessage } from '../src/messages.js'
import { settle } from './time.js'
import { connected, record, World } from './world.js'

// What nodes, and applications, do to who pays.

const EFFORT = 64

function priced(effort = EFFORT): World {
  const world = new World()
  world.network.toll.effort = effort
  return world
}

const refusal = (code: string) => ({ ref }: { ref?: number }): ServerMessage => ({ type: 'refused', ref, code, message: code }) as never

test.each(['websocket', 'sse'] as const)('quotes that live for ten seconds are paid by %s', async (transport) => {
  const world = priced()
  world.network.toll.ttl = 10
  const room = world.enter({ connect: false, transport })
  await world.clock.until(() => room.state === 'joined')
  await room.signal('x')
  expect(world.network.toll.paid).toEqual(['join 1', 'post 1'])
})

test('a command that its payment makes too long fails alone', async () => {
  const world = priced()
  const [a, b] = [world.enter({ connect: false }), world.enter({ connect: false })]
  await Promise.all([a.joined, b.joined])
  const heard = record(b, 'signal')
  const results = await Promise.allSettled([a.signal('"'.repeat(20_000)), a.signal('"'.repeat(10_000)), a.signal('short')])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect(results[0]).toMatchObject({ reason: { code: 'too-large' } })
  await world.clock.until(() => heard.length === 2)
  expect(a.state).toBe('joined')
})

test('a node that takes no payment for a join is not worked for without end, and the application hears of it', async () => {
  const world = priced()
  const room = world.enter({ connect: false })
  await room.joined
  const [errors, work] = [record(room, 'error'), record(room, 'work')]
  const { toll } = world.network
  toll.charge = ({ commands }) => commands.map(({ ref }) => toll.refusal(ref, 'join', 'the proof was spent'))
  world.served.restart()
  await world.clock.until(() => errors.length > 0)
  await world.clock.pass(20_000)
  expect(work.filter(([info]) => (info as WorkInfo).state === 'paid')).toHaveLength(5)
  expect(errors[0]?.[0]).toMatchObject({ code: 'unreachable', message: expect.stringContaining('the proof was spent') })
})

test('a payment that a busy node did not take is good for the next try', async () => {
  const world = priced()
  const room = world.enter({ connect: false, transport: 'websocket' })
  const work = record(room, 'work')
  const { toll } = world.network
  const charge = toll.charge.bind(toll)
  let busy = 3
  toll.charge = (parcel, subject) => parcel.pow && busy-- > 0 ? parcel.commands.map(refusal('overloaded')) : charge(parcel, subject)
  await world.clock.until(() => room.state === 'joined')
  expect(work.filter(([info]) => (info as WorkInfo).state === 'paid')).toHaveLength(1)
})

test('what went unpaid while the purse was fetched is not overtaken by what is paid', async () => {
  const world = priced(0)
  const [a, b] = [world.enter({ connect: false }), world.enter({ connect: false })]
  await Promise.all([a.joined, b.joined])
  const heard = record(b, 'signal')
  const { toll } = world.network
  toll.effort = EFFORT
  const charge = toll.charge.bind(toll)
  const late: (() => void)[] = []
  toll.charge = (parcel, subject) => {
    const refusals = charge(parcel, subject)
    if (!refusals || late.length > 0) return refusals
    const line = world.served.sessions.get(a.self ?? '')?.line
    late.push(() => refusals.forEach((each) => line?.deliver(each)))
    return []
  }
  const first = a.signal(1)
  await settle()
  world.network.broadcast(toll.told())
  const second = a.signal(2)
  await world.clock.pass(100)
  late[0]?.()
  await Promise.all([first, second])
  await world.clock.until(() => heard.length === 2)
  expect(heard.map(([data]) => data)).toEqual([1, 2])
})

test.each(['websocket', 'sse'] as const)('who leaves while the join is being paid by %s has not joined', async (transport) => {
  const world = priced(2 ** 18)
  const room = world.enter({ connect: false, transport })
  const [states, work] = [record(room, 'state'), record(room, 'work')]
  await world.clock.until(() => work.length > 0)
  await room.leave()
  await vi.waitFor(() => expect((work.at(-1)?.[0] as WorkInfo).state).toBe('given-up'))
  expect(states).toEqual([['closed']])
  expect(world.served.sessions.size).toBe(0)
})

test('what was given before leaving arrives', async () => {
  const world = priced()
  const [a, b] = [world.enter({ connect: false }), world.enter({ connect: false })]
  await Promise.all([a.joined, b.joined])
  const heard = record(b, 'signal')
  const last = a.signal('last words')
  const gone = a.leave()
  await Promise.all([last, gone])
  await world.clock.until(() => heard.length === 1)
})

test('a dearer quote of one\'s own outlives one for everybody', async () => {
  const world = priced()
  const room = world.enter({ connect: false })
  await room.joined
  const { toll } = world.network
  const cheap = toll.told()
  toll.effort *= 8
  await room.signal('dear')
  const before = toll.refused
  world.network.broadcast(cheap)
  await settle()
  await room.signal('dear too')
  expect(toll.refused).toBe(before)
})

test('a command that costs nothing and is refused with a price all the same has its answer', async () => {
  const world = priced()
  const room = world.enter()
  await room.joined
  const cluster = world.served
  const { toll } = world.network
  const handle = cluster.handle.bind(cluster)
  cluster.handle = (session, command) => command.type === 'hold' ? toll.refusal(command.ref, 'post', 'pay') : handle(session, command)
  const offers = (): number => cluster.heard.filter(({ type }) => type === 'offer').length
  await world.clock.until(() => offers() === 2)
  await world.clock.until(() => offers() > 2)
})

test('maxWork takes numbers from 0 alone, and what a listener allows at once is done', async () => {
  const world = priced()
  const room = world.enter({ connect: false, maxWork: 0 })
  for (const wrong of [Number.NaN, -1]) expect(() => { room.maxWork = wrong }).toThrow(expect.objectContaining({ code: 'misuse' }))
  room.on('price', ({ work }) => { room.maxWork = work })
  await room.joined
  await room.signal('x')
  expect(world.network.attempts).toHaveLength(1)
})

test.each([[[null]], [[{}]], [[{ urls: 'http://odd.example', username: 'u', credential: 'c' }]], [[{ urls: 'turn:x' }]]])('relays that are none (%j) spoil nothing', async (turn) => {
  const world = new World()
  world.network.turn = turn as RTCIceServer[]
  world.rtc.path = 'relayed'
  const [a, b] = [world.enter(), world.enter()]
  const errors = record(b, 'error')
  await world.clock.until(() => errors.length > 0)
  world.rtc.path = 'free'
  await world.clock.until(() => connected(a) === 1)
  expect(world.rtc.all.flatMap(({ configuration }) => configuration.iceServers ?? [])).toEqual([])
})

test('a node that never answers for relays keeps no link from being tried again', async () => {
  const world = new World()
  world.rtc.path = 'relayed'
  const { fetch } = world.network
  const hangs: typeof fetch = (input, init) => String(input).endsWith('/token') ? new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))) : fetch(input, init)
  const [a, b] = [world.enter({ fetch: hangs }), world.enter({ fetch: hangs })]
  const errors = record(b, 'error')
  await world.clock.until(() => errors.length > 0)
  world.rtc.path = 'free'
  await world.clock.until(() => connected(a) === 1)
})
