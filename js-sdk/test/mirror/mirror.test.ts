import { expect, onTestFinished, test } from 'vitest'
import type { AlmenaraError } from '../../src/errors.js'
import { Mirror, type MirrorOptions } from '../../src/mirror/mirror.js'
import type { TableEntry } from '../../src/mirror/signed.js'
import { SharedState } from '../../src/state/state.js'
import { Hub } from '../state/fakeroom.js'
import { FakeClock } from '../time.js'
import { FakeTable } from './faketable.js'

const SECRET = 'a secret of those who share it'
const MINUTE = 60_000

interface Member { state: SharedState; mirror: Mirror; errors: AlmenaraError[] }

/** Somebody in a room of its own: only the table is common. */
function member(name: string, table: FakeTable, clock: FakeClock, options: Partial<MirrorOptions> = {}, map = 'board'): Member {
  const state = new SharedState(new Hub(clock).enter(name), map, { author: name }, clock)
  const mirror = new Mirror(state, { node: 'https://node.example', table: table.name, secret: SECRET, fetch: table.fetch, ...options }, clock)
  const errors: AlmenaraError[] = []
  mirror.on('failed', (error) => errors.push(error))
  onTestFinished(() => { mirror.close(); state.close() })
  return { state, mirror, errors }
}

/** Lets time pass in steps of ten minutes, with an exchange after each: signatures take real time. */
async function hours(count: number, clock: FakeClock, { mirror }: Member): Promise<void> {
  for (let step = 0; step < 6 * count; step++) {
    await clock.pass(10 * MINUTE)
    await mirror.sync()
  }
}

function setUp(): { clock: FakeClock; table: FakeTable } {
  const clock = new FakeClock()
  return { clock, table: new FakeTable(clock) }
}

test('who comes when nobody is there finds what was written and what was deleted', async () => {
  const { clock, table } = setUp()
  const ann = member('ann', table, clock)
  ann.state.set('title', { text: 'Grüße' })
  ann.state.set('old', 1)
  ann.state.delete('old')
  await ann.mirror.sync()
  ann.mirror.close()
  const bob = member('bob', table, clock)
  bob.state.set('old', 'of before')
  await bob.mirror.sync()
  expect(bob.state.snapshot()).toEqual({ title: { text: 'Grüße' } })
})

test('what is written is in the table soon, and others take it at their next exchange', async () => {
  const { clock, table } = setUp()
  const ann = member('ann', table, clock)
  const bob = member('bob', table, clock, { interval: 5_000 })
  await clock.pass(2_000)
  await ann.mirror.sync()
  ann.state.set('x', 1)
  await clock.until(() => table.entries.size === 1)
  await clock.until(() => bob.state.get('x') === 1)
  ann.state.set('x', 2)
  await clock.until(() => bob.state.get('x') === 2)
})

test('what a mirror brings is passed on to those who are linked', async () => {
  const { clock, table } = setUp()
  const ann = member('ann', table, clock)
  ann.state.set('x', 1)
  await ann.mirror.sync()
  const hub = new Hub(clock)
  const [bobs, carols] = ['bob', 'carol'].map((name) => new SharedState(hub.enter(name), 'board', { author: name }, clock)) as [SharedState, SharedState]
  await clock.pass(100)
  const mirror = new Mirror(bobs, { node: 'https://node.example/', table: table.name, secret: SECRET, fetch: table.fetch }, clock)
  onTestFinished(() => { for (const each of [mirror, bobs, carols]) each.close() })
  await mirror.sync()
  await clock.pass(10)
  expect(carols.get('x')).toBe(1)
})

test('the table shows neither content nor name, and another secret or map finds nothing', async () => {
  const { clock, table } = setUp()
  const ann = member('ann', table, clock)
  ann.state.set('title', 'visible')
  await ann.mirror.sync()
  expect(JSON.stringify(table.table())).not.toMatch(/title|visible|board|ann/)
  const eve = member('eve', table, clock, { secret: 'another secret of others' })
  const bob = member('bob', table, clock, {}, 'other board')
  await Promise.all([eve.mirror.sync(), bob.mirror.sync()])
  expect([eve.state.snapshot(), bob.state.snapshot()]).toEqual([{}, {}])
})

