import { expect, test } from 'vitest'
import type { Peer, Room } from '../src/index.js'
import { FakeStream, FakeTrack } from '../src/testing/fakemedia.js'
import { settle } from './time.js'
import { connected, only, record, World } from './world.js'

const stream = (...tracks: FakeTrack[]): MediaStream => new FakeStream(tracks.length > 0 ? tracks : [new FakeTrack()]) as unknown as MediaStream
const track = (kind?: string): MediaStreamTrack => new FakeTrack(kind) as unknown as MediaStreamTrack

/** Everything that a room tells about media, in its order: the stream's id and its metadata. */
function told(room: Room): [name: string, stream: string, metadata?: unknown][] {
  const list: [string, string, unknown?][] = []
  room.on('track', (_, { id }, __, metadata) => void list.push(['track', id, metadata]))
  room.on('metadata', (metadata, { id }) => void list.push(['metadata', id, metadata]))
  room.on('ended', ({ id }) => void list.push(['ended', id]))
  return list
}

test('metadata come with the first track of their stream, also to those who come later', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const heard = told(b)
  const screen = stream()
  a.addStream(screen, { metadata: { kind: 'screen' } })
  await settle()
  expect(heard).toEqual([['track', screen.id, { kind: 'screen' }]])
  const c = world.enter()
  const later = told(c)
  await world.clock.until(() => later.length > 0)
  expect(later).toEqual([['track', screen.id, { kind: 'screen' }]])
})

test('a stream without metadata has none, and metadata go only to those who get the stream', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const c = world.enter()
  await world.clock.until(() => connected(c) === 2 && connected(a) === 2)
  const [heardByB, heardByC] = [told(b), told(c)]
  const [plain, secret] = [stream(), stream()]
  a.addStream(plain)
  a.addStream(secret, { to: b.self, metadata: 'for b' })
  await settle()
  expect(heardByB).toEqual([['track', plain.id, undefined], ['track', secret.id, 'for b']])
  expect(heardByC).toEqual([['track', plain.id, undefined]])
  const sent = [...a.peers.values()].find(({ id }) => id === c.self)?.channel as unknown as { sent: unknown[] }
  expect(sent.sent.map(String).filter((frame) => frame.includes('almenara/media'))).toEqual([])
})

test('metadata that change are told once, for each audience, and keep for those who come later', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const heard = told(b)
  const camera = stream()
  a.addStream(camera, { metadata: { muted: false } })
  await settle()
  a.addStream(camera, { metadata: { muted: true } })
  a.addStream(camera, { metadata: { muted: true } })
  a.addStream(camera)
  await settle()
  expect(heard).toEqual([['track', camera.id, { muted: false }], ['metadata', camera.id, { muted: true }]])
  const later = told(world.enter())
  await world.clock.until(() => later.length > 0)
  expect(later).toEqual([['track', camera.id, { muted: true }]])
})

test('what was given is sent, not what it has become meanwhile', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const heard = told(b)
  const metadata = { name: 'before' }
  a.addStream(stream(), { metadata })
  metadata.name = 'after'
  await settle()
  expect(heard[0]?.[2]).toEqual({ name: 'before' })
})

test('a stream that is taken away ends at the other end, with its metadata', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const heard = told(b)
  const camera = stream(new FakeTrack('audio'), new FakeTrack('video'))
  a.addStream(camera, { metadata: 1 })
  await settle()
  expect(only(b).streams.map(({ id }) => id)).toEqual([camera.id])
  a.removeStream(camera)
  await settle()
  expect(only(b).streams).toEqual([])
  a.addStream(camera)
  await settle()
  expect(heard.map(([name, , metadata]) => [name, metadata])).toEqual([['track', 1], ['track', 1], ['ended', undefined], ['track', undefined], ['track', undefined]])
})

test('streams end with their link, and come again with their metadata when it was made afresh', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const heard = told(b)
  const camera = stream()
  a.addStream(camera, { metadata: 'mine' })
  await settle()
  only(b).connection?.close()
  await world.clock.until(() => heard.length === 3)
  expect(heard).toEqual([['track', camera.id, 'mine'], ['ended', camera.id], ['track', camera.id, 'mine']])
  expect(only(b).streams.map(({ id }) => id)).toEqual([camera.id])
})

