import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { join, type Options, type Peer, type Room } from '../../src/index.js'
import { Recorder, type Recording, type RoomSnapshot } from '../../src/inspector/index.js'
import { ENTRIES } from '../../src/inspector/limits.js'
import { createWorld, fakeStream, type World } from '../../src/testing/index.js'
import { chromium } from './reports.js'

// What rooms fetch when they need it is here before the clock is a fake one.
await Promise.all([import('../../src/relays.js'), import('../../src/offers.js'), import('../../src/media.js'), import('../../src/pow/index.js')])

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const make = (): World => createWorld({ pass: (ms) => vi.advanceTimersByTimeAsync(ms) })
const enter = (world: World, options: Options = {}): Room => join(world.nodes, world.room, { ...world.options, ...options })
const linked = (room: Room): boolean => [...room.peers.values()].some(({ state }) => state === 'connected')
const only = (room: Room): Peer => [...room.peers.values()][0] as Peer
const texts = (recorder: Recorder, kind?: string): string[] => recorder.timeline.entries.filter((entry) => kind === undefined || entry.kind === kind).map(({ text }) => text)

/** The only room of the recorder, with fresh statistics. */
async function sampled(recorder: Recorder): Promise<RoomSnapshot> {
  await recorder.sample()
  return recorder.snapshot({ maskAddresses: false }).rooms[0] as RoomSnapshot
}

/** Connections of the world with such statistics. */
function measured({ options }: World, stats: () => RTCStatsReport): typeof RTCPeerConnection {
  return class extends options.peerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      this.getStats = () => Promise.resolve(stats())
    }
  }
}

interface Watched { readonly recorder: Recorder; readonly room: Room; readonly other: Room }

/** Two peers that are linked, each of whom was recorded from the beginning. */
async function watched(world: World, options: Options = {}): Promise<[Watched, Watched]> {
  const [ada, bob] = [new Recorder(), new Recorder()]
  const a = enter(world, options)
  ada.watch(a, 'ada')
  await world.until(() => a.state === 'joined')
  await world.pass(200)
  const b = enter(world, options)
  bob.watch(b, 'bob')
  await world.until(() => linked(a) && linked(b))
  return [{ recorder: ada, room: a, other: b }, { recorder: bob, room: b, other: a }]
}

test('a room without a page is recorded: its node, its peer, the path between them, and whose offer was claimed', async () => {
  expect(typeof document).toBe('undefined')
  const world = make()
  const [ada, bob] = await watched(world)
  const [one, other] = [await sampled(ada.recorder), await sampled(bob.recorder)]

  expect(one).toMatchObject({ label: 'ada', self: ada.room.self, state: 'joined' })
  expect(one.signaling).toEqual({ node: ada.room.node?.name, url: world.nodes[0], transport: 'websocket', attempts: 1, lost: 0, reconnects: 0 })
  expect([one.pool, other.pool]).toEqual([{ answered: 1, claimed: 0, failed: 0 }, { answered: 0, claimed: 1, failed: 0 }])
  expect(one.relays).toMatchObject({ links: 1, relayed: 0, credentials: 0, paid: 0 })
  expect(one.peers).toEqual([expect.objectContaining({ id: bob.room.self, state: 'connected', links: 1, restarts: 0, ice: 'connected', buffered: 0 })])
  expect(one.peers[0]?.path).toMatchObject({ kind: 'direct', local: 'host', remote: 'host' })
  expect(Math.abs(Date.now() - (one.peers[0]?.since ?? 0))).toBeLessThan(1_000)
})

test('the timeline has what happened in its order, numbered, and about whom', async () => {
  const [{ recorder, room, other }] = await watched(make())
  const { entries } = recorder.timeline
  expect(entries.map(({ number }) => number)).toEqual(entries.map((_, index) => index + 1))
  expect(entries.map(({ time }) => time)).toEqual(entries.map(({ time }) => time).sort((a, b) => a - b))
  const about = entries.filter(({ peer }) => peer === other.self).map(({ kind, text }) => `${kind} ${text}`)
  expect(about[0]).toBe('room is in the room')
  expect(about.slice(-2)).toEqual(['ice ICE: connected', 'link open'])

  await other.signal({ password: 'hidden' }, room.self)
  other.addStream(fakeStream('audio'))
  await vi.waitFor(async () => {
    await vi.advanceTimersByTimeAsync(50)
    expect(texts(recorder, 'signal')).toEqual(['a signal of the application'])
    expect(texts(recorder, 'media')).toEqual(['a track: audio'])
  })
  expect(JSON.stringify(recorder.snapshot())).not.toContain('hidden')
})

