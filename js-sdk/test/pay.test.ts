import { expect, test } from 'vitest'
import type { Asked, WorkInfo } from '../src/index.js'
import { settle } from './time.js'
import { NODES, record, World } from './world.js'

const EFFORT = 64

/** A world whose nodes ask for work. */
function priced(effort = EFFORT): World {
  const world = new World()
  world.network.toll.effort = effort
  return world
}

test.each(['websocket', 'sse'] as const)('at a node that asks for work everything is paid once by %s, and links come up', async (transport) => {
  const world = priced()
  await world.pair({ transport })
  const { paid } = world.network.toll
  expect(paid.filter((line) => line === 'join 1')).toHaveLength(2)
  expect(paid).toContain('claim 1')
  expect(paid.filter((line) => line.startsWith('post')).length).toBeGreaterThan(2)
})

test('the first commands are refused with a quote, and what follows is paid at once', async () => {
  const world = priced()
  const room = world.enter({ connect: false })
  await room.joined
  await room.signal(1)
  const { toll } = world.network
  expect(toll.refused).toBe(1)
  await Promise.all([room.signal(2), room.signal(3)])
  expect(toll.refused).toBe(1)
})

test.each(['websocket', 'sse'] as const)('signals keep their order by %s, those included that were refused before it was known that they cost', async (transport) => {
  const world = priced(0)
  const [a, b] = [world.enter({ connect: false, transport }), world.enter({ connect: false })]
  await Promise.all([a.joined, b.joined])
  const heard = record(b, 'signal')
  world.network.toll.effort = EFFORT
  const numbers = Array.from({ length: 5 }, (_, index) => index)
  await Promise.all(numbers.map((number) => a.signal(number)))
  await Promise.all(numbers.map((number) => a.signal(number + 5)))
  await world.clock.until(() => heard.length === 10)
  expect(heard.map(([data]) => data)).toEqual([...numbers, ...numbers.map((number) => number + 5)])
})

test('what comes while a payment is under way is paid for together, 16 commands at a time', async () => {
  const world = priced()
  const room = world.enter({ connect: false })
  await room.joined
  await Promise.all(Array.from({ length: 34 }, (_, index) => room.signal(index)))
  expect(world.network.toll.paid).toEqual(['join 1', 'post 1', 'post 16', 'post 16', 'post 1'])
})

test('a batch takes 16 KiB at most, and what is larger goes alone', async () => {
  const world = priced()
  const room = world.enter({ connect: false })
  await room.joined
  const sizes = [10, 8_000, 8_000, 8_000, 20_000, 10]
  await Promise.all(sizes.map((size) => room.signal('x'.repeat(size))))
  expect(world.network.toll.paid).toEqual(['join 1', 'post 1', 'post 2', 'post 1', 'post 1', 'post 1'])
})

test('over POST each command is paid by itself', async () => {
  const world = priced()
  const room = world.enter({ connect: false, transport: 'sse' })
  await world.clock.until(() => room.state === 'joined')
  await Promise.all([room.signal(1), room.signal(2), room.signal(3)])
  expect(world.network.toll.paid).toEqual(['join 1', 'post 1', 'post 1', 'post 1'])
})

test('a price that rises while the work is done is paid anew', async () => {
  const world = priced()
  const room = world.enter({ connect: false })
  await room.joined
  const { toll } = world.network
  toll.effort *= 4
  await room.signal('at the new price')
  expect(toll.paid).toEqual(['join 1', 'post 1'])
  expect(toll.refused).toBe(2)
})

test('a node that takes no payment is not worked for without end', async () => {
  const world = priced()
  const room = world.enter({ connect: false })
  await room.joined
  const { toll } = world.network
  toll.charge = ({ commands }) => commands.map(({ ref }) => toll.refusal(ref, 'post', 'the proof was spent'))
  const work = record(room, 'work')
  await expect(room.signal('in vain')).rejects.toMatchObject({ code: 'price', message: 'the proof was spent' })
  expect(work.filter(([info]) => (info as WorkInfo).state === 'paid')).toHaveLength(5)
})

test('a quote that nobody can read is passed on as the refusal that it came with', async () => {
  const world = priced()
  const room = world.enter({ connect: false })
  await room.joined
  const { toll } = world.network
  toll.charge = ({ commands }) => commands.map(({ ref }) => ({ ...toll.refusal(ref, 'post', 'this takes work'), quote: 'no quote' }) as never)
  await expect(room.signal('x')).rejects.toMatchObject({ code: 'price' })
  expect(room.state).toBe('joined')
})

