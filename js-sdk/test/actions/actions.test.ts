import { expect, test } from 'vitest'
import type { Arriving, Progress } from '../../src/actions/index.js'
import { CHUNK, TELL_EVERY } from '../../src/actions/limits.js'
import { HIGH_WATER } from '../../src/data/room.js'
import { Circle, hashOf, noise } from './circle.js'

test('what was sent arrives with its metadata, and the sender knows who has it', async () => {
  const circle = new Circle()
  const [a, b, c] = ['a', 'b', 'c'].map((name) => circle.enter(name).actions.define<unknown, void, { at: number }>('chat'))
  const heard: unknown[] = []
  for (const [name, action] of [['b', b], ['c', c]] as const) action?.on((data, { peer, metadata }) => heard.push([name, data, peer, metadata]))
  expect(await circle.during(a!.send({ x: 1 }, { metadata: { at: 5 } }))).toEqual({ delivered: ['b', 'c'], failed: [] })
  expect(await circle.during(a!.send('to one', { to: 'c' }))).toEqual({ delivered: ['c'], failed: [] })
  expect(await circle.during(a!.send('to both', { to: [{ id: 'c' }, 'b', 'c'] }))).toEqual({ delivered: ['c', 'b'], failed: [] })
  expect(await circle.during(a!.send('to nobody', { to: [] }))).toEqual({ delivered: [], failed: [] })
  expect(heard).toEqual([
    ['b', { x: 1 }, 'a', { at: 5 }], ['c', { x: 1 }, 'a', { at: 5 }], ['c', 'to one', 'a', undefined], ['c', 'to both', 'a', undefined], ['b', 'to both', 'a', undefined],
  ])
})

test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, TELL_EVERY, 40 * CHUNK + 7])('%i bytes arrive as they were, as a view, a buffer and a Blob', async (size) => {
  const circle = new Circle({ rate: 1_000 })
  const [a, b] = ['a', 'b'].map((name) => circle.enter(name).actions.define('x'))
  const heard: unknown[] = []
  b!.on((data) => heard.push(data))
  const bytes = noise(size)
  const framed = noise(size + 3, 2)
  framed.set(bytes, 2)
  for (const data of [framed.subarray(2, 2 + size), new DataView(framed.buffer, 2, size), bytes.buffer]) await circle.during(a!.send(data))
  expect(heard.map((each) => hashOf(each as Uint8Array))).toEqual([1, 2, 3].map(() => hashOf(bytes)))
  expect(heard[0]).toBeInstanceOf(Uint8Array)
  await circle.during(a!.send(new Blob([bytes], { type: 'image/png' })))
  const blob = heard[3] as Blob
  expect(blob).toBeInstanceOf(Blob)
  expect(blob.type).toBe('image/png')
  expect(hashOf(new Uint8Array(await blob.arrayBuffer()))).toBe(hashOf(bytes))
})

test.each([['nothing', undefined], ['null', null], ['a number', 1.5], ['a text with half a character', 'grüß \ud800'], ['a long text', 'é\n'.repeat(60_000)], ['an array', [1, [2, { x: null }]]]])('%s arrives as it was', async (_, value) => {
  const circle = new Circle()
  const [a, b] = ['a', 'b'].map((name) => circle.enter(name).actions.define('x'))
  const heard: unknown[] = []
  b!.on((data) => heard.push(data))
  b!.handle((data) => data as never)
  expect(await circle.during(a!.request('b', value))).toEqual(value)
  await circle.during(a!.send(value))
  expect(heard).toEqual([value])
})

test('bytes that are changed after they were given are sent as they were', async () => {
  const circle = new Circle({ rate: 100 })
  const [a, b] = ['a', 'b'].map((name) => circle.enter(name).actions.define('x'))
  const heard: string[] = []
  b!.on((data) => heard.push(hashOf(data as Uint8Array)))
  const bytes = noise(50 * CHUNK)
  const sent = a!.send(bytes)
  bytes.fill(0)
  await circle.during(sent)
  expect(heard).toEqual([hashOf(noise(50 * CHUNK))])
})

test('a request is answered by a value or a promise, both ways, also with many bytes', async () => {
  const circle = new Circle({ rate: 2_000 })
  const [a, b] = ['a', 'b'].map((name) => circle.enter(name).actions.define<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>, string>('reverse'))
  for (const action of [a, b]) action!.handle(async (data, { metadata }) => metadata === 'empty' ? new Uint8Array() : data.slice().reverse())
  const bytes = noise(30 * CHUNK)
  const [one, other] = await circle.during(Promise.all([a!.request('b', bytes), b!.request('a', bytes.subarray(1))]))
  expect(hashOf(one)).toBe(hashOf(bytes.slice().reverse()))
  expect(hashOf(other)).toBe(hashOf(bytes.slice(1).reverse()))
  expect(await circle.during(a!.request({ id: 'b' }, bytes, { metadata: 'empty' }))).toEqual(new Uint8Array())
})