test('a node that changes an entry, moves it or brings an old one back is not believed', async () => {
  const { clock, table } = setUp()
  const ann = member('ann', table, clock)
  ann.state.set('x', 'old')
  await ann.mirror.sync()
  const [[key, old]] = Object.entries(table.table()) as [[string, TableEntry]]
  const bob = member('bob', table, clock)
  const answer = (entries: Record<string, unknown>): void => { table.instead = () => new Response(JSON.stringify(entries)) }
  const [signature, time, end, value] = old.data.split('.') as [string, string, string, string]
  const wrong: Record<string, unknown>[] = [
    { [key]: { ...old, data: `${signature}.${Number(time) + 1}.${end}.${value}` } },
    { [key]: { ...old, data: `${signature}.${time}.${end}.${value.replace(/.{6}$/, 'AAAAA"')}` } },
    { [`${key}1`]: old },
    { [key.replace(/^.{5}/, 'AAAAA')]: { ...old, author: old.author.replace(/^.{5}/, 'AAAAA') } },
    { [key]: { ...old, data: value } }, { [key]: { ...old, data: 7 } }, { [key]: 'x' }, { [key]: null },
  ]
  for (const table of wrong) {
    answer(table)
    await bob.mirror.sync()
    expect(bob.state.snapshot(), JSON.stringify(table)).toEqual({})
  }
  table.instead = undefined
  await clock.pass(10)
  ann.state.set('x', 'new')
  await ann.mirror.sync()
  await bob.mirror.sync()
  answer({ [key]: old })
  await bob.mirror.sync()
  expect(bob.state.get('x')).toBe('new')
  await clock.pass(25 * 60 * MINUTE)
  const late = member('late', table, clock)
  await late.mirror.sync()
  expect(late.state.snapshot(), 'an entry that is over').toEqual({})
})

test('what an author has left behind is carried on by others for a day', async () => {
  const { clock, table } = setUp()
  const ann = member('ann', table, clock)
  ann.state.set('x', 1)
  await ann.mirror.sync()
  ann.mirror.close()
  const bob = member('bob', table, clock, { interval: 60 * MINUTE })
  await bob.mirror.sync()
  await hours(22, clock, bob)
  const late = member('late', table, clock)
  await late.mirror.sync()
  expect(late.state.get('x')).toBe(1)
  await hours(4, clock, bob)
  expect(Object.keys(table.table())).toEqual([])
})

test('what stays the same is not sent again until it would bleach away', async () => {
  const { clock, table } = setUp()
  const ann = member('ann', table, clock, { interval: 60 * MINUTE })
  for (let i = 0; i < 10; i++) ann.state.set(`key ${i}`, 'x'.repeat(4_000))
  await ann.mirror.sync()
  expect(table.posts.at(-1)?.length).toBe(5)
  await clock.pass(5 * MINUTE)
  await ann.mirror.sync()
  expect(table.posts.at(-1)).toEqual([])
  ann.state.set('key 9', 'y')
  await ann.mirror.sync()
  expect(table.posts.at(-1)?.length).toBe(1)
  await hours(2, clock, ann)
  expect(Object.keys(table.table())).toHaveLength(5)
})

test('what does not fit is told, and the newest is kept', async () => {
  const { clock, table } = setUp()
  const ann = member('ann', table, clock)
  for (let i = 0; i < 100; i++) ann.state.set(`key ${i}`, 'x'.repeat(4_000))
  await expect(ann.mirror.sync()).rejects.toMatchObject({ code: 'too-large', message: expect.stringMatching(/^\d+ entries have no room/) as string })
  const bob = member('bob', table, clock)
  await bob.mirror.sync()
  const kept = Object.keys(bob.state.snapshot())
  expect(kept.length).toBeGreaterThan(25)
  expect(kept).toContain('key 99')
  expect(kept).not.toContain('key 0')
})

