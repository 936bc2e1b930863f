import { expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { YjsProvider } from '../../src/yjs/index.js'
import { encodePresence } from '../../src/yjs/messages.js'
import { settle } from '../time.js'
import { Circle, type Member } from './members.js'

const names = ({ provider }: Member): unknown[] => [...provider.awareness.getStates().values()].map(({ name }) => name as unknown).sort()

function three(): { circle: Circle; members: [Member, Member, Member] } {
  const circle = new Circle()
  return { circle, members: [...'abc'].map((name) => circle.enter(name)) as [Member, Member, Member] }
}

async function named(): Promise<{ circle: Circle; members: [Member, Member, Member] }> {
  const { circle, members } = three()
  for (const { provider, room } of members) provider.awareness.setLocalStateField('name', room.self)
  await circle.clock.pass(20)
  return { circle, members }
}

test('all know of all, also of those who were there before them', async () => {
  const { circle, members } = await named()
  for (const member of members) expect(names(member)).toEqual(['a', 'b', 'c'])
  const late = circle.enter('d')
  late.provider.awareness.setLocalState(null)
  await circle.clock.pass(20)
  expect(names(late)).toEqual(['a', 'b', 'c'])
  expect(names(members[0])).toEqual(['a', 'b', 'c'])
})

test('who makes a provider when its links stand already is told of all, also by a second provider', async () => {
  const { circle } = await named()
  const room = circle.hub.enter('d')
  await circle.clock.pass(20)
  for (const state of [null, {}]) {
    const provider = new YjsProvider(room, new Y.Doc(), { clock: circle.clock })
    provider.awareness.setLocalState(state)
    await circle.clock.pass(20)
    expect(names({ provider } as Member)).toEqual(state ? ['a', 'b', 'c', undefined] : ['a', 'b', 'c'])
    provider.destroy()
    await circle.clock.pass(20)
  }
})

test('what changes often is told once in a go', async () => {
  const { members: [a] } = await named()
  const before = a.room.sent
  for (let x = 0; x < 100; x++) a.provider.awareness.setLocalStateField('x', x)
  await settle()
  expect(a.room.sent - before).toBeLessThan(200)
})

test('a peer that leaves is gone at once, and nothing is remembered of it', async () => {
  const { circle, members: [a, b, c] } = await named()
  b.room.leave()
  await circle.clock.pass(10)
  for (const member of [a, c]) {
    expect(names(member)).toEqual(['a', 'c'])
    expect(member.provider.awareness.meta.has(b.provider.awareness.clientID)).toBe(false)
  }
})

test('who destroys its provider is gone for the others, and they for it', async () => {
  const { circle, members: [a, b] } = await named()
  const awareness = new Awareness(new Y.Doc())
  const d = circle.enter('d', { awareness })
  awareness.setLocalStateField('name', 'd')
  await circle.clock.pass(20)
  expect(names(d)).toEqual(['a', 'b', 'c', 'd'])
  d.provider.destroy()
  await circle.clock.pass(20)
  expect(names(a)).toEqual(['a', 'b', 'c'])
  expect(names(d), 'its own awareness goes on').toEqual(['d'])
  b.provider.destroy()
  await circle.clock.pass(20)
  expect(names(a)).toEqual(['a', 'c'])
  expect(names(b), 'the provider\'s awareness ends with it').toEqual([])
  awareness.destroy()
})

test('a peer speaks for one client; a new one takes the place of the former', async () => {
  const { circle, members: [a, b] } = await named()
  const action = b.room.action('almenara/yjs/doc')
  const before = b.provider.awareness.clientID
  for (let client = 1; client <= 1_000; client++) action.send(encodePresence({ client, clock: 1, state: { name: 'many' } }), 'a')
  await circle.clock.pass(20)
  expect(names(a)).toEqual(['a', 'c', 'many'])
  expect([a.provider.awareness.meta.size, a.provider.awareness.meta.has(before)]).toEqual([3, false])
})

test('nobody can speak for another, nor for this end', async () => {
  const { circle, members: [a, b, c] } = await named()
  const action = b.room.action('almenara/yjs/doc')
  for (const { provider } of [a, c]) {
    for (const state of [{ name: 'mallory' }, null]) action.send(encodePresence({ client: provider.awareness.clientID, clock: 1_000, state }), 'a')
  }
  await circle.clock.pass(20)
  expect(names(a)).toEqual(['a', 'b', 'c'])
  expect(a.refused).toEqual(Array(4).fill({ peer: 'b', reason: 'taken' }))
})

test('a state of 32 KiB is sent, a longer one is not, and it is said', async () => {
  const { circle, members: [a, b] } = await named()
  const room = 32_768 - '{"name":""}'.length
  a.provider.awareness.setLocalState({ name: 'x'.repeat(room) })
  await circle.clock.pass(20)
  expect(names(b)).toContain('x'.repeat(room))
  a.provider.awareness.setLocalState({ name: 'y'.repeat(room + 1) })
  await circle.clock.pass(20)
  expect(names(b)).toContain('x'.repeat(room))
  expect(a.refused).toEqual([{ peer: undefined, reason: 'too-large' }])
  b.room.action('almenara/yjs/doc').send(encodePresence({ client: 1, clock: 1, state: { name: 'z'.repeat(room + 1) } }), 'a')
  await circle.clock.pass(20)
  expect(a.refused.at(-1)).toEqual({ peer: 'b', reason: 'too-large' })
})