test('a hundred requests at once get each its own reply, whatever the order', async () => {
  const circle = new Circle()
  const [a, b] = ['a', 'b'].map((name) => circle.enter(name).actions.define<number, number>('double'))
  b!.handle((n) => new Promise((resolve) => void circle.clock.after(n * 37 % 100, () => resolve(2 * n))))
  const numbers = Array.from({ length: 100 }, (_, index) => index)
  expect(await circle.during(Promise.all(numbers.map((n) => a!.request('b', n))))).toEqual(numbers.map((n) => 2 * n))
})

test('without a handler, or without a listener, the sender gets no-handler', async () => {
  const circle = new Circle()
  const [a, b] = ['a', 'b'].map((name) => circle.enter(name).actions)
  const asker = a!.define<string, string>('ask')
  expect(await circle.failure(asker.request('b', 'x'))).toMatchObject({ code: 'no-handler', peer: 'b' })
  const off = b!.define<string, string>('ask').handle((data) => data)
  expect(await circle.during(asker.request('b', 'x'))).toBe('x')
  expect((await circle.during(asker.send('x'))).failed).toMatchObject([{ code: 'no-handler', peer: 'b' }])
  off()
  off()
  expect(await circle.failure(asker.request('b', 'x'))).toMatchObject({ code: 'no-handler' })
  b!.define<string, string>('ask').on(() => {})()
  expect((await circle.during(asker.send('x'))).failed).toMatchObject([{ code: 'no-handler' }])
})

test('what a handler throws travels as text and code', async () => {
  const circle = new Circle()
  const [a, b] = ['a', 'b'].map((name) => circle.enter(name).actions.define<string, unknown>('fail'))
  b!.handle(async (what) => {
    if (what === 'error') throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
    if (what === 'text') throw 'just text'
    if (what === 'long') throw Object.assign(new Error('x'.repeat(2_000)), { code: 'y'.repeat(100) })
    return () => {}
  })
  expect(await circle.failure(a!.request('b', 'error'))).toEqual({ code: 'handler-failed', peer: 'b', message: 'no such file', reason: 'ENOENT' })
  expect(await circle.failure(a!.request('b', 'text'))).toEqual({ code: 'handler-failed', peer: 'b', message: 'just text', reason: undefined })
  expect(await circle.failure(a!.request('b', 'long'))).toMatchObject({ message: 'x'.repeat(1_024), reason: 'y'.repeat(64) })
  expect(await circle.failure(a!.request('b', 'a function'))).toMatchObject({ code: 'handler-failed', reason: 'misuse' })
})

test('both ends hear of the progress, up to all of it', async () => {
  const circle = new Circle({ rate: 1_000 })
  const [a, b] = ['a', 'b'].map((name) => circle.enter(name).actions.define<Uint8Array, Uint8Array, string>('x'))
  const size = 10 * TELL_EVERY + 5
  const [sent, came, replied]: [Progress[], Arriving<string>[], Progress[]] = [[], [], []]
  b!.onProgress((arriving) => came.push(arriving))
  b!.handle((data) => data)
  await circle.during(a!.request('b', noise(size), { metadata: 'm', onProgress: (each) => sent.push(each), onReply: (each) => replied.push(each) }))
  const steps = [...Array.from({ length: 11 }, (_, index) => index * TELL_EVERY), size]
  expect(sent).toEqual(steps.map((bytes) => ({ peer: 'b', bytes, size })))
  expect(replied).toEqual(steps.map((bytes) => ({ peer: 'b', bytes, size })))
  expect(came.map(({ bytes }) => bytes)).toEqual(steps)
  expect(came[0]).toMatchObject({ peer: 'a', kind: 'request', metadata: 'm', size })
})

test('what waits in the data channel is bounded, and several transfers and a short message share it', async () => {
  const circle = new Circle({ rate: 100 })
  const [a, b] = [circle.enter('a'), circle.enter('b')]
  const [from, to] = [a.actions.define<unknown>('x'), b.actions.define<unknown>('x')]
  const done: string[] = []
  to.on(() => {})
  const all = [200, 100].map((chunks) => from.send(noise(chunks * CHUNK)).then(() => done.push(`${chunks} chunks`)))
  await circle.clock.pass(500)
  all.push(from.send('short').then(() => done.push('short')))
  let most = 0
  const watch = (): void => {
    most = Math.max(most, a.room.peers.get('b')?.channel?.bufferedAmount ?? 0)
    if (done.length < 3) circle.clock.after(7, watch)
  }
  watch()
  const began = circle.clock.now()
  await circle.clock.until(() => done.length === 1)
  expect(done).toEqual(['short'])
  expect(circle.clock.now() - began, 'the channel holds 2.6 s of data').toBeLessThan(3_200)
  await circle.during(Promise.all(all))
  expect(done).toEqual(['short', '100 chunks', '200 chunks'])
  expect(most).toBeGreaterThan(HIGH_WATER / 2)
  expect(most).toBeLessThan(HIGH_WATER + 2 * CHUNK)
})

