import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHUNK, TELL_EVERY } from '../../src/actions/limits.js'
import { encode, type Head, LONGEST_HEAD } from '../../src/actions/messages.js'
import { HIGH_WATER, type LinkedPeer } from '../../src/data/room.js'
import { Circle, type Member, noise, Stranger } from './circle.js'
import type { ActionLimits } from '../../src/actions/index.js'

interface Scene { circle: Circle; victim: Member; evil: Stranger; heard: unknown[] }

/** A member that takes the action `x`, and one that sends what it likes. */
function scene(limits: Partial<ActionLimits> = {}): Scene {
  const circle = new Circle()
  const victim = circle.enter('a', limits)
  const heard: unknown[] = []
  victim.actions.define('x').on((data) => heard.push(data))
  return { circle, victim, evil: new Stranger(circle, 'evil'), heard }
}

const reasons = ({ refused }: Member): string[] => refused.map(({ reason }) => reason)
const head = (fields: object): Head => ({ id: 1, kind: 'message', name: 'x', form: 'bytes', size: 1, ...fields }) as Head

test('what is not a message is reported, and harms nobody', async () => {
  const { circle, victim, evil, heard } = scene()
  const one = new Uint8Array(1)
  const broken = [
    7, null, 'x', [], {}, { cancel: -1 }, { done: 'x' }, { got: 1 }, { got: 1, bytes: -1 }, { got: 2 ** 32, bytes: 0 }, { refuse: 1 }, { refuse: 1, code: 'nonsense', message: '' },
    { refuse: 1, code: 'declined' }, { refuse: 1, code: 'declined', message: 'x'.repeat(1_025) }, { refuse: 1, code: 'declined', message: '', reason: 'x'.repeat(65) }, { refuse: 1, code: 'declined', message: '', reason: 7 },
    new Uint8Array(), new Uint8Array([9]), new Uint8Array([1]), new Uint8Array([1, 0, 9, 1]), new Uint8Array([1, 0, 1, 255]), new Uint8Array([2]), new Uint8Array(9).fill(2, 0, 1),
    ...[{ id: -1 }, { id: 2 ** 32 }, { kind: 'order' }, { name: '' }, { name: 'x'.repeat(65) }, { name: 7 }, { form: 'text' }, { size: -1 }, { size: 1.5 }, { size: 2 }, { size: 0 }, { type: 7 }, { type: 'x'.repeat(256) }, { kind: 'reply' }, { kind: 'reply', to: -1 }].map((fields) => encode.begin(head(fields), one)),
    encode.begin(head({ metadata: 'x'.repeat(LONGEST_HEAD) }), one),
  ]
  for (const message of broken) evil.send(message)
  await circle.clock.pass(50)
  expect(victim.refused).toEqual(broken.map(() => ({ peer: 'evil', reason: 'malformed' })))
  expect(heard).toEqual([])
  expect(evil.heard).toEqual([])
})

test('a head of the greatest length is taken, one that is longer is not', async () => {
  const { circle, victim, evil, heard } = scene()
  const rest = JSON.stringify(head({ metadata: '' })).length
  evil.send(encode.begin(head({ metadata: 'x'.repeat(LONGEST_HEAD - rest) }), new Uint8Array(1)))
  evil.send(encode.begin(head({ id: 2, metadata: 'x'.repeat(LONGEST_HEAD - rest + 1) }), new Uint8Array(1)))
  await circle.clock.pass(50)
  expect(heard).toHaveLength(1)
  expect(reasons(victim)).toEqual(['malformed'])
})