test('quotes that are out of date are not worked for: the command goes unpaid and brings a new one', async () => {
  const world = priced()
  const room = world.enter({ connect: false })
  await room.joined
  const { toll } = world.network
  toll.ttl = 0
  world.network.broadcast({ type: 'price', quote: toll.quote() })
  await settle()
  toll.ttl = 60
  const before = toll.refused
  await room.signal('x')
  expect(toll.refused).toBe(before + 1)
  expect(toll.paid.at(-1)).toBe('post 1')
})

test('the application hears of the work: what for, how much, how far, and its end', async () => {
  const world = priced()
  const room = world.enter({ connect: false })
  const work = record(room, 'work')
  await room.joined
  const infos = work.map(([info]) => info as WorkInfo)
  expect(infos[0]).toMatchObject({ action: 'join', work: 4 * EFFORT, done: 0, state: 'working' })
  expect(infos.at(-1)).toMatchObject({ action: 'join', state: 'paid' })
  expect(infos.at(-1)?.done).toBeGreaterThanOrEqual(16)
})

test.each([[4 * EFFORT - 1, 'connecting'], [4 * EFFORT, 'joined']])('with maxWork %i a join for 256 hashes leaves the room %s', async (maxWork, state) => {
  const world = priced()
  const room = world.enter({ connect: false, maxWork })
  const asked = record(room, 'price')
  await world.clock.until(() => asked.length > 0 || room.state === 'joined')
  expect(room.state).toBe(state)
  expect(asked).toEqual(state === 'joined' ? [] : [[{ action: 'join', work: 4 * EFFORT, maxWork } satisfies Asked]])
})

test('what was too dear is tried again when the application allows more', async () => {
  const world = priced()
  const room = world.enter({ connect: false, maxWork: 1 })
  const asked = record(room, 'price')
  await world.clock.until(() => asked.length > 0)
  room.maxWork = 4 * EFFORT
  await room.joined
  room.maxWork = EFFORT - 1
  await expect(room.signal('x')).rejects.toMatchObject({ code: 'price' })
  room.maxWork = EFFORT
  await room.signal('y')
  expect(world.network.toll.paid).toEqual(['join 1', 'post 1'])
})

test('a node that asks too much is left for the next one', async () => {
  const world = priced()
  const room = world.enter({ connect: false, maxWork: 1, timeout: 2_000 })
  const errors = record(room, 'error')
  const error = room.joined.catch((reason) => reason)
  await world.clock.pass(2_500)
  expect(await error).toMatchObject({ code: 'timeout' })
  expect(errors).toHaveLength(1)
  expect(new Set(world.network.attempts)).toEqual(new Set(NODES.flatMap((node) => ['websocket', 'sse'].map((transport) => `${transport} ${new URL(node).host}`))))
})

test('a session is resumed without work, and a signal that was under way is paid anew', async () => {
  const world = priced()
  const [a, b] = [world.enter({ connect: false }, NODES[0]), world.enter({ connect: false }, NODES[1])]
  await Promise.all([a.joined, b.joined])
  const heard = record(b, 'signal')
  world.network.muted.add('one.example')
  const sent = a.signal('on its way')
  await world.clock.pass(10)
  world.network.muted.clear()
  world.network.cut('one.example')
  await world.clock.until(() => a.state === 'joined')
  await sent
  await world.clock.until(() => heard.length === 1)
  expect(world.network.toll.paid.filter((line) => line.startsWith('join'))).toHaveLength(2)
})

test('who comes back with a session that nobody knows joins anew, for work', async () => {
  const world = priced()
  const room = world.enter({ connect: false })
  await room.joined
  const former = room.self
  const { toll } = world.network
  const charge = toll.charge.bind(toll)
  toll.charge = (parcel, subject) => charge({ ...parcel, commands: parcel.commands.map((command) => command.type === 'resume' ? { ...command, type: 'join' } : command) }, subject)
  world.served.restart()
  await world.clock.until(() => room.state === 'joined' && room.self !== former)
  expect(toll.paid).toEqual(['join 1', 'join 1'])
})

test('leaving while the work for the join is under way ends it', async () => {
  const world = priced(2 ** 20)
  const room = world.enter({ connect: false })
  const work = record(room, 'work')
  room.joined.catch(() => {})
  await world.clock.until(() => work.length > 0)
  void room.leave()
  await world.clock.until(() => (work.at(-1)?.[0] as WorkInfo).state === 'given-up')
  expect(room.state).toBe('closed')
})
