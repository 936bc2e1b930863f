import { afterEach, expect, test, vi } from 'vitest'
import { AlmenaraError } from '../../src/errors.js'
import { newContact } from '../../src/seal/index.js'
import { FakeStream, FakeTrack } from '../../src/testing/fakemedia.js'
import type { ServedRoom } from '../../src/testing/servedroom.js'
import { MOST_REFUSALS } from '../../src/nodes/roaminglimits.js'
import { meshOf } from '../../src/nodes/index.js'
import { connected, only, record } from '../world.js'
import { HOSTS, ListBook, Roamers } from './roamers.js'

const [ONE, TWO, THREE] = HOSTS as [string, string, string]

afterEach(() => vi.unstubAllGlobals())

/** The node lets nobody in. */
function refusing(served: ServedRoom, code: 'room-full' | 'forbidden-origin' = 'room-full'): void {
  served.enter = ({ ref }, line) => {
    line.deliver({ type: 'refused', code, message: code, ...ref !== undefined && { ref } })
    return undefined as never
  }
  served.dropped = () => {}
}

test('a node that refuses for good is followed by the next', async () => {
  const world = Roamers.open()
  refusing(world.at(ONE))
  const roamer = world.enter()
  await world.settled(roamer, [TWO, THREE])
  expect(roamer.room.state).toBe('joined')
})

test('a room that every node refuses is closed with what they say', async () => {
  const world = Roamers.open()
  for (const host of HOSTS) refusing(world.at(host))
  const { room } = world.enter()
  await world.clock.until(() => room.state === 'closed')
  await expect(room.joined).rejects.toMatchObject({ code: 'room-full' })
  expect(world.network.attempts).toHaveLength(HOSTS.length)
})

test('a room that many nodes refuse is closed before all of a large mesh are asked', async () => {
  const world = Roamers.open()
  const many = Array.from({ length: 30 }, (_, index) => `n${index}.example`)
  for (const host of many) {
    world.network.operators.set(host, host)
    refusing(world.at(host))
  }
  const { room } = world.enter(many)
  await world.clock.until(() => room.state === 'closed')
  expect(world.network.attempts.length).toBeLessThanOrEqual(MOST_REFUSALS + 1)
})

test('a node that can not show its key is left at once', async () => {
  const world = Roamers.open()
  const book = new ListBook(world.clock, HOSTS)
  let lie = (): void => {}
  const shown = new Promise<void>((_, reject) => { lie = () => reject(new AlmenaraError('proof', 'It has another key.')) })
  book.prove = ({ key }) => key === ONE ? shown : Promise.resolve()
  const roamer = world.enter(book)
  await world.settled(roamer, [ONE, TWO])
  book.liars.add(ONE)
  lie()
  await world.settled(roamer, [TWO, THREE])
  expect(book.notes).toContain(`${ONE} lied`)
  await world.clock.pass(400_000)
  expect(world.whereIs(roamer)).toEqual([TWO, THREE])
})

test('where the nodes that are known belong to no mesh they are used as they are, and left when a mesh is found', async () => {
  const world = Roamers.open()
  const book = new ListBook(world.clock, [])
  book.finds = new AlmenaraError('no-mesh', 'none')
  const roamer = world.enter(book, {}, [`http://${THREE}`])
  await world.clock.until(() => roamer.room.state === 'joined')
  expect(roamer.mesh.nodes).toEqual([{ url: `http://${THREE}`, key: undefined, state: 'joined', primary: true }])
  book.finds = [ONE, TWO]
  await world.clock.pass(450_000)
  expect(world.whereIs(roamer)).toEqual([ONE, TWO])
})

test('nodes that were given as they are follow each other', async () => {
  const world = Roamers.open()
  const book = new ListBook(world.clock, [])
  book.finds = new AlmenaraError('unreachable', 'none')
  const { room } = world.enter(book, {}, [`http://${ONE}`, `http://${TWO}`])
  await world.clock.until(() => room.state === 'joined')
  world.kill(ONE)
  await world.clock.until(() => room.node?.url === `http://${TWO}`)
})

