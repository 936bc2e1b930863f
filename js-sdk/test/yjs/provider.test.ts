import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { YjsProvider } from '../../src/yjs/index.js'
import { settle } from '../time.js'
import { World } from '../world.js'
import { agree, Circle, type Member } from './members.js'

test('what one writes all have, and it says that it comes from the provider', async () => {
  const circle = new Circle()
  const [a, b, c] = [...'abc'].map((name) => circle.enter(name)) as [Member, Member, Member]
  const origins: unknown[] = []
  b.doc.on('update', (_, origin) => origins.push(origin))
  a.text.insert(0, 'Hello')
  await circle.clock.pass(20)
  expect([b, c].map(({ text }) => text.toString())).toEqual(['Hello', 'Hello'])
  expect(origins).toEqual([b.provider])
})

test('what is written in one go is sent in one message', async () => {
  const circle = new Circle()
  const [a, b] = [circle.enter('a'), circle.enter('b')]
  await circle.clock.pass(100)
  let updates = 0
  b.doc.on('update', () => updates++)
  for (let i = 0; i < 100; i++) a.text.insert(i, 'x')
  await circle.clock.pass(10)
  expect([b.text.length, updates]).toEqual([100, 1])
})

test('who comes late gets all, deletions included, whoever has the lower id', async () => {
  const circle = new Circle()
  const m = circle.enter('m')
  m.text.insert(0, 'Hello, world')
  m.text.delete(0, 7)
  await circle.clock.pass(100)
  for (const name of ['a', 'z']) {
    const late = circle.enter(name)
    await circle.clock.pass(50)
    expect(late.text.toString()).toBe('world')
  }
})

test('documents that were written apart are brought together', async () => {
  const circle = new Circle()
  const docs = [1, 2].map(() => new Y.Doc())
  docs.forEach((doc, index) => doc.getMap('map').set(`key ${index}`, index))
  const [a, b] = docs.map((doc, index) => circle.enter('ab'[index] ?? '', {}, doc))
  await circle.clock.pass(50)
  for (const member of [a, b]) expect(member?.doc.getMap('map').toJSON()).toEqual({ 'key 0': 0, 'key 1': 1 })
})

test('a link that opens again brings what was written meanwhile, on both sides', async () => {
  const circle = new Circle()
  const [a, b] = [circle.enter('a'), circle.enter('b')]
  a.text.insert(0, 'Hello')
  await circle.clock.pass(100)
  circle.hub.part(a.room)
  a.text.delete(0, 5)
  b.doc.getMap('map').set('k', 1)
  await circle.clock.pass(100)
  circle.hub.part()
  await circle.clock.pass(30)
  expect(agree([a, b])).toBe(true)
  expect(b.text.toString()).toBe('')
})

test('synced tells whether what a linked peer had is here', async () => {
  const circle = new Circle()
  const a = circle.enter('a')
  await circle.clock.pass(20_000)
  expect(a.provider.synced).toBe(false)
  a.text.insert(0, 'x'.repeat(100_000))
  const b = circle.enter('b')
  let before = ''
  b.provider.on('synced', () => { before ||= b.text.toString() })
  await circle.clock.pass(50)
  expect(before, 'it is told when the document is there').toHaveLength(100_000)
  circle.hub.cut(a.room, b.room)
  circle.hub.link(a.room, b.room)
  await circle.clock.pass(50)
  for (const { synced } of [a, b]) expect(synced).toEqual([true, false, true])
})

test('a lost update that others build on is asked for at once, one that nothing builds on with the next comparison', async () => {
  const circle = new Circle()
  const [a, b] = [circle.enter('a'), circle.enter('b')]
  await circle.clock.pass(100)
  const lose = async (write: () => void): Promise<void> => {
    b.room.peers.get('a')!.weather = a.room.peers.get('b')!.weather = { ...circle.hub.weather, lost: 1 }
    write()
    await settle()
    b.room.peers.get('a')!.weather = a.room.peers.get('b')!.weather = circle.hub.weather
  }
  await lose(() => a.text.insert(0, 'lost '))
  a.text.insert(5, 'found')
  await circle.clock.pass(30)
  expect(b.text.toString()).toBe('lost found')
  await lose(() => a.text.delete(0, 5))
  await circle.clock.pass(12_600)
  expect(b.text.toString()).toBe('found')
})