test('a slow peer does not hold up a fast one', async () => {
  const circle = new Circle({ rate: 10 })
  const a = circle.enter('a').actions.define<unknown>('x')
  const slow = circle.enter('slow').actions.define<unknown>('x')
  circle.hub.weather = { ...circle.hub.weather, rate: 10_000 }
  const fast = circle.enter('fast').actions.define<unknown>('x')
  const heard: string[] = []
  slow.on(() => heard.push('slow'))
  fast.on(() => heard.push('fast'))
  const sent = a.send(new Blob([noise(30 * CHUNK)]))
  expect(await circle.during(sent)).toEqual({ delivered: ['fast', 'slow'], failed: [] })
  expect(heard).toEqual(['fast', 'slow'])
})

test('the answers of several peers come one after the other, errors among them', async () => {
  const circle = new Circle()
  const a = circle.enter('a').actions.define<number, number>('x')
  const wait = { b: 30, c: 10, d: 20 }
  for (const [name, ms] of Object.entries(wait)) {
    circle.enter(name).actions.define<number, number>('x').handle((n) => new Promise((resolve, reject) => void circle.clock.after(ms, () => ms === 20 ? reject(new Error('no')) : resolve(n + ms))))
  }
  circle.enter('e')
  expect(await circle.during(a.requestAll(1))).toMatchObject([
    { peer: 'e', error: { code: 'no-handler' } }, { peer: 'c', data: 11 }, { peer: 'd', error: { code: 'handler-failed', message: 'no' } }, { peer: 'b', data: 31 },
  ])
  const some: string[] = []
  await circle.during((async () => { for await (const { peer } of a.requestMany(1, { to: ['b', 'c'] })) some.push(peer) })())
  expect(some).toEqual(['c', 'b'])
  expect(await circle.during(a.requestAll(1, { to: [] }))).toEqual([])
})

test('misuse is told at once, and nothing is sent', async () => {
  const circle = new Circle()
  const a = circle.enter('a')
  circle.enter('b')
  const action = a.actions.define<unknown, unknown>('x')
  const misuse = { code: 'misuse' }
  for (const name of ['', 'x'.repeat(65), 7 as unknown as string]) expect(() => a.actions.define(name)).toThrow(expect.objectContaining(misuse))
  expect(a.actions.define('x'.repeat(64)).name).toHaveLength(64)
  expect(a.actions.define('x'), 'the same each time').toBe(action)
  action.handle(() => 1)
  expect(() => action.handle(() => 2)).toThrow(expect.objectContaining(misuse))
  await expect(action.send(() => {})).rejects.toMatchObject(misuse)
  await expect(action.send(1, { metadata: 'x'.repeat(4_095) })).rejects.toMatchObject(misuse)
  await expect(action.send(1, { metadata: () => {} })).rejects.toMatchObject(misuse)
  await expect(action.send(new Blob([], { type: 'x'.repeat(256) }))).rejects.toMatchObject(misuse)
  for (const timeout of [0, 1.5, -1, 2 ** 31, NaN]) expect(() => action.requestMany(1, { timeout })).toThrow(expect.objectContaining(misuse))
  expect(a.room.sent).toBe(0)
  const sent = action.send(new Blob([], { type: 'x'.repeat(255) }), { metadata: 'x'.repeat(4_094) })
  expect(await circle.failure(sent.then(({ failed }) => { throw failed[0] }))).toMatchObject({ code: 'no-handler' })
})

test('a listener that throws disturbs nobody', async () => {
  const circle = new Circle()
  const [a, b] = ['a', 'b'].map((name) => circle.enter(name).actions.define<string>('x'))
  const heard: string[] = []
  const thrown: unknown[] = []
  const catchIt = (error: unknown): void => void thrown.push(error)
  process.on('uncaughtException', catchIt)
  b!.on(() => { throw new Error('mine') })
  b!.on((data) => heard.push(data))
  await circle.during(a!.send('x'))
  process.off('uncaughtException', catchIt)
  expect(heard).toEqual(['x'])
  expect(thrown).toMatchObject([{ message: 'mine' }])
})