test('a node that dies is counted as a connection lost, and coming back as a reconnect', async () => {
  const world = make()
  const [{ recorder, room }] = await watched(world)
  world.kill(world.nodes[0] as string)
  await world.until(() => room.node?.url === world.nodes[1])
  const { signaling } = await sampled(recorder)
  expect(signaling).toMatchObject({ url: world.nodes[1], reconnects: 1 })
  expect(signaling.lost).toBeGreaterThanOrEqual(1)
  expect(signaling.attempts).toBe(signaling.lost + 1)
})

test('an ICE restart is counted, and the link is as old as it was', async () => {
  const world = make()
  const [{ recorder }] = await watched(world)
  const before = (await sampled(recorder)).peers[0]
  world.lose()
  await world.until(() => texts(recorder, 'ice').includes('ICE restart'))
  await world.until(() => texts(recorder, 'ice').at(-1) === 'ICE: connected')
  const after = (await sampled(recorder)).peers[0]
  expect(after).toMatchObject({ restarts: 1, links: 1, since: before?.since, state: 'connected' })
})

test('a link that is made afresh is another: its age and its restarts begin again, and it is counted', async () => {
  const world = make()
  const [{ recorder }] = await watched(world)
  const before = (await sampled(recorder)).peers[0]
  world.path = 'blocked'
  await world.until(() => texts(recorder, 'link').includes('down: the path was lost'))
  world.path = 'free'
  await world.until(() => recorder.snapshot().rooms[0]?.peers[0]?.links === 2)
  const after = (await sampled(recorder)).peers[0]
  expect(after).toMatchObject({ id: before?.id, restarts: 0, state: 'connected' })
  expect(after?.since).toBeGreaterThan(before?.since ?? Infinity)
})

test('relayed links are told apart, with the credentials that were bought for them', async () => {
  const world = make()
  world.price(64)
  world.path = 'relayed'
  const [{ recorder }] = await watched(world)
  const { relays, work } = await sampled(recorder)
  expect(relays).toMatchObject({ links: 1, relayed: 1, credentials: 1, paid: 1 })
  expect(work.paid).toBeGreaterThan(1)
  expect(work.hashes).toBeGreaterThan(0)
  expect(texts(recorder, 'work').some((text) => /^token: paid, \d+ of about \d+ hashes in \d+ ms$/.test(text))).toBe(true)
})

test('the end of a credential is read from its user name', async () => {
  const world = make()
  const until = Math.floor(Date.now() / 1_000) + 600
  const iceServers = [{ urls: 'stun:stun.example' }, { urls: ['turn:turn.example'], username: `${until}:ada`, credential: 'c' }]
  const [{ recorder }] = await watched(world, { iceServers, pool: false })
  expect((await sampled(recorder)).relays).toMatchObject({ credentials: 1, paid: 0, until: until * 1_000 })
})

test('bytes a second are those between two samples half a second apart, and less than none is none', async () => {
  const world = make()
  let sent = 1_000
  const peerConnection = measured(world, () => chromium({ sent, received: 2_000 }))
  const [{ recorder }] = await watched(world, { peerConnection })
  expect((await sampled(recorder)).peers[0]?.rates).toBeUndefined()
  sent = 6_000
  await world.pass(499)
  expect((await sampled(recorder)).peers[0]).toMatchObject({ bytes: { sent: 6_000, received: 2_000 }, rates: undefined })
  await world.pass(1)
  expect((await sampled(recorder)).peers[0]).toMatchObject({ bytes: { sent: 6_000, received: 2_000 }, rates: { sent: 10_000, received: 0 }, messages: { sent: 3, received: 4 } })
  await world.pass(499)
  expect((await sampled(recorder)).peers[0]?.rates).toEqual({ sent: 10_000, received: 0 })
  sent = 0
  await world.pass(1)
  expect((await sampled(recorder)).peers[0]?.rates).toEqual({ sent: 0, received: 0 })
})

test('a connection that gives no statistics has no path, and the others are sampled all the same', async () => {
  const world = make()
  const [{ recorder, room }] = await watched(world)
  const { connection } = only(room)
  Object.assign(connection as RTCPeerConnection, { getStats: () => { throw new Error('gone') } })
  expect((await sampled(recorder)).peers[0]).toMatchObject({ path: undefined, bytes: undefined, state: 'connected' })
})

test('offers that could not be made are counted', async () => {
  const world = make()
  const peerConnection = class {
    constructor() {
      throw new Error('too many connections')
    }
  } as unknown as typeof RTCPeerConnection
  const recorder = new Recorder()
  recorder.watch(enter(world, { peerConnection }))
  await world.until(() => (recorder.snapshot().rooms[0]?.pool.failed ?? 0) > 0)
  expect(texts(recorder, 'offer')[0]).toBe('no offer: too many connections')
})