test.each([16_000, 16_500, 3_000_000])('a document of %i bytes goes through, to a slow peer too, and so does what is written meanwhile', async (size) => {
  const circle = new Circle({ rate: 1_000 })
  const never = { interval: 2 ** 31 - 1 }
  const a = circle.enter('a', never)
  a.text.insert(0, 'x'.repeat(size))
  const b = circle.enter('b', never)
  await circle.clock.pass(10)
  for (let i = 0; i < 20; i++) {
    a.text.insert(0, 'y')
    await circle.clock.pass(10)
  }
  b.text.insert(0, 'z')
  await circle.clock.until(() => agree([a, b]))
  expect(a.text.length).toBe(size + 21)
  expect(a.room.sent, 'it is sent once').toBeLessThan(size + 50_000)
})

test('documents that agree cost a few bytes with each comparison, however large they are', async () => {
  const circle = new Circle()
  const [a, b] = [circle.enter('a'), circle.enter('b')]
  a.text.insert(0, 'x'.repeat(10_000))
  a.text.delete(10, 5_000)
  await circle.clock.pass(20_000)
  const before = a.room.sent + b.room.sent
  await circle.clock.pass(100_000)
  expect((a.room.sent + b.room.sent - before) / 100).toBeLessThan(30)
})

test('documents of other names are other documents', async () => {
  const circle = new Circle()
  const [a, b] = [circle.enter('a', { name: 'one' }), circle.enter('b', { name: 'other' })]
  a.text.insert(0, 'x')
  await circle.clock.pass(20_000)
  expect([b.text.length, b.provider.synced]).toEqual([0, false])
})

test('what was written before destroy is sent, nothing after it; the document stays', async () => {
  const circle = new Circle()
  const [a, b] = [circle.enter('a'), circle.enter('b')]
  await circle.clock.pass(100)
  a.text.insert(0, 'last')
  a.provider.destroy()
  a.provider.destroy()
  a.text.insert(0, 'unheard ')
  await circle.clock.pass(10)
  b.text.insert(0, 'also ')
  await circle.clock.pass(30_000)
  expect([a, b].map(({ text }) => text.toString())).toEqual(['unheard last', 'also last'])
  expect(a.synced.at(-1)).toBe(false)
})

test('with the room or with the document the provider ends, and leaves no timers', async () => {
  const circle = new Circle()
  const [a, b] = [circle.enter('a'), circle.enter('b')]
  await circle.clock.pass(100)
  a.doc.destroy()
  b.room.events.emit('state', 'closed')
  await circle.clock.pass(10)
  expect([a.provider.synced, b.provider.synced, circle.clock.waiting]).toEqual([false, false, 0])
})

test('the SDK\'s own rooms carry documents', async () => {
  const world = new World()
  const [one, other] = await world.pair()
  const providers = [one, other].map((room) => new YjsProvider(room, new Y.Doc(), { clock: world.clock })) as [YjsProvider, YjsProvider]
  providers[0].doc.getArray('list').push([1, 2])
  await world.clock.until(() => providers[1].doc.getArray('list').length === 2)
  providers[0].awareness.setLocalStateField('name', 'Ada')
  await world.clock.until(() => [...providers[1].awareness.getStates().values()].some(({ name }) => name === 'Ada'))
  await one.leave()
  await world.clock.until(() => providers[1].awareness.getStates().size === 1)
  await other.leave()
  expect(providers.map(({ synced }) => synced)).toEqual([false, false])
})

test.each([
  [{ name: '' }, 'A name'], [{ name: 'x'.repeat(65) }, 'A name'], [{ size: 65_535 }, 'size'], [{ size: 2 ** 28 + 1 }, 'size'], [{ size: 1.5 }, 'size'], [{ interval: 99 }, 'interval'],
])('%o is misuse', (options, words) => {
  const room = new Circle().hub.enter('a')
  expect(() => new YjsProvider(room, new Y.Doc(), options)).toThrow(expect.objectContaining({ code: 'misuse', message: expect.stringContaining(words) }))
})

test('the limits themselves are taken', () => {
  const room = new Circle().hub.enter('a')
  for (const options of [{ name: 'x'.repeat(64), size: 65_536, interval: 100 }, { name: 'x', size: 2 ** 28 }]) new YjsProvider(room, new Y.Doc(), options).destroy()
})
