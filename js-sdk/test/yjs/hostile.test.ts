import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { decodeMessage, encodeMessage, encodePiece, KINDS } from '../../src/yjs/messages.js'
import { Pieces } from '../../src/yjs/pieces.js'
import { Circle, type Member } from './members.js'

/** A member with a provider, and one that sends what it likes. */
function two(): { circle: Circle; victim: Member; send(data: object): void } {
  const circle = new Circle()
  const victim = circle.enter('a')
  const action = circle.hub.enter('b').action('almenara/yjs/doc')
  return { circle, victim, send: (data) => void action.send(data, 'a') }
}

const reasons = ({ refused }: Member): string[] => refused.map(({ reason }) => reason)

test('what is not a message, and what can\'t be read, is refused', async () => {
  const { circle, victim, send } = two()
  const broken = [
    { text: 'no bytes' }, new Uint8Array(), new Uint8Array([KINDS.length]), encodeMessage('ask', new Uint8Array(8)), encodeMessage('ask', new Uint8Array(8), [255]),
    encodeMessage('update', [1]), encodeMessage('answer', [255, 255]), encodeMessage('presence', [1]), encodeMessage('presence', new TextEncoder().encode('[1,1,"x"]')),
    encodeMessage('presence', new TextEncoder().encode('[-1,1,{}]')), encodeMessage('piece', new Uint8Array(12)),
    encodePiece({ id: 1, total: 2, at: 2, bytes: new Uint8Array(1) }), encodePiece({ id: 1, total: 13, at: 0, bytes: encodePiece({ id: 1, total: 1, at: 0, bytes: new Uint8Array(0) }) }),
  ]
  for (const data of broken) send(data)
  await circle.clock.pass(10)
  expect(reasons(victim)).toEqual(broken.map(() => 'malformed'))
  expect(victim.text.length).toBe(0)
  expect(victim.provider.synced).toBe(false)
})

test('whatever bytes come, nothing is thrown and the document still works', async () => {
  const { circle, victim, send } = two()
  const good = new Y.Doc()
  good.getText('text').insert(0, 'Hello')
  const update = Y.encodeStateAsUpdate(good)
  const bent = fc.tuple(fc.nat(update.length - 1), fc.nat(255)).map(([at, byte]) => update.map((old, index) => index === at ? byte : old))
  await fc.assert(fc.asyncProperty(fc.constantFrom(...KINDS), fc.oneof(fc.uint8Array({ maxLength: 60 }), bent), async (kind, body) => {
    send(encodeMessage(kind, body))
    await circle.clock.pass(10)
  }), { numRuns: 500, seed: 20261121 })
  victim.text.insert(0, 'still here')
  expect(victim.text.toString()).toContain('still here')
})

test('updates that build on what never comes are not kept beyond a bound', async () => {
  const { circle, victim, send } = two()
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let i = 0; i < 100; i++) doc.getText('text').insert(0, String(i).padEnd(30_000, 'x'))
  for (const update of updates.slice(1)) send(encodeMessage('update', update))
  await circle.clock.pass(10)
  expect(victim.doc.store.pendingStructs?.update.length ?? 0).toBeLessThanOrEqual(1_048_576)
  expect(victim.room.sent, 'it was asked once for what is missing').toBeLessThan(400)
})

test('pieces are put together one message at a time, of no more than the size, and only in their order', () => {
  const pieces = new Pieces(100)
  const bytes = new Uint8Array(50)
  expect(pieces.take('p', { id: 1, total: 101, at: 0, bytes })).toBe('too-large')
  expect(pieces.take('p', { id: 1, total: 100, at: 0, bytes })).toBeUndefined()
  expect(pieces.take('q', { id: 1, total: 100, at: 50, bytes }), 'of another peer').toBeUndefined()
  expect(pieces.take('p', { id: 1, total: 100, at: 50, bytes })).toHaveLength(100)
  for (const [id, at] of [[1, 0], [2, 50], [1, 50], [1, 0], [1, 49], [1, 50]] as const) expect(pieces.take('p', { id, total: 100, at, bytes })).toBeUndefined()
  expect(pieces.take('p', { id: 1, total: 100, at: 0, bytes })).toBeUndefined()
  pieces.drop('p')
  expect(pieces.take('p', { id: 1, total: 100, at: 50, bytes })).toBeUndefined()
})

test('a message above the size is refused', async () => {
  const { circle, victim, send } = two()
  send(encodePiece({ id: 1, total: 16 * 1_048_576 + 1, at: 0, bytes: new Uint8Array(10) }))
  await circle.clock.pass(10)
  expect(reasons(victim)).toEqual(['too-large'])
})

test('who asks too often is not answered; who asks and does not listen gets nothing that piles up', async () => {
  const { circle, victim, send } = two()
  victim.text.insert(0, 'x'.repeat(10_000))
  const question = encodeMessage('ask', new Uint8Array(8), [0])
  for (let i = 0; i < 100; i++) send(question)
  await circle.clock.pass(10)
  expect(reasons(victim)).toEqual(Array(80).fill('busy'))

  victim.room.peers.get('b')!.weather = { delay: [5, 5], lost: 0, twice: 0, rate: 0.001 }
  victim.refused.length = 0
  await circle.clock.pass(20_000)
  victim.text.insert(0, 'y'.repeat(3_000_000))
  const before = victim.room.sent
  for (let i = 0; i < 100; i++) send(question)
  await circle.clock.pass(1_000)
  expect(victim.room.sent - before).toBeLessThan(300_000)
})

test('what a listener of the document throws does not end the connection', async () => {
  const circle = new Circle()
  const [a, b] = [circle.enter('a'), circle.enter('b')]
  await circle.clock.pass(100)
  const error = new Error('of the application')
  const fail = (): void => { throw error }
  b.text.observe(fail)
  a.text.insert(0, 'Hello')
  await circle.clock.pass(10)
  expect(b.refused).toEqual([{ peer: 'a', reason: 'failed', error }])
  b.text.unobserve(fail)
  a.text.insert(5, ', world')
  await circle.clock.pass(10)
  expect(b.text.toString()).toBe('Hello, world')
})

test('a message that is cut off anywhere is no message, or one that can be read', () => {
  const whole = encodePiece({ id: 1, total: 10, at: 0, bytes: new Uint8Array(10) })
  for (let length = 0; length <= whole.length; length++) expect(() => decodeMessage(whole.subarray(0, length))).not.toThrow()
})