test.each([
  ['a gap', CHUNK, 2 * CHUNK, CHUNK], ['an overlap', CHUNK, CHUNK - 1, CHUNK], ['the same again', CHUNK, 0, CHUNK], ['a short chunk', CHUNK, CHUNK, CHUNK - 1],
  ['a long chunk', CHUNK, CHUNK, CHUNK + 1], ['more than was announced', 2 * CHUNK, 2 * CHUNK, 11], ['less at the end', 2 * CHUNK, 2 * CHUNK, 9],
])('%s ends the message, and nothing of it is delivered', async (_, held, at, length) => {
  const { circle, victim, evil, heard } = scene()
  evil.begin({ id: 1, size: 2 * CHUNK + 10 })
  for (let each = 0; each < held; each += CHUNK) evil.send(encode.chunk(1, each, new Uint8Array(CHUNK)))
  await circle.clock.pass(20)
  expect(evil.refusals).toEqual([])
  evil.send(encode.chunk(1, at, new Uint8Array(length)))
  evil.send(encode.chunk(1, held, new Uint8Array(Math.min(CHUNK, 2 * CHUNK + 10 - held))))
  await circle.clock.pass(20)
  expect(evil.refusals).toEqual(['1: bad-message', '1: link-lost'])
  expect(reasons(victim)).toEqual(['malformed'])
  expect(heard).toEqual([])
  expect(circle.clock.waiting).toBe(0)
})

test('what should be JSON and is not is refused', async () => {
  const { circle, victim, evil, heard } = scene()
  const texts = [new TextEncoder().encode('{'), new Uint8Array([255]), new TextEncoder().encode('['.repeat(10_000))]
  for (const [id, bytes] of texts.entries()) evil.begin({ id, form: 'json' }, bytes)
  await circle.clock.pass(20)
  expect(evil.refusals).toEqual(['0: bad-message', '1: bad-message', '2: bad-message'])
  expect(reasons(victim)).toEqual(['malformed', 'malformed', 'malformed'])
  expect(heard).toEqual([])
})

test.each([[99, 'done'], [100, 'done'], [101, 'too-large']])('of %i bytes where 100 are allowed becomes: %s', async (size, becomes) => {
  const { circle, victim, evil, heard } = scene({ bytes: 100 })
  evil.begin({ id: 1 }, new Uint8Array(size))
  evil.begin({ id: 2, size })
  await circle.clock.pass(20)
  expect(heard).toHaveLength(becomes === 'done' ? 1 : 0)
  expect(evil.refusals).toEqual(becomes === 'done' ? [] : ['1: too-large', '2: too-large'])
  expect(reasons(victim)).toEqual(becomes === 'done' ? [] : ['too-large', 'too-large'])
  const send = victim.actions.define('x').send(noise(size), { to: [] })
  await (becomes === 'done' ? expect(send).resolves.toEqual({ delivered: [], failed: [] }) : expect(send).rejects.toMatchObject({ code: 'too-large' }))
})

test('a peer may begin so much and no more, and what ends makes room', async () => {
  const { circle, victim, evil } = scene({ bytes: 1_000, memory: 2_500 })
  for (const [id, size] of [[1, 1_000], [2, 1_000], [3, 501], [4, 500]] as const) evil.begin({ id, size })
  await circle.clock.pass(20)
  expect(evil.refusals).toEqual(['3: overloaded'])
  expect(reasons(victim)).toEqual(['busy'])
  new Stranger(circle, 'other').begin({ id: 1, size: 1_000 })
  evil.send(encode.cancel(1))
  evil.begin({ id: 5, size: 1_000 })
  evil.begin({ id: 6 }, new Uint8Array(1_000))
  await circle.clock.pass(20)
  expect(evil.refusals, 'what is all here at once takes no memory').toEqual(['3: overloaded'])
})

