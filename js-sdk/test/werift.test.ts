import { RTCPeerConnection } from 'werift'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../src/clock.js'
import { join, newRoomId, type Options, type Peer, type Room } from '../src/index.js'
import { Network } from '../src/testing/network.js'
import { SealedWorld } from './sealed/world.js'

const rooms: Room[] = []
afterEach(async () => { await Promise.all(rooms.splice(0).map((room) => room.leave())) })

function enter(network: Network, id: string, more: Options = {}): Room {
  const room = join('http://one.example', id, {
    webSocket: network.webSocket, fetch: network.fetch, gather: 300,
    peerConnection: RTCPeerConnection as unknown as typeof globalThis.RTCPeerConnection,
    ...more,
  })
  rooms.push(room)
  if (process.env.SDK_LOG) room.on('log', ({ kind, text, peer }) => console.log(room.self?.slice(-2), kind, text, peer?.slice(-2) ?? ''))
  return room
}

function opened(room: Room): Promise<Peer> {
  return new Promise((resolve) => { room.on('open', resolve) })
}

function message(room: Room): Promise<unknown> {
  return new Promise((resolve) => { room.on('message', resolve) })
}

/** Two who have no standing offers: each one's peer, once it is open. */
async function linkedBySignals(): Promise<{ network: Network; id: string; peers: [Peer, Peer] }> {
  const network = new Network(systemClock)
  const id = newRoomId()
  const a = enter(network, id, { pool: false })
  await a.joined
  const b = enter(network, id, { pool: false })
  return { network, id, peers: await Promise.all([opened(a), opened(b)]) }
}

test('two real peers connect by a standing offer and exchange text, values and bytes', async () => {
  const network = new Network(systemClock)
  const id = newRoomId()
  const a = enter(network, id)
  await a.joined
  await expect.poll(() => [...network.in(id).offers.values()].filter(({ state }) => state === 'open').length, { timeout: 8000 }).toBe(2)
  const b = enter(network, id)
  const [peerOfA, peerOfB] = await Promise.all([opened(a), opened(b)])
  expect(network.in(id).heard.some(({ type }) => type === 'answer')).toBe(true)
  expect(peerOfA.id).toBe(b.self)
  for (const data of ['text', { n: 1 }, new Uint8Array([1, 2, 3])]) {
    const heard = message(b)
    expect(a.send(data)).toBe(1)
    const got = await heard
    if (data instanceof Uint8Array) expect([...got as Uint8Array]).toEqual([1, 2, 3])
    else expect(got).toEqual(data)
  }
  expect(peerOfB.state).toBe('connected')
}, 20_000)

test('what the end that has answered adds is offered to the other', async () => {
  const { peers: [peerOfA, peerOfB] } = await linkedBySignals()
  const answered = [peerOfA, peerOfB].find(({ connection }) => connection?.localDescription?.type === 'answer') as Peer
  const other = answered === peerOfA ? peerOfB : peerOfA
  answered.connection?.addTransceiver('audio', { direction: 'recvonly' })
  await expect.poll(() => other.connection?.remoteDescription?.sdp, { timeout: 5000 }).toContain('m=audio')
}, 20_000)

test('two real peers without standing offers connect by signals', async () => {
  const { network, id } = await linkedBySignals()
  expect(network.in(id).heard.some(({ type }) => type === 'answer')).toBe(false)
}, 20_000)

test.each([{}, false])('two real peers connect in a sealed room with the pool %j, and the node sees no description', async (pool) => {
  const world = await SealedWorld.open()
  const options: Options = { pool, gather: 300, peerConnection: RTCPeerConnection as unknown as typeof globalThis.RTCPeerConnection }
  const a = world.enter(options)
  rooms.push(a)
  await a.joined
  if (pool) await expect.poll(() => world.offers(), { timeout: 8000 }).toBe(2)
  const b = world.enter(options)
  rooms.push(b)
  const [peerOfA, peerOfB] = await Promise.all([opened(a), opened(b)])
  const heard = message(b)
  expect(a.send('sealed')).toBe(1)
  expect(await heard).toBe('sealed')
  expect(await peerOfA.emoji()).toEqual(await peerOfB.emoji())
  const text = world.checkpoint.frames.map((frame) => frame.text).join()
  expect(text).toContain('"sealed"')
  expect(text).not.toMatch(/fingerprint|candidate|a=|m=application/)
}, 20_000)