test('a second node that is too dear is not taken, until more may be paid', async () => {
  const world = Roamers.open()
  const served = world.at(TWO)
  const enter = served.enter.bind(served)
  const price = (): void => { served.enter = (command, line) => {
    const { toll } = world.network
    toll.effort = 2 ** 18
    line.deliver(toll.refusal(command.ref, 'join', 'this takes work'))
    toll.effort = 0
    return undefined as never
  } }
  price()
  served.dropped = (session, line) => { if (session && session.line === line) session.line = undefined }
  const roamer = world.enter(HOSTS, { maxWork: 1_000 })
  const asked = record(roamer.room, 'price')
  await world.clock.until(() => asked.length > 0)
  await world.clock.pass(20_000)
  expect([world.whereIs(roamer), roamer.room.state, roamer.mesh.nodes.length]).toEqual([[ONE], 'joined', 1])
  served.enter = enter
  roamer.room.maxWork = 2 ** 24
  await world.settled(roamer, [ONE, TWO])
})

test('relays are bought of the cheaper of the nodes in use', async () => {
  const world = Roamers.open()
  const bought: string[] = []
  const fetching: typeof fetch = async (input, init) => {
    if (String(input).endsWith('/token')) bought.push(new URL(String(input)).host)
    const { fetch } = world.network
    return fetch(input, init)
  }
  world.network.turn = [{ urls: 'turn:relay.example', username: 'user', credential: 'secret' }]
  const book = new ListBook(world.clock, HOSTS)
  book.costs.set(ONE, 100)
  book.costs.set(TWO, 1)
  world.rtc.path = 'relayed'
  const roamer = world.enter(book, { fetch: fetching })
  await world.settled(roamer, [ONE, TWO])
  world.enter()
  await world.clock.until(() => connected(roamer.room) === 1)
  expect(new Set(bought)).toEqual(new Set([TWO]))
})

test('who leaves says so at every node, and no timer is left', async () => {
  const world = Roamers.open()
  const [one, other] = await world.pair()
  const left = record(one.room, 'left')
  await other.room.leave()
  await world.clock.until(() => left.length === 1)
  expect(left[0]?.[1]).toBe('left')
  expect(HOSTS.flatMap((host) => [...world.at(host).sessions.keys()])).not.toContain(other.room.self)
  expect(other.mesh.nodes).toEqual([])
  await one.room.leave()
  await world.clock.pass(20_000)
  expect(world.clock.waiting).toBe(0)
})

test('a page that goes says goodbye at every node by a beacon', async () => {
  const page = Object.assign(new EventTarget(), { hidden: false })
  const sent: [string, string][] = []
  vi.stubGlobal('document', page)
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('navigator', { sendBeacon: (url: string, body: string) => sent.push([new URL(url).host, (JSON.parse(body) as { type: string }).type]) })
  const world = Roamers.open()
  const roamer = world.enter()
  await world.settled(roamer, [ONE, TWO])
  page.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }))
  expect(new Set(sent.map((beacon) => beacon.join(' ')))).toEqual(new Set([`${ONE} leave`, `${TWO} leave`]))
  await world.clock.until(() => roamer.room.state === 'closed')
})

test('who leaves while a node is away tells it by a request', async () => {
  const world = Roamers.open()
  const told: string[] = []
  const fetching: typeof fetch = async (input, init) => {
    told.push(new URL(String(input)).host)
    const { fetch } = world.network
    return fetch(input, init)
  }
  const roamer = world.enter(HOSTS, { fetch: fetching })
  await world.settled(roamer, [ONE, TWO])
  world.network.trouble.set(TWO, 'sockets-refused')
  world.network.cut(TWO)
  await world.clock.until(() => world.whereIs(roamer).join() === ONE)
  await roamer.room.leave()
  await world.clock.until(() => told.includes(TWO))
})

test('a signal that one node has spoilt is heard by the other', async () => {
  const world = await Roamers.sealed()
  const [one, other] = await world.pair()
  const heard = record(other.room, 'signal')
  const errors = record(other.room, 'error')
  const served = world.at(ONE)
  const append = served.append.bind(served)
  served.append = (event, reaches) => append(event.type === 'signal' ? { ...event, data: { sealed: 'nonsense' } } : event, reaches)
  await one.room.signal('for all')
  await world.clock.until(() => heard.length > 0)
  expect(heard.map(([data]) => data)).toEqual(['for all'])
  expect(errors).toHaveLength(1)
})