test('a peer may have so many requests and messages under way and no more, also if it gives them up', async () => {
  const { circle, victim, evil, heard } = scene({ inbound: 3 })
  let running = 0
  victim.actions.define('x').handle(() => {
    running++
    return new Promise(() => {})
  })
  evil.begin({ id: 1, kind: 'request' } as Partial<Head> & { id: number })
  evil.begin({ id: 2, size: 10 })
  evil.begin({ id: 3, kind: 'request' } as Partial<Head> & { id: number })
  evil.begin({ id: 3, kind: 'request' } as Partial<Head> & { id: number })
  evil.begin({ id: 4, kind: 'request' } as Partial<Head> & { id: number })
  evil.begin({ id: 5, size: 10 })
  evil.begin({ id: 6 }, new Uint8Array(10))
  await circle.clock.pass(20)
  expect(evil.refusals).toEqual(['4: overloaded', '5: overloaded'])
  expect(reasons(victim), 'the same id twice is malformed').toEqual(['malformed', 'busy', 'busy'])
  expect(heard, 'a short message waits for nobody').toHaveLength(1)
  for (let id = 10; id < 30; id++) {
    evil.send(encode.cancel(id - 1))
    evil.begin({ id, kind: 'request' } as Partial<Head> & { id: number })
  }
  evil.send(encode.cancel(1))
  evil.begin({ id: 40, kind: 'request' } as Partial<Head> & { id: number })
  await circle.clock.pass(20)
  expect(running, 'handlers that do not heed their signal count until they end').toBe(2)
})

test.each([[999, 'goes on'], [1_000, 'is dropped'], [1_001, 'is dropped']])('a message that rests for %i ms where the patience is 1,000 %s', async (ms, fate) => {
  const { circle, evil } = scene({ patience: 1_000 })
  evil.begin({ id: 1, size: 2 * CHUNK })
  await circle.clock.pass(5)
  for (const at of [0, CHUNK]) {
    // It takes 5 ms.
    await circle.clock.pass(ms - 5)
    evil.send(encode.chunk(1, at, new Uint8Array(CHUNK)))
    await circle.clock.pass(5)
  }
  await circle.clock.pass(20)
  expect(evil.heard.some(({ type }) => type === 'done')).toBe(fate === 'goes on')
  expect(evil.refusals[0]).toBe(fate === 'goes on' ? undefined : '1: timeout')
})

test('replies to nothing, by somebody else, twice or too early are not taken', async () => {
  const { circle, victim, evil } = scene()
  const other = new Stranger(circle, 'other')
  const action = victim.actions.define<unknown, string>('x')
  const asked = action.request('evil', 'question')
  await circle.clock.pass(20)
  const { id: to } = evil.begun[0] as Head
  const reply = (id: number, text: string, of = to): Uint8Array => encode.begin({ id, kind: 'reply', to: of, form: 'json', size: text.length }, new TextEncoder().encode(text))
  evil.send(reply(1, '"to nothing"', (to + 1) >>> 0))
  evil.send(reply(2, '"early"'))
  other.send(reply(3, '"forged"'))
  await circle.clock.pass(20)
  evil.send(encode.done(to))
  evil.send(encode.begin({ id: 4, kind: 'reply', to, form: 'json', size: 4 } as Head, new Uint8Array()))
  evil.send(reply(5, '"again"'))
  evil.send(encode.chunk(4, 0, new TextEncoder().encode('"ok"')))
  expect(await circle.during(asked)).toBe('ok')
  evil.send(reply(6, '"late"'))
  await circle.clock.pass(20)
  expect(evil.refusals).toEqual(['1: declined', '2: declined', '5: declined', '6: declined'])
  expect(other.refusals).toEqual(['3: declined'])
  expect(reasons(victim)).toEqual(['unasked', 'unasked', 'unasked', 'unasked', 'unasked'])
})

