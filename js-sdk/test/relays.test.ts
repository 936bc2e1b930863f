import { expect, test } from 'vitest'
import type { FakePeerConnection } from '../src/testing/fakertc.js'
import { connected, only, record, World } from './world.js'

const TURN = 'turn:turn.example'
const STUN: RTCIceServer = { urls: ['stun:stun.example', TURN], username: 'u', credential: 'c' }

/** What nodes sell at this moment: good for ten minutes. */
function sell(world: World, name = 'subject'): RTCIceServer[] {
  return world.network.turn = [{ urls: [TURN], username: `${world.clock.now() / 1000 + 600}:${name}`, credential: 'c' }]
}

/** Two peers between whom only relays find a path. */
async function relayed(effort = 0): Promise<World> {
  const world = new World()
  sell(world)
  world.network.toll.effort = effort
  world.rtc.path = 'relayed'
  await world.pair()
  return world
}

function urls({ configuration }: FakePeerConnection): string[] {
  return (configuration.iceServers ?? []).flatMap((server) => server.urls)
}

test('where no path is found the relays of the node are bought with work, and the link comes up on the same connection', async () => {
  const world = await relayed(64)
  expect(world.network.toll.paid).toContain('token 1')
  expect(world.rtc.open.filter(({ iceConnectionState }) => iceConnectionState === 'connected').map(urls)).toEqual([[TURN], [TURN]])
})

test('where a path is found nothing is bought', async () => {
  const world = new World()
  sell(world)
  world.network.toll.effort = 64
  await world.pair()
  expect(world.network.toll.paid.filter((line) => line.startsWith('token'))).toEqual([])
})

test('relays are bought once for all links that need them, and standing offers hold none', async () => {
  const world = new World()
  sell(world)
  world.network.toll.effort = 64
  world.rtc.path = 'relayed'
  const rooms = [world.enter(), world.enter(), world.enter()]
  await world.clock.until(() => rooms.every((room) => connected(room) === 2))
  expect(world.network.toll.paid.filter((line) => line.startsWith('token')).length).toBeLessThanOrEqual(3)
  const standing = world.rtc.open.filter(({ iceConnectionState }) => iceConnectionState === 'new')
  expect(standing.length).toBeGreaterThan(0)
  expect(standing.flatMap(urls)).toEqual([])
})

test('who does not want relays buys none, and hears that there is no path', async () => {
  const world = new World()
  sell(world)
  world.network.toll.effort = 64
  world.rtc.path = 'relayed'
  const a = world.enter({ turn: false })
  await a.joined
  const b = world.enter({ turn: false })
  const errors = record(b, 'error')
  await world.clock.until(() => errors.length > 0)
  expect(errors[0]?.[0]).toMatchObject({ code: 'connect-failed' })
  expect(world.network.toll.paid.filter((line) => line.startsWith('token'))).toEqual([])
  expect(a.state).toBe('joined')
})

test('a node without relays is not asked for each attempt', async () => {
  const world = new World()
  world.rtc.path = 'relayed'
  const asked: string[] = []
  const { fetch } = world.network
  const counting: typeof fetch = (input, init) => {
    if (String(input).endsWith('/token')) asked.push(String(input))
    return fetch(input, init)
  }
  const a = world.enter({ fetch: counting })
  await a.joined
  const b = world.enter()
  const errors = record(b, 'error')
  await world.clock.until(() => errors.length > 5)
  expect(asked.length).toBeLessThanOrEqual(2)
})

test('relays that cost more than the application allows are asked for by an event', async () => {
  const world = new World()
  sell(world)
  world.network.toll.effort = 64
  world.rtc.path = 'relayed'
  const a = world.enter({ maxWork: 1_023 })
  await a.joined
  const asked = record(a, 'price')
  world.enter({ turn: false })
  await world.clock.until(() => asked.length > 0)
  expect(asked).toEqual([[{ action: 'token', work: 1_024, maxWork: 1_023 }]])
  a.maxWork = 1_024
  await world.clock.until(() => connected(a) === 1)
})

test('a relayed link gets new credentials before its own end, and keeps its connection', async () => {
  const world = await relayed()
  const before = world.rtc.open.filter(({ iceConnectionState }) => iceConnectionState === 'connected')
  const [fresh] = sell(world, 'later')
  Object.assign(fresh as object, { username: `${world.clock.now() / 1000 + 1_200}:later` })
  await world.clock.pass(8 * 60_000)
  const now = world.rtc.open.filter(({ iceConnectionState }) => iceConnectionState === 'connected')
  expect(now).toEqual(before)
  expect(now.map(({ configuration }) => configuration.iceServers?.[0]?.username)).toEqual([fresh?.username, fresh?.username])
})

