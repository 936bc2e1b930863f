import { expect, test } from 'vitest'
import type { Action } from '../../src/actions/index.js'
import { CHUNK } from '../../src/actions/limits.js'
import { Circle, type Member, noise, Stranger } from './circle.js'

type Any = Action<unknown, unknown, unknown>
const LONG = 100 * CHUNK

/** Two members with an action of one name, over a slow link unless told. */
function two(rate = 50): { circle: Circle; members: [Member, Member]; a: Any; b: Any } {
  const circle = new Circle({ rate })
  const members = [circle.enter('a'), circle.enter('b')] as [Member, Member]
  const [a, b] = members.map(({ actions }) => actions.define<unknown, unknown>('x')) as [Any, Any]
  return { circle, members, a, b }
}

test('a send that is aborted half-way rejects, sends no more, and is over at the other end', async () => {
  const { circle, members: [one, other], a, b } = two()
  const abort = new AbortController()
  let had = 0
  let heard = 0
  b.on(() => heard++)
  b.onProgress(({ bytes }) => { had = bytes })
  const sent = a.send(noise(LONG), { signal: abort.signal, onProgress: ({ bytes }) => { if (bytes >= LONG / 2) abort.abort('enough') } })
  await expect(circle.during(sent)).rejects.toMatchObject({ code: 'aborted', cause: 'enough' })
  expect(had).toBeLessThan(LONG)
  await circle.clock.pass(10_000)
  const before = one.room.sent
  await circle.clock.pass(60_000)
  expect(one.room.sent).toBe(before)
  expect(before).toBeLessThan(0.9 * LONG)
  expect(heard).toBe(0)
  expect(circle.clock.waiting, 'no timer is left').toBe(0)
  expect(other.refused).toEqual([])
  b.handle((data) => data)
  expect(await circle.during(a.request('b', 'all is well'))).toBe('all is well')
})

test('what was aborted before sends nothing', async () => {
  const { members: [one], a } = two()
  const signal = AbortSignal.abort('before')
  for (const call of [() => a.send(1, { signal }), () => a.request('b', 1, { signal }), () => a.requestAll(1, { signal })]) await expect(call()).rejects.toMatchObject({ code: 'aborted', cause: 'before' })
  expect(one.room.sent).toBe(0)
})

test('the receiver declines before a byte has come, or half-way', async () => {
  const { circle, members: [one], a, b } = two()
  b.on(() => expect.unreachable())
  b.handle(() => expect.unreachable())
  let from = 0
  let calls = 0
  b.onProgress(({ bytes, decline }) => {
    calls++
    if (bytes < from) return
    decline()
    decline()
  })
  expect((await circle.during(a.send(noise(LONG)))).failed).toMatchObject([{ code: 'declined', peer: 'b' }])
  expect(await circle.failure(a.request('b', 'short'))).toMatchObject({ code: 'declined', peer: 'b' })
  expect(one.room.sent).toBeLessThan(1_000)
  expect(calls).toBe(2)
  from = LONG / 2
  expect(await circle.failure(a.request('b', noise(LONG)))).toMatchObject({ code: 'declined' })
  expect(one.room.sent).toBeGreaterThan(LONG / 2)
  expect(one.room.sent).toBeLessThan(0.9 * LONG)
  await circle.clock.pass(60_000)
  expect(circle.clock.waiting).toBe(0)
})

test('who aborts or does not want to wait any more aborts the signal of the handler', async () => {
  const { circle, a, b } = two()
  const seen: string[] = []
  b.handle((data, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => {
    seen.push(`${data} aborted`)
    reject(new Error('aborted'))
  })))
  const abort = new AbortController()
  const asked = a.request('b', 'one', { signal: abort.signal })
  await circle.clock.pass(100)
  abort.abort()
  await expect(circle.during(asked)).rejects.toMatchObject({ code: 'aborted' })
  expect(await circle.failure(a.request('b', 'two', { timeout: 500 }))).toMatchObject({ code: 'timeout', peer: 'b' })
  await circle.clock.pass(100)
  expect(seen).toEqual(['one aborted', 'two aborted'])
  expect(circle.clock.waiting).toBe(0)
})