test('a reply that is too large, wrong, given up or never ends fails the request', async () => {
  const { circle, victim, evil } = scene({ bytes: 100, patience: 1_000 })
  const action = victim.actions.define<unknown, string>('x')
  const replies = [['too-large', { size: 101 }], ['bad-message', { size: 10 }], ['declined', { size: 10 }], ['timeout', { size: 10 }]] as const
  for (const [id, [code, fields]] of replies.entries()) {
    const failed = circle.failure(action.request('evil', 'question'))
    await circle.clock.pass(20)
    const { id: to } = evil.begun.at(-1) as Head
    evil.send(encode.done(to))
    evil.send(encode.begin({ id, kind: 'reply', to, form: 'json', ...fields }, new Uint8Array()))
    if (code === 'bad-message') evil.send(encode.chunk(id, 0, new Uint8Array(1)))
    if (code === 'declined') evil.send(encode.cancel(id))
    expect((await failed).code).toBe(code)
  }
  expect(circle.clock.waiting).toBe(0)
})

test('a receiver that says it has what was not sent is not believed', async () => {
  const { circle, victim, evil } = scene({ patience: 1_000 })
  const progress: number[] = []
  const sent = victim.actions.define('x').send(noise(40 * CHUNK), { to: 'evil', onProgress: ({ bytes }) => progress.push(bytes) })
  await circle.clock.pass(20)
  const { id } = evil.begun[0] as Head
  for (const message of [encode.done(id), encode.got(id, CHUNK), encode.got(id, 0), encode.got(id, 100 * CHUNK), encode.got(id, TELL_EVERY), encode.got(id, CHUNK), encode.done((id + 1) >>> 0)]) evil.send(message)
  expect((await circle.during(sent)).failed).toMatchObject([{ code: 'timeout' }])
  expect(progress, 'what was sent it may have').toEqual([0, TELL_EVERY])
  expect(reasons(victim)).toEqual(new Array(4).fill('malformed'))
})

test('who asks without taking answers makes nothing pile up', async () => {
  const circle = new Circle({ rate: 1 })
  const victim = circle.enter('a')
  circle.hub.enter('evil')
  const evil = victim.room.peers.get('evil') as LinkedPeer
  for (let id = 0; id < 20_000; id++) victim.room.actions.emit('almenara/actions', encode.begin(head({ id, name: 'unknown' }), new Uint8Array(1)), evil)
  const most = evil.channel?.bufferedAmount
  expect(most).toBeGreaterThan(HIGH_WATER)
  expect(most).toBeLessThan(2 * HIGH_WATER + 1_000)
})

test('whatever comes, nothing is thrown, nothing stays, and honest peers are served', async () => {
  const { circle, victim, evil, heard } = scene({ patience: 1_000 })
  victim.actions.define<unknown, unknown>('x').handle((data) => data)
  const id = fc.nat(3)
  const size = fc.constantFrom(0, 1, CHUNK, CHUNK + 1, 3 * CHUNK)
  const bytes = fc.constantFrom(0, 1, CHUNK).map((length) => new Uint8Array(length))
  const message = fc.oneof(
    fc.tuple(id, size, bytes, fc.constantFrom('message', 'request', 'reply'), fc.constantFrom('json', 'bytes', 'blob')).map(([id, size, bytes, kind, form]) => encode.begin({ id, size, kind, form, name: 'x', to: id } as unknown as Head, bytes)),
    fc.tuple(id, size, bytes).map((part) => encode.chunk(...part)),
    id.map((id) => encode.cancel(id)), id.map((id) => encode.done(id)), fc.tuple(id, size).map((part) => encode.got(...part)),
    id.map((id) => encode.refuse(id, { code: 'declined', message: '' })),
    fc.uint8Array({ maxLength: 40 }), fc.jsonValue(),
  )
  await fc.assert(fc.asyncProperty(fc.array(message, { maxLength: 30 }), async (messages) => {
    for (const each of messages) evil.send(each)
    await circle.clock.pass(20)
  }), { numRuns: 300, seed: 20261121 })
  expect(heard.length).toBeGreaterThan(0)
  const honest = circle.enter('honest').actions.define<unknown, unknown>('x')
  expect(await circle.during(honest.request('a', noise(5 * CHUNK)))).toHaveLength(5 * CHUNK)
  await circle.clock.pass(2_000)
  expect(circle.clock.waiting).toBe(0)
})