test('in a sealed room nothing that comes by two nodes counts as replayed', async () => {
  const world = await Roamers.sealed()
  const [one, other] = await world.pair()
  const heard = record(other.room, 'signal')
  const errors = record(other.room, 'error')
  for (let number = 0; number < 20; number++) void one.room.signal(number)
  await world.clock.until(() => heard.length === 20)
  world.kill(ONE)
  await Promise.all([world.settled(one, [TWO, THREE]), world.settled(other, [TWO, THREE])])
  await one.room.signal('after')
  await world.clock.until(() => heard.length === 21)
  expect(errors.map(([error]) => (error as Error).message)).toEqual([])
  expect(heard.map(([data]) => data)).toEqual([...Array.from({ length: 20 }, (_, number) => number), 'after'])
})

test.each(['partial', 'star'] as const)('a %s mesh goes on at the next node', async (topology) => {
  const world = Roamers.open()
  const [one, other] = await world.pair({ topology })
  const heard = record(other.room, 'signal')
  world.kill(ONE)
  await Promise.all([world.settled(one, [TWO, THREE]), world.settled(other, [TWO, THREE])])
  const third = world.enter(HOSTS, { topology })
  await world.clock.until(() => connected(third.room) > 0)
  for (const host of HOSTS) world.kill(host)
  const sent = one.room.signal('by peers', other.room.self)
  await world.clock.until(() => heard.length === 1)
  await sent
})

test('signaling that rests is at no node, and comes back to all of them', async () => {
  const world = Roamers.open()
  const { signaling, nodes } = await world.signaling()
  signaling.start()
  await world.clock.until(() => nodes().length === 2)
  signaling.rest()
  await world.clock.until(() => world.network.open.size === 0)
  await world.clock.pass(60_000)
  expect([signaling.connected, world.network.open.size]).toEqual([false, 0])
  signaling.wake()
  signaling.start()
  await world.clock.until(() => nodes().length === 2)
  await signaling.leave()
})

test('a look-up that came too early for the network is made again when a node is reached', async () => {
  const world = Roamers.open()
  const book = new ListBook(world.clock, [TWO, THREE])
  book.finds = new AlmenaraError('unreachable', 'none')
  const one = world.enter(book)
  await world.settled(one, [TWO, THREE])
  book.finds = HOSTS
  await world.clock.pass(60_000)
  await world.settled(one, [ONE, TWO])
})

test('signaling that rests for a moment goes on to look for better nodes', async () => {
  const world = Roamers.open()
  const book = new ListBook(world.clock, [TWO, THREE])
  const { signaling, nodes } = await world.signaling(book)
  signaling.start()
  await world.clock.until(() => nodes().length === 2)
  signaling.rest()
  signaling.start()
  await world.clock.until(() => nodes().length === 2)
  await world.clock.pass(20_000)
  book.finds = HOSTS
  await world.clock.pass(450_000)
  expect(nodes()).toEqual([`http://${ONE}`, `http://${TWO}`])
  await signaling.leave()
})

test('links between peers need no node: a stream is added, and a path mended, when every one is gone', async () => {
  const world = Roamers.open()
  const [one, other] = await world.pair()
  const tracks = record(other.room, 'track')
  const closed = record(other.room, 'close')
  for (const host of HOSTS) world.kill(host)
  await world.clock.until(() => one.room.state === 'signal-reconnecting' && other.room.state === 'signal-reconnecting')
  one.room.addStream(new FakeStream([new FakeTrack('video')]) as unknown as MediaStream)
  await world.clock.until(() => tracks.length === 1)
  expect([closed, only(one.room).state]).toEqual([[], 'connected'])
})

test('contacts find each other where they share a node', async () => {
  const world = Roamers.open()
  const [own, known] = [await newContact(), await newContact()]
  const one = world.enter(HOSTS, { contacts: { own, known: [known.key] } })
  const other = world.enter([TWO, THREE], { contacts: { own: known, known: [own.key] } })
  await world.clock.until(() => connected(one.room) === 1 && connected(other.room) === 1)
  await world.clock.until(() => only(one.room).contact === known.key && only(other.room).contact === own.key)
})

test('what can not be is misuse', () => {
  expect(() => meshOf([])).toThrow('Name a node')
  expect(() => meshOf('ftp://a')).toThrow('no node')
  for (const redundancy of [0, 5, 1.5]) expect(() => meshOf('http://a', { redundancy })).toThrow('1 to 4')
  for (const redundancy of [1, 4]) expect(meshOf('http://a', { redundancy }).nodes).toEqual([])
})
