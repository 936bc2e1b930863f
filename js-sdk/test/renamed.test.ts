import { expect, test } from 'vitest'
import type { Peer } from '../src/index.js'
import { fingerprint } from '../src/negotiation.js'
import type { Room } from '../src/room.js'
import { FakeStream, FakeTrack } from '../src/testing/fakemedia.js'
import { connected, only, record, World } from './world.js'
import { settle } from './time.js'

test('when every node was started again, the links go on under the new ids', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const before = [a.self, b.self]
  const connections = [only(a).connection, only(b).connection]
  const links = world.rtc.all.filter((pc) => pc.iceConnectionState === 'connected').length
  world.served.restart()
  await world.clock.until(() => a.state === 'joined' && b.state === 'joined' && a.peers.size === 1 && b.peers.size === 1 && only(a).id === b.self && only(b).id === a.self)
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1)
  await world.clock.pass(30_000)
  expect([a.self, b.self]).not.toEqual(before)
  expect([only(a).connection, only(b).connection]).toEqual(connections)
  expect(world.rtc.all.filter((pc) => pc.iceConnectionState === 'connected')).toHaveLength(links)
  const messages = record(b, 'message')
  expect(a.send('still here')).toBe(1)
  await settle()
  expect(messages.map(([data, peer]) => [data, (peer as { id: string }).id])).toEqual([['still here', a.self]])
})

test('a peer that says over its data channel that it is another one gets nowhere', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const mallory = world.enter()
  await world.clock.until(() => connected(a) === 2 && connected(b) === 2 && connected(mallory) === 2)
  const at = (room: Room, id = ''): Peer => room.peers.get(id) as Peer
  const before = [at(a, b.self).connection, at(b, a.self).connection, at(a, mallory.self).connection]
  at(mallory, a.self).channel?.send(JSON.stringify({ self: b.self }))
  at(mallory, a.self).channel?.send(JSON.stringify({ self: 'unknown' }))
  await world.clock.pass(1_000)
  expect([at(a, b.self).connection, at(b, a.self).connection, at(a, mallory.self).connection]).toEqual(before)
  expect([connected(a), connected(b)]).toEqual([2, 2])
})

test('a link is moved only for the end that it leads to: by its id and the certificate of that end', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const mallory = world.enter()
  await world.clock.until(() => connected(a) === 2 && connected(mallory) === 2)
  const at = (id = ''): Peer => a.peers.get(id) as Peer
  const before = [at(b.self).connection, at(mallory.self).connection]
  const link = at(mallory.self).link?.id
  const own = fingerprint(at(b.self).connection?.remoteDescription ?? null)
  const say = (data: unknown): void => {
    world.served.append({ type: 'signal', offset: 0, from: b.self ?? '', to: a.self ?? '', data }, (peer) => peer === a.self)
  }
  say({ link, self: own })
  say({ link: 'unknown', self: fingerprint(at(mallory.self).connection?.remoteDescription ?? null) })
  await world.clock.pass(1_000)
  expect([at(b.self).connection, at(mallory.self).connection]).toEqual(before)
})

test('a session that could not be resumed keeps its links under its new id', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const pc = only(a).connection
  const old = b.self ?? ''
  const cluster = world.served
  const line = cluster.sessions.get(old)?.line
  cluster.sessions.delete(old)
  line?.end(1001)
  await world.clock.until(() => b.state === 'joined' && b.self !== old && a.peers.get(b.self ?? '')?.state === 'connected')
  expect(a.peers.get(b.self ?? '')?.connection).toBe(pc)
  await world.clock.pass(20_000)
  expect(a.peers.get(b.self ?? '')?.connection).toBe(pc)
  expect(world.rtc.open.filter(({ iceConnectionState }) => iceConnectionState === 'connected')).toHaveLength(2)
})

test('a proof that overtakes what the data channel says is answered with the proof of this end', async () => {
  const world = new World()
  const a = world.enter({}, 'http://one.example')
  await a.joined
  const b = world.enter({}, 'http://two.example')
  await world.clock.until(() => connected(a) === 1 && connected(b) === 1)
  const pc = only(b).connection
  world.network.trouble.set('two.example', 'down')
  world.served.restart()
  await world.clock.until(() => a.state === 'joined')
  const channel = only(b).channel as RTCDataChannel
  const send = channel.send.bind(channel) as (data: unknown) => void
  const waiting: unknown[] = []
  channel.send = (data: unknown) => void waiting.push(data)
  world.network.trouble.clear()
  await world.clock.until(() => b.state === 'joined')
  await world.clock.pass(1_000)
  expect(a.peers.get(b.self ?? '')?.state).toBe('connected')
  waiting.splice(0).forEach(send)
  channel.send = send
  await world.clock.pass(30_000)
  expect([b.peers.size, b.peers.get(a.self ?? '')?.connection]).toEqual([1, pc])
  expect(connected(a)).toBe(1)
})

test('a stream that ends after its link has gone on under a new id is no stream of the peer any more', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const tracks = record(b, 'track')
  a.addStream(new FakeStream([new FakeTrack()]) as unknown as MediaStream)
  await world.clock.until(() => tracks.length === 1)
  const stream = tracks[0]?.[1] as FakeStream
  const old = a.self ?? ''
  const line = world.served.sessions.get(old)?.line
  world.served.sessions.delete(old)
  line?.end(1001)
  await world.clock.until(() => a.state === 'joined' && a.self !== old && connected(b) === 1 && only(b).id === a.self)
  expect(only(b).streams).toEqual([stream])
  for (const track of stream.getTracks()) stream.removeTrack(track)
  stream.dispatchEvent(new Event('removetrack'))
  expect(only(b).streams).toEqual([])
})
