import { expect, test } from 'vitest'
import { FakeStream, FakeTrack } from '../src/testing/fakemedia.js'
import { settle } from './time.js'
import { connected, only, record, World } from './world.js'

test('streams reach those who are there and those who come later, over the data channel', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const tracks = record(b, 'track')
  const track = new FakeTrack()
  const stream = new FakeStream([track])
  const signals = (): number => world.served.heard.filter(({ type }) => type === 'signal').length
  const before = signals()
  a.addStream(stream as unknown as MediaStream)
  await settle()
  expect(tracks).toHaveLength(1)
  expect((tracks[0]?.[1] as FakeStream).id).toBe(stream.id)
  expect(only(b).streams.map(({ id }) => id)).toEqual([stream.id])
  expect(signals()).toBe(before)
  const c = world.enter()
  const later = record(c, 'track')
  await world.clock.until(() => connected(c) === 2 && later.length === 1)
  expect((later[0]?.[2] as { id: string }).id).toBe(a.self)
})

test('a stream for one peer goes to nobody else, and works while signaling is away', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const c = world.enter()
  await world.clock.until(() => connected(c) === 2 && connected(a) === 2)
  const tracks = [record(b, 'track'), record(c, 'track')]
  for (const host of ['one.example', 'two.example']) world.network.trouble.set(host, 'down')
  world.network.cut()
  await settle()
  a.addStream(new FakeStream([new FakeTrack()]) as unknown as MediaStream, b.self)
  await settle()
  expect(tracks.map((list) => list.length)).toEqual([1, 0])
})

test('a track is replaced without negotiation, also for those who come later', async () => {
  const world = new World()
  const [a] = await world.pair()
  const [old, other] = [new FakeTrack(), new FakeTrack()]
  const stream = new FakeStream([old])
  a.addStream(stream as unknown as MediaStream)
  await settle()
  const before = only(a).connection?.localDescription
  await a.replaceTrack(old as unknown as MediaStreamTrack, other as unknown as MediaStreamTrack)
  expect(only(a).connection?.getSenders().map(({ track }) => track)).toEqual([other])
  expect(only(a).connection?.localDescription).toBe(before)
  expect(stream.getTracks()).toEqual([other])
  a.removeStream(stream as unknown as MediaStream)
  await settle()
  expect(only(a).connection?.getTransceivers()).toEqual([])
  expect(only(a).connection?.localDescription).not.toBe(before)
})

test('a stream that is taken away from one peer stays with the others and with those who come later', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const c = world.enter()
  await world.clock.until(() => connected(c) === 2 && connected(a) === 2)
  const stream = new FakeStream([new FakeTrack()]) as unknown as MediaStream
  a.addStream(stream)
  await settle()
  a.removeStream(stream, b.self)
  await settle()
  const tracksFor = (id: string | undefined): number => a.peers.get(id ?? '')?.connection?.getSenders().filter(({ track }) => track).length ?? 0
  expect([tracksFor(b.self), tracksFor(c.self)]).toEqual([0, 1])
  const d = world.enter()
  const later = record(d, 'track')
  await world.clock.until(() => later.length === 1)
  expect(tracksFor(d.self)).toBe(1)
})

test('a camera that is switched off and on makes the description no longer', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const tracks = record(b, 'track')
  for (let i = 1; i <= 5; i++) {
    const stream = new FakeStream([new FakeTrack()]) as unknown as MediaStream
    a.addStream(stream)
    a.addStream(stream)
    await settle()
    expect(tracks).toHaveLength(i)
    expect((tracks.at(-1)?.[1] as FakeStream).id).toBe(stream.id)
    a.removeStream(stream)
    await settle()
  }
  const both = new FakeStream([new FakeTrack(), new FakeTrack()]) as unknown as MediaStream
  a.addStream(both)
  a.removeStream(both)
  await settle()
  expect(only(a).connection?.getTransceivers()).toEqual([])
})

test('media that are given before their code is here go out in the order of the calls, as they were', async () => {
  const world = new World()
  const a = world.enter()
  const [first, second, other] = [new FakeTrack(), new FakeTrack(), new FakeTrack()]
  const [kept, taken] = [new FakeStream([first]), new FakeStream([second])] as unknown as [MediaStream, MediaStream]
  a.addStream(kept)
  a.addStream(taken)
  const replaced = a.replaceTrack(first as unknown as MediaStreamTrack, other as unknown as MediaStreamTrack)
  a.removeStream(taken)
  await replaced
  const b = world.enter()
  const tracks = record(b, 'track')
  await world.clock.until(() => tracks.length === 1)
  expect((tracks[0]?.[1] as FakeStream).id).toBe(kept.id)
  expect(only(a).connection?.getSenders().map(({ track }) => track)).toEqual([other])
})

test('a stream goes out with the tracks that it had when it was added', async () => {
  const world = new World()
  const [a] = await world.pair()
  const [stays, goes] = [new FakeTrack(), new FakeTrack()]
  const stream = new FakeStream([stays, goes])
  a.addStream(stream as unknown as MediaStream)
  stream.removeTrack(goes)
  await settle()
  expect(only(a).connection?.getSenders().map(({ track }) => track)).toEqual([stays, goes])
})