test('fewer parts than before leave nothing old behind', async () => {
  const { clock, table } = setUp()
  const ann = member('ann', table, clock)
  for (let i = 0; i < 10; i++) ann.state.set(`key ${i}`, 'x'.repeat(4_000))
  await ann.mirror.sync()
  await clock.pass(10)
  for (let i = 0; i < 10; i++) ann.state.set(`key ${i}`, 'short')
  await ann.mirror.sync()
  const bob = member('bob', table, clock)
  await bob.mirror.sync()
  expect(new Set(Object.values(bob.state.snapshot()))).toEqual(new Set(['short']))
  expect(Object.values(table.table()).filter(({ data }) => data.endsWith('.'))).toHaveLength(4)
})

test('where a node takes only so many changes at once the rest is sent next time, and that alone', async () => {
  const { clock, table } = setUp()
  const ann = member('ann', table, clock)
  for (let index = 0; index < 12; index += 1) ann.state.set(`k${index}`, 'x'.repeat(4_000))
  table.changes = 2
  await expect(ann.mirror.sync()).rejects.toMatchObject({ code: 'too-large' })
  await expect(ann.mirror.sync()).rejects.toMatchObject({ code: 'too-large' })
  await ann.mirror.sync()
  expect(table.posts.map((keys) => keys.length)).toEqual([6, 4, 2])
  expect(Object.keys(table.table())).toHaveLength(6)
})

test('a table that is full, a node that refuses and one that is away are told and tried again', async () => {
  const { clock, table } = setUp()
  table.room = 0
  const ann = member('ann', table, clock)
  ann.state.set('x', 1)
  await expect(ann.mirror.sync()).rejects.toMatchObject({ code: 'too-large', message: 'The table has not taken 1 of 1 parts of the map; that is tried again.' })
  table.instead = () => new Response(JSON.stringify({ type: 'refused', code: 'too-many-posts', message: 'later', retryAfter: 40_000 }), { status: 429 })
  await expect(ann.mirror.sync()).rejects.toMatchObject({ code: 'too-many-posts', retryAfter: 40_000 })
  table.instead = () => { throw new TypeError('offline') }
  await expect(ann.mirror.sync()).rejects.toMatchObject({ code: 'unreachable' })
  table.instead = () => new Response('[]')
  await expect(ann.mirror.sync()).rejects.toMatchObject({ code: 'bad-message' })
  table.instead = undefined
  table.room = 1
  await clock.until(() => Object.keys(table.table()).length === 1)
  expect(new Set(ann.errors.map(({ code }) => code))).toEqual(new Set(['too-large', 'too-many-posts', 'unreachable', 'bad-message']))
})

test('a closed mirror exchanges nothing', async () => {
  const { clock, table } = setUp()
  const ann = member('ann', table, clock)
  ann.mirror.close()
  ann.mirror.close()
  ann.state.set('x', 1)
  await clock.pass(MINUTE)
  expect(table.posts).toEqual([])
  await expect(ann.mirror.sync()).rejects.toMatchObject({ code: 'closed' })
})

test('what makes no sense is refused', () => {
  const { clock, table } = setUp()
  const state = new SharedState(new Hub(clock).enter('ann'), 'board', {}, clock)
  onTestFinished(() => state.close())
  for (const wrong of [{ table: 'boards' }, { table: 'almenara-' }, { secret: 'x'.repeat(15) }, { interval: 999 }, { interval: 1.5 }]) {
    expect(() => new Mirror(state, { node: 'https://node.example', table: table.name, secret: SECRET, fetch: table.fetch, ...wrong }, clock), JSON.stringify(wrong))
      .toThrow(expect.objectContaining({ code: 'misuse' }) as Error)
  }
})