test.each([[1, 'at once'], [999, 'just before the reply'], [30_000, 'by default']])('a time-out of %i ms ends a request %s, and a reply that comes later is nothing', async (timeout) => {
  const { circle, members: [one], a, b } = two()
  const began = circle.clock.now()
  b.handle(() => new Promise((resolve) => void circle.clock.after(timeout + 20, () => resolve('late'))))
  expect(await circle.failure(a.request('b', 1, timeout === 30_000 ? {} : { timeout }))).toMatchObject({ code: 'timeout' })
  expect(circle.clock.now() - began).toBeLessThan(timeout + 20)
  await circle.clock.pass(1_000)
  expect(one.refused).toEqual([])
})

test('a reply just before the time-out counts, and without one it is waited for as long as there is a link', async () => {
  const { circle, members: [, other], a, b } = two()
  b.handle((ms) => new Promise((resolve) => void circle.clock.after(Number(ms), () => resolve('in time'))))
  expect(await circle.during(a.request('b', 950, { timeout: 1_000 }))).toBe('in time')
  const asked = a.request('b', 3_600_000, { timeout: Infinity })
  await circle.clock.pass(3_600_100)
  expect(await circle.during(asked)).toBe('in time')
  const lost = circle.failure(a.request('b', 3_600_000, { timeout: Infinity }))
  await circle.clock.pass(100)
  other.room.leave()
  expect(await lost).toMatchObject({ code: 'link-lost', peer: 'b' })
})

test('aborting while the reply comes ends the reply', async () => {
  const { circle, members: [one, other], a, b } = two()
  b.handle(() => noise(LONG))
  const abort = new AbortController()
  const asked = a.request('b', 1, { signal: abort.signal, onReply: ({ bytes }) => { if (bytes > LONG / 2) abort.abort() } })
  await expect(circle.during(asked)).rejects.toMatchObject({ code: 'aborted' })
  await circle.clock.pass(60_000)
  expect(other.room.sent).toBeLessThan(0.9 * LONG)
  expect(circle.clock.waiting).toBe(0)
  expect([one.refused, other.refused]).toEqual([[], []])
})

test('who leaves the loop over many answers gives up the others, and so does an aborted signal', async () => {
  const circle = new Circle()
  const a = circle.enter('a').actions.define<unknown, string>('x')
  const aborted: string[] = []
  for (const [name, ms] of [['b', 10], ['c', 500], ['d', 600]] as const) {
    circle.enter(name).actions.define<unknown, string>('x').handle((_, { signal }) => new Promise((resolve) => {
      signal.addEventListener('abort', () => aborted.push(name))
      circle.clock.after(ms, () => resolve(name))
    }))
  }
  await circle.during((async () => { for await (const { data } of a.requestMany(1)) if (data === 'b') break })())
  await circle.clock.pass(50)
  expect(aborted).toEqual(['c', 'd'])

  await circle.clock.pass(1_000)
  const abort = new AbortController()
  const answers: unknown[] = []
  const loop = (async () => { for await (const { peer } of a.requestMany(1, { signal: abort.signal })) answers.push(peer) })()
  await circle.clock.pass(100)
  abort.abort('enough')
  await expect(circle.during(loop)).rejects.toMatchObject({ code: 'aborted', cause: 'enough' })
  expect(answers).toEqual(['b'])
})

test('answers that nobody looks at are no unhandled errors when they are aborted', async () => {
  const { circle, a } = two()
  const abort = new AbortController()
  a.requestMany(1, { signal: abort.signal })
  abort.abort()
  await circle.clock.pass(100)
})