test('a direct link is left alone when credentials end', async () => {
  const world = new World()
  sell(world)
  const asked: number[] = []
  const iceServers = async (): Promise<RTCIceServer[]> => {
    asked.push(world.clock.now())
    return [{ urls: [TURN], username: `${world.clock.now() / 1000 + 600}:x`, credential: 'c' }]
  }
  const [a] = await world.pair({ iceServers, pool: false })
  const { connection } = only(a)
  const username = (connection as unknown as FakePeerConnection).configuration.iceServers?.[0]?.username
  await world.clock.pass(20 * 60_000)
  expect((connection as unknown as FakePeerConnection).configuration.iceServers?.[0]?.username).toBe(username)
})

test('the credentials of the application are asked for again before they end', async () => {
  const world = new World()
  world.rtc.path = 'relayed'
  const iceServers = async (): Promise<RTCIceServer[]> => [{ urls: [TURN], username: `${world.clock.now() / 1000 + 600}:x`, credential: 'c' }]
  const [a] = await world.pair({ iceServers })
  const first = (only(a).connection as unknown as FakePeerConnection).configuration.iceServers?.[0]?.username
  await world.clock.pass(9 * 60_000)
  const second = (only(a).connection as unknown as FakePeerConnection).configuration.iceServers?.[0]?.username
  expect(Number.parseInt(second ?? '')).toBeGreaterThan(Number.parseInt(first ?? ''))
  expect(connected(a)).toBe(1)
})

test('credentials that name no end are never renewed', async () => {
  const world = new World()
  await world.pair({ iceServers: [STUN], pool: false })
  await world.clock.pass(1_000)
  const before = world.clock.waiting
  await world.clock.pass(24 * 60_000)
  expect(world.clock.waiting).toBeLessThanOrEqual(before)
})

test('relayOnly buys relays first, makes no standing offers, and lets nothing else through', async () => {
  const world = new World()
  sell(world)
  world.rtc.path = 'relayed'
  const [a, b] = await world.pair({ relayOnly: true })
  expect([connected(a), connected(b)]).toEqual([1, 1])
  expect(world.rtc.all.map(({ configuration }) => configuration.iceTransportPolicy)).toEqual(world.rtc.all.map(() => 'relay'))
  expect(world.rtc.all.map(urls)).toEqual(world.rtc.all.map(() => [TURN]))
  expect(world.served.heard.filter(({ type }) => type === 'offer')).toEqual([])
})

test('credentials are renewed also where connections come and go all the time', async () => {
  const world = await relayed()
  const stays = world.rtc.open.filter(({ iceConnectionState }) => iceConnectionState === 'connected')
  for (let minute = 0; minute < 16; minute++) {
    sell(world)
    const visitor = world.enter()
    await world.clock.pass(30_000)
    await visitor.leave()
    await world.clock.pass(30_000)
  }
  for (const { configuration } of stays) expect(Number.parseInt(configuration.iceServers?.[0]?.username ?? '')).toBeGreaterThan(world.clock.now() / 1000)
})

test.each([-3_600, 3_600])('a node whose clock is %i seconds ahead is asked as often as any other', async (skew) => {
  const world = new World()
  world.rtc.path = 'relayed'
  world.network.turn = [{ urls: [TURN], username: `${world.clock.now() / 1000 + 600 + skew}:x`, credential: 'c' }]
  let asked = 0
  const { fetch } = world.network
  const counting: typeof fetch = (input, init) => {
    if (String(input).endsWith('/token')) asked++
    return fetch(input, init)
  }
  await world.pair({ fetch: counting })
  await world.clock.pass(20 * 60_000)
  expect(asked).toBe(6)
})

test('credentials that could not be renewed are tried again', async () => {
  const world = new World()
  world.rtc.path = 'relayed'
  let fails = 0
  const iceServers = async (): Promise<RTCIceServer[]> => {
    if (world.clock.now() > 1_400_000 && fails++ === 0) throw new Error('the service is away')
    return [{ urls: [TURN], username: `${Math.floor(world.clock.now() / 1000) + 600}:x`, credential: 'c' }]
  }
  const [a] = await world.pair({ iceServers, pool: false })
  const { configuration: first } = only(a).connection as unknown as FakePeerConnection
  await world.clock.pass(10 * 60_000)
  const { configuration: second } = only(a).connection as unknown as FakePeerConnection
  expect(fails).toBeGreaterThan(1)
  expect(second.iceServers?.[0]?.username).not.toBe(first.iceServers?.[0]?.username)
})

test('relays of the application are enough for relayOnly', async () => {
  const world = new World()
  sell(world)
  world.network.toll.effort = 64
  world.rtc.path = 'relayed'
  await world.pair({ relayOnly: true, iceServers: [STUN] })
  expect(world.network.toll.paid.filter((line) => line.startsWith('token'))).toEqual([])
})