test('streams go on under the new id of a peer whose session was lost', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const heard = told(b)
  const camera = stream()
  a.addStream(camera, { metadata: 'mine' })
  await settle()
  const former: Peer = only(b)
  world.network.restart()
  world.network.cut()
  await world.clock.until(() => connected(b) === 1 && only(b) !== former)
  expect([former.streams, only(b).streams.map(({ id }) => id)]).toEqual([[], [camera.id]])
  a.removeStream(camera)
  const ended = record(b, 'ended')
  await settle()
  expect(ended.map(([, peer]) => peer)).toEqual([only(b)])
  expect(heard.map(([name]) => name)).toEqual(['track', 'ended'])
})

test('metadata wait while the path is away, for the description would overtake them', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const heard = told(b)
  world.rtc.path = 'blocked'
  world.rtc.lose()
  await world.clock.until(() => only(a).state === 'reconnecting')
  const camera = stream()
  a.addStream(camera, { metadata: 'late' })
  await world.clock.pass(1_000)
  expect(heard).toEqual([])
  world.rtc.path = 'free'
  await world.clock.until(() => heard.length > 0)
  expect(heard).toEqual([['track', camera.id, 'late']])
})

test('metadata take 4,096 characters of JSON, and anything else is refused at once', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const heard = told(b)
  const text = (length: number): string => 'x'.repeat(length - 2)
  a.addStream(stream(), { metadata: text(4_095) })
  a.addStream(stream(), { metadata: text(4_096) })
  expect(() => a.addStream(stream(), { metadata: text(4_097) })).toThrow('Metadata take 4096 characters of JSON at most.')
  expect(() => a.addStream(stream(), { metadata: 1n })).toThrow('JSON')
  await settle()
  expect(heard).toHaveLength(2)
})

test('metadata that break a bound, or that are none, are dropped, and those of 64 streams are kept', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const heard = told(b)
  const send = (data: unknown): number => a.action<unknown>('almenara/media').send(data)
  const [camera, screen] = [stream(), stream()]
  for (const wrong of [null, 7, [], {}, { stream: 7, metadata: 1 }, { stream: camera.id }, { stream: camera.id, metadata: 'x'.repeat(4_095) }, { stream: 'x'.repeat(257), metadata: 1 }]) send(wrong)
  send({ stream: camera.id, metadata: 'first' })
  for (let i = 0; i < 63; i++) send({ stream: `other ${i}`, metadata: i })
  a.addStream(camera)
  await settle()
  send({ stream: screen.id, metadata: 'second' })
  send({ stream: 'one more', metadata: 0 })
  await settle()
  a.addStream(screen)
  await settle()
  expect(heard).toEqual([['track', camera.id, 'first'], ['track', screen.id, 'second']])
})

test('a track is added to a stream that is sent, and taken out of it', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const heard = told(b)
  const first = new FakeTrack('audio')
  const camera = stream(first)
  a.addStream(camera, { metadata: 'mine' })
  await settle()
  const more = track('video')
  await a.addTrack(more, camera)
  await settle()
  expect(camera.getTracks()).toContain(more)
  expect(only(b).streams.map((stream) => stream.getTracks().map(({ kind }) => kind))).toEqual([['audio', 'video']])
  await a.removeTrack(first as unknown as MediaStreamTrack, camera)
  await settle()
  expect(camera.getTracks()).toEqual([more])
  expect(only(b).streams.map((stream) => stream.getTracks().map(({ kind }) => kind))).toEqual([['video']])
  await a.removeTrack(more, camera)
  await settle()
  expect(only(b).streams).toEqual([])
  await a.addTrack(more, camera)
  await settle()
  expect(heard.map(([name, , metadata]) => [name, metadata])).toEqual([['track', 'mine'], ['track', 'mine'], ['ended', undefined], ['track', 'mine']])
})

test('a track goes only to those who get its stream, and one of a stream that is not sent is refused', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const c = world.enter()
  await world.clock.until(() => connected(c) === 2 && connected(a) === 2)
  const [heardByB, heardByC] = [told(b), told(c)]
  const camera = stream()
  a.addStream(camera, [b.self as string])
  await a.addTrack(track(), camera)
  await settle()
  expect([heardByB.length, heardByC.length]).toEqual([2, 0])
  const other = stream()
  await expect(a.addTrack(track(), other)).rejects.toMatchObject({ code: 'misuse' })
  await expect(a.removeTrack(track(), other)).rejects.toMatchObject({ code: 'misuse' })
  expect(other.getTracks()).toHaveLength(1)
})
