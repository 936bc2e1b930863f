import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bodyOf, valueOf } from '../../src/actions/body.js'
import { createActions } from '../../src/actions/index.js'
import { actionLimits, type ActionLimits, CHUNK, fits } from '../../src/actions/limits.js'
import { decode, encode, type Head, type Message, REFUSALS } from '../../src/actions/messages.js'
import { HIGH_WATER, type LinkedPeer } from '../../src/data/room.js'
import { Outbox } from '../../src/actions/outbox.js'
import { FakeClock } from '../time.js'
import { Circle, hashOf, noise } from './circle.js'

const id = fc.nat({ max: 0xffff_ffff })
const text = (maxLength: number): fc.Arbitrary<string> => fc.string({ maxLength, unit: 'grapheme' }).map((each) => each.slice(0, maxLength))
const bytes = fc.uint8Array({ maxLength: 100 })

test('messages are read as they were written', () => {
  const about = fc.record({ id, form: fc.constantFrom('json', 'bytes', 'blob'), type: fc.option(text(255), { nil: undefined }) })
  const purpose = fc.oneof(fc.record({ kind: fc.constant('reply'), to: id }), fc.record({ kind: fc.constantFrom('message', 'request'), name: text(64).filter((name) => name !== ''), metadata: fc.jsonValue() }))
  const message = fc.oneof(
    fc.tuple(about, purpose, bytes).map(([about, purpose, bytes]) => ({ type: 'begin', head: JSON.parse(JSON.stringify({ ...about, ...purpose, size: bytes.length })), bytes })),
    fc.record({ type: fc.constant('chunk'), id, at: id, bytes: fc.uint8Array({ minLength: 1, maxLength: 100 }) }),
    fc.record({ type: fc.constantFrom('cancel', 'done'), id }), fc.record({ type: fc.constant('got'), id, bytes: fc.maxSafeNat() }),
    fc.record({ type: fc.constant('refuse'), id, code: fc.constantFrom(...REFUSALS), message: text(1_024), reason: text(64) }),
  ) as fc.Arbitrary<Message>
  fc.assert(fc.property(message, (message) => {
    expect(decode(written(message))).toEqual(message)
  }), { seed: 20261121 })
})

test('nothing that is read throws', () => {
  fc.assert(fc.property(fc.oneof(fc.anything(), fc.uint8Array({ maxLength: 60 }), bytes.map((body) => Uint8Array.from([1, 0, body.length, ...body])), fc.record({ refuse: id, code: fc.anything(), message: fc.anything() })), (raw) => {
    decode(raw)
  }), { numRuns: 2_000, seed: 20261121 })
})

test('what is cut into chunks is put together again, whatever its length', async () => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 6 * CHUNK }), fc.constantFrom('bytes', 'blob'), fc.nat(10_000), fc.constantFrom(20, 1_000, Infinity), async (length, form, seed, rate) => {
    const circle = new Circle({ rate })
    const [a, b] = ['a', 'b'].map((name) => circle.enter(name).actions.define<Uint8Array | Blob, Uint8Array | Blob>('x'))
    b!.handle((data) => data as Uint8Array)
    const bytes = noise(length, seed)
    const reply = await circle.during(a!.request('b', form === 'blob' ? new Blob([bytes]) : bytes, { timeout: 300_000 }))
    const came = reply instanceof Blob ? new Uint8Array(await reply.arrayBuffer()) : reply
    expect(hashOf(came)).toBe(hashOf(bytes))
    expect(reply instanceof Blob).toBe(form === 'blob')
  }), { numRuns: 60, seed: 20261121 })
})

test('any JSON value is the same after it was bytes', async () => {
  await fc.assert(fc.asyncProperty(fc.jsonValue(), fc.nat(50), async (value, cut) => {
    const body = bodyOf(value)
    const parts = [await body.read(0, Math.min(cut, body.size)), await body.read(Math.min(cut, body.size), body.size)]
    expect(valueOf(body, parts)).toEqual(JSON.parse(JSON.stringify(value)))
  }), { seed: 20261121 })
})

test('a channel that says that it has run empty is filled again without a timer', async () => {
  const clock = new FakeClock()
  const channel = Object.assign(new EventTarget(), { bufferedAmount: 0 })
  const peers = new Map<string, LinkedPeer>([['b', { id: 'b', channel }]])
  let sent = 0
  const outbox = new Outbox({ clock, peers, patience: 30_000, over() {}, send: (frame) => {
    channel.bufferedAmount += (frame as Uint8Array).length
    return ++sent > 0
  } })
  const outgoing = outbox.start('b', { kind: 'message', name: 'x' }, bodyOf(noise(100 * CHUNK)))
  outbox.hear('b', { type: 'got', id: outgoing.head.id, bytes: 0 })
  const full = HIGH_WATER / CHUNK
  expect(sent).toBe(1 + full)
  channel.bufferedAmount = 0
  channel.dispatchEvent(new Event('bufferedamountlow'))
  expect(sent).toBe(1 + 2 * full)
  channel.bufferedAmount = 0
  await clock.pass(20)
  expect(sent, 'one that says nothing is looked at').toBe(1 + 3 * full)
  outbox.gone('b')
  await expect(outgoing.settled).rejects.toMatchObject({ code: 'link-lost' })
  expect(clock.waiting).toBe(0)
})

test.each<[keyof ActionLimits, number, number]>([['bytes', 1, 1_073_741_824], ['memory', 1, 4_294_967_296], ['inbound', 1, 4_096], ['patience', 1_000, 3_600_000]])('%s may be from %i to %i', (name, least, most) => {
  const limits = (value: number): ActionLimits => actionLimits({ ...name === 'memory' && { bytes: 1 }, [name]: value })
  for (const value of [least, most]) expect(limits(value)[name]).toBe(value)
  for (const value of [least - 1, most + 1, least + 0.5, NaN, '7' as unknown as number]) expect(() => limits(value)).toThrow(expect.objectContaining({ code: 'misuse' }))
})

test('the memory is for two messages unless told, and for one at least', () => {
  expect(actionLimits({})).toEqual({ bytes: 67_108_864, memory: 134_217_728, inbound: 256, patience: 30_000 })
  expect(actionLimits({ bytes: 10 }).memory).toBe(20)
  expect(actionLimits({ bytes: 10, memory: 10 }).memory).toBe(10)
  expect(() => actionLimits({ bytes: 10, memory: 9 })).toThrow(expect.objectContaining({ code: 'misuse' }))
  expect(() => createActions(new Circle().hub.enter('a'), { bytes: 0 })).toThrow(expect.objectContaining({ code: 'misuse' }))
})

test('a text is measured in bytes', () => {
  expect([fits('abc', 3), fits('abc', 2), fits('éé', 4), fits('éé', 3)]).toEqual([true, false, true, false])
})

function written(message: Message): object {
  switch (message.type) {
    case 'begin': return encode.begin(message.head as Head, message.bytes)
    case 'chunk': return encode.chunk(message.id, message.at, message.bytes)
    case 'got': return encode.got(message.id, message.bytes)
    case 'refuse': {
      const { type, id, ...refusal } = message
      return encode.refuse(id, refusal)
    }
    default: return encode[message.type](message.id)
  }
}