test('a price that is refused and an error are in the timeline', async () => {
  const world = make()
  world.price(64)
  const recorder = new Recorder()
  recorder.watch(enter(world, { maxWork: 1 }))
  await world.until(() => (recorder.snapshot().rooms[0]?.work.refused ?? 0) > 0)
  expect(texts(recorder, 'work')[0]).toMatch(/^join takes \d+ hashes, 1 are allowed$/)
})

test('neither the room, nor a credential, nor what is in a label leaves by a snapshot', async () => {
  const world = make()
  world.path = 'relayed'
  const recorder = new Recorder()
  const [a, b] = [enter(world), enter(world)]
  recorder.watch(a, `room ${world.room}`)
  await world.until(() => linked(a) && linked(b))
  await recorder.sample()
  const json = JSON.stringify(recorder.snapshot({ maskAddresses: false }))
  const [{ username, credential } = {}] = only(a).connection?.getConfiguration().iceServers ?? []
  expect([username, credential]).toEqual(['user', 'secret'])
  for (const secret of [world.room, `"${username}"`, `"${credential}"`]) expect(json).not.toContain(secret)
  expect(json).toContain('room [secret]')
})

test('masks are applied to the whole of a snapshot, and said in it', async () => {
  const world = make()
  const peerConnection = measured(world, () => chromium())
  const [{ recorder, room, other }] = await watched(world, { peerConnection })
  await recorder.sample()
  const place = ({ rooms }: Recording): string | undefined => rooms[0]?.peers[0]?.path?.localAddress

  const open = recorder.snapshot({ maskAddresses: false })
  expect([open.masked, place(open)]).toEqual([{ addresses: false, ids: false }, '203.0.113.7:50000'])
  const usual = recorder.snapshot()
  expect([usual.masked, place(usual)]).toEqual([{ addresses: true, ids: false }, 'ipv4-1:50000'])
  const masked = recorder.snapshot({ maskIds: true })
  expect(masked.masked).toEqual({ addresses: true, ids: true })
  for (const id of [room.self as string, other.self as string]) {
    expect(JSON.stringify(usual)).toContain(id)
    expect(JSON.stringify(masked)).not.toContain(id)
  }
  expect(masked.rooms[0]?.self).toBe('peer-1')
})

test('a snapshot can be had of what is new alone', async () => {
  const [{ recorder }] = await watched(make())
  const { entries } = recorder.snapshot().timeline
  const third = entries[2]?.number as number
  expect(recorder.snapshot({ after: third }).timeline.entries).toEqual(entries.slice(3))
  expect(recorder.snapshot({ after: Infinity }).timeline.entries).toEqual([])
})

test('who joins a room before it is watched finds its links, and nothing is recorded after watching has ended', async () => {
  const world = make()
  const [a, b] = [enter(world), enter(world)]
  await world.until(() => linked(a) && linked(b))
  const recorder = new Recorder()
  const unwatch = recorder.watch(a)
  expect(await sampled(recorder)).toMatchObject({ label: 'room 1', state: 'joined', signaling: { reconnects: 0 }, peers: [{ links: 1, state: 'connected' }] })
  expect(recorder.rooms).toEqual([a])

  unwatch()
  unwatch()
  expect([recorder.rooms, recorder.snapshot().rooms]).toEqual([[], []])
  const { length } = recorder.timeline.entries
  const end = b.leave()
  await world.until(() => a.peers.size === 0)
  await end
  expect(recorder.timeline.entries).toHaveLength(length)
  recorder.watch(a)
  expect(recorder.snapshot().rooms[0]?.label).toBe('room 2')
})

test('a room is watched once, and the limit of the timeline has bounds', () => {
  const world = make()
  const recorder = new Recorder()
  const room = enter(world)
  recorder.watch(room)
  expect(() => recorder.watch(room)).toThrow('That room is being watched')
  expect(recorder.timeline.limit).toBe(ENTRIES)
  expect([1, 100_000].map((limit) => new Recorder({ limit }).timeline.limit)).toEqual([1, 100_000])
  for (const limit of [0, 100_001, 1.5, Number.NaN]) expect(() => new Recorder({ limit })).toThrow('Give limit as a whole number of entries from 1 to 100000.')
})

test('two calls to sample at once are one', async () => {
  const [{ recorder, room }] = await watched(make())
  const { connection } = only(room)
  const getStats = vi.spyOn(connection as RTCPeerConnection, 'getStats')
  await Promise.all([recorder.sample(), recorder.sample()])
  expect(getStats).toHaveBeenCalledTimes(1)
  await recorder.sample()
  expect(getStats).toHaveBeenCalledTimes(2)
})