test('a link that goes down ends all that is under way, at both ends, and the next link carries new ones', async () => {
  const { circle, members: [one, other], a, b } = two()
  const ends: string[] = []
  let heard = 0
  b.on(() => heard++)
  b.handle((_, { signal }) => new Promise(() => signal.addEventListener('abort', () => ends.push('handler'))))
  const lost = { code: 'link-lost', peer: 'b' }
  const [sent, asked] = [a.send(noise(LONG)), circle.failure(a.request('b', 1))]
  await circle.clock.pass(10_000)
  circle.hub.cut(one.room, other.room)
  expect((await circle.during(sent)).failed).toMatchObject([lost])
  expect(await asked).toMatchObject(lost)
  expect(ends).toEqual(['handler'])
  expect((await circle.during(a.send(1, { to: 'b' }))).failed, 'while there is none').toMatchObject([lost])
  expect(await circle.during(a.send(1)), 'to all who are linked').toEqual({ delivered: [], failed: [] })
  expect((await circle.during(a.send(1, { to: 'nobody' }))).failed).toMatchObject([{ code: 'link-lost', peer: 'nobody' }])
  circle.hub.link(one.room, other.room)
  expect((await circle.during(a.send(noise(LONG)))).delivered).toEqual(['b'])
  expect(heard).toBe(1)
  expect(circle.clock.waiting).toBe(0)
})

test('a link that is replaced at one end only ends what was under way there, and the other end hears of it', async () => {
  const { circle, members: [one, other], a, b } = two()
  b.on(() => expect.unreachable())
  const sent = a.send(noise(LONG))
  await circle.clock.pass(5_000)
  const peer = other.room.peers.get('a')
  if (peer) other.room.events.emit('close', peer)
  expect((await circle.during(sent)).failed).toMatchObject([{ code: 'link-lost', peer: 'b' }])
  expect(one.refused).toEqual([])
})

test('a peer that has no actions does not hold anybody up for longer than the patience', async () => {
  const circle = new Circle()
  const a = circle.enter('a', { patience: 2_000 }).actions.define<unknown, unknown>('x')
  const silent = new Stranger(circle, 'silent')
  const b = circle.enter('b').actions.define<unknown, unknown>('x')
  b.on(() => {})
  const began = circle.clock.now()
  const { delivered, failed } = await circle.during(a.send(noise(LONG)))
  expect(delivered).toEqual(['b'])
  expect(failed).toMatchObject([{ code: 'timeout', peer: 'silent' }])
  expect(circle.clock.now() - began).toBeLessThan(2_100)
  expect(await circle.failure(a.request('silent', 1, { timeout: Infinity }))).toMatchObject({ code: 'timeout' })
  await circle.clock.pass(10)
  expect(silent.heard.filter(({ type }) => type === 'cancel')).toHaveLength(2)
})

test('closing ends everything at both ends, and nothing is taken or sent any more', async () => {
  const { circle, members: [one, other], a, b } = two()
  b.on(() => expect.unreachable())
  b.handle(() => new Promise(() => {}))
  a.handle(() => new Promise(() => {}))
  const failures = [a.send(noise(LONG)), a.request('b', 1), b.request('a', 1)].map((each) => circle.failure(each))
  await circle.clock.pass(10_000)
  one.actions.close()
  one.actions.close()
  expect(await Promise.all(failures)).toMatchObject([{ code: 'closed' }, { code: 'closed' }, { code: 'declined', peer: 'a' }])
  await expect(a.send(1)).rejects.toMatchObject({ code: 'closed' })
  expect(() => one.actions.define('y')).toThrow(expect.objectContaining({ code: 'closed' }))
  await circle.clock.pass(60_000)
  expect(circle.clock.waiting).toBe(0)

  const again = other.actions
  other.room.leave()
  expect(() => again.define('y'), 'it is closed with the room').toThrow(expect.objectContaining({ code: 'closed' }))
})

test('a Blob that can\'t be read any more fails at both ends', async () => {
  const { circle, a, b } = two()
  b.on(() => expect.unreachable())
  class Vanishing extends Blob {
    override slice(start = 0, end = 0): Blob {
      const part = super.slice(start, end)
      if (start >= LONG / 2) part.arrayBuffer = async () => { throw new DOMException('gone', 'NotReadableError') }
      return part
    }
  }
  const { failed } = await circle.during(a.send(new Vanishing([noise(LONG)])))
  expect(failed).toMatchObject([{ code: 'internal', peer: 'b', cause: { name: 'NotReadableError' } }])
  await circle.clock.pass(10_000)
  expect(circle.clock.waiting).toBe(0)
})
