import { expect, test } from 'vitest'
import { Emitter } from '../src/emitter.js'
import { EventStreamParser } from '../src/eventstream.js'
import { decodeFrame, encodeControl, encodeData } from '../src/frames.js'
import { Gate } from '../src/gate.js'
import { isRoomId, newRoomId, randomId, roomIdFor } from '../src/ids.js'
import { decode } from '../src/messages.js'
import { Seen } from '../src/seen.js'
import { settle } from './time.js'

function parse(...chunks: string[]): string[] {
  const parser = new EventStreamParser()
  return chunks.flatMap((chunk) => parser.push(chunk))
}

test('an event stream is parsed whatever its line ends, comments and fields', () => {
  expect(parse('data: one\n\n')).toEqual(['one'])
  expect(parse('data:one\r\n\r\ndata: two\r\n\r\n')).toEqual(['one', 'two'])
  expect(parse('data: one\r\rdata: two\r\r', '\n')).toEqual(['one', 'two'])
  expect(parse(': a comment\nid: 3.4.t\nretry: 5\nevent: x\ndata: one\n\n:\n\n')).toEqual(['one'])
  expect(parse('data: one\ndata:  two\ndata\n\n')).toEqual(['one\n two\n'])
  expect(parse(new TextDecoder().decode(new TextEncoder().encode('\uFEFFdata: one\n\n'), { stream: true }))).toEqual(['one'])
  expect(parse('data: unfinished\n')).toEqual([])
})

test('an event stream may be cut anywhere', () => {
  const text = ': hi\r\nid: 1\r\ndata: {"a":1}\r\n\r\ndata: b\ndata: c\n\n'
  for (let cut = 0; cut <= text.length; cut++) expect(parse(text.slice(0, cut), text.slice(cut))).toEqual(['{"a":1}', 'b\nc'])
  expect(parse(...text)).toEqual(['{"a":1}', 'b\nc'])
})

test('frames keep text, values and bytes apart, with and without the name of an action', () => {
  for (const data of ['text', '', 0, null, false, [1, { a: 2 }], { m: 1, a: 'x', l: {} }]) {
    expect(decodeFrame(encodeData(data))).toEqual({ kind: 'message', data })
    expect(decodeFrame(encodeData(data, 'name'))).toEqual({ kind: 'action', name: 'name', data })
  }
  const bytes = new Uint8Array([1, 2, 3])
  const frame = encodeData(bytes, 'größe') as Uint8Array<ArrayBuffer>
  expect(decodeFrame(frame.buffer)).toEqual({ kind: 'action', name: 'größe', data: bytes })
  expect(decodeFrame(encodeData(new DataView(bytes.buffer, 1, 2)))).toEqual({ kind: 'message', data: new Uint8Array([2, 3]) })
  expect(decodeFrame(encodeData(new Uint8Array(0)))).toEqual({ kind: 'message', data: new Uint8Array(0) })
})

test('control frames come back as they went', () => {
  expect(decodeFrame(encodeControl({ bye: true }))).toEqual({ kind: 'bye' })
  expect(decodeFrame(encodeControl({ self: 'me' }))).toEqual({ kind: 'self', self: 'me' })
  expect(decodeFrame(encodeControl({ l: { n: 1, candidates: [] } }))).toEqual({ kind: 'link', message: { n: 1, candidates: [] } })
})

test('frames that are broken are refused, and those that are unknown are passed over', () => {
  for (const raw of ['', '{', '7', '[]', 'null', new Uint8Array([1, 9, 65])]) expect(() => decodeFrame(raw)).toThrow()
  for (const raw of ['{"later":1}', new Uint8Array([200]), new Uint8Array(0)]) expect(decodeFrame(raw)).toBeUndefined()
  for (const data of [undefined, () => {}, Symbol('x')]) expect(() => encodeData(data)).toThrow(/JSON/)
  const loop: Record<string, unknown> = {}
  loop.self = loop
  expect(() => encodeData(loop)).toThrow(/JSON/)
  expect(() => encodeData(new Uint8Array(1), 'n'.repeat(256))).toThrow(/255/)
})

test('messages of a node are checked, and unknown types passed over', () => {
  expect(decode('{"type":"cursor","offset":7,"more":1}')).toEqual({ type: 'cursor', offset: 7, more: 1 })
  expect(decode('{"type":"from-the-future"}')).toBeUndefined()
  expect(decode('{"type":"constructor"}')).toBeUndefined()
  for (const text of ['{', '[]', '"x"', '{"type":"cursor"}', '{"type":"cursor","offset":"7"}', '{"type":"peer-joined","offset":1}']) {
    expect(() => decode(text)).toThrow()
  }
})

test('room ids are 32 bytes in base64url; a name always gives the same one', async () => {
  const ids = new Set(Array.from({ length: 100 }, newRoomId))
  expect(ids.size).toBe(100)
  expect([...ids].every(isRoomId)).toBe(true)
  expect(await roomIdFor('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
  for (const text of ['', 'lobby', 'a'.repeat(43), `${'A'.repeat(43)}=`, 'A'.repeat(44)]) expect(isRoomId(text)).toBe(false)
  expect(isRoomId('A'.repeat(43))).toBe(true)
  expect(randomId()).toMatch(/^[\w-]{16}$/)
})

test('what has been heard is remembered by author and id, within bounds', () => {
  const seen = new Seen(3)
  expect([seen.add('a', '1'), seen.add('a', '1'), seen.add('b', '1')]).toEqual([true, false, true])
  for (let i = 0; i < 100; i++) seen.add('c', String(i))
  expect(['97', '98', '99', '96'].map((id) => seen.add('c', id))).toEqual([false, false, false, true])
  expect(seen.add('a', '1')).toBe(true)
})

test('a gate lets four tasks in and the others wait their turn', async () => {
  const gate = new Gate(4)
  const ends: (() => void)[] = []
  const order: number[] = []
  for (let i = 0; i < 6; i++) void gate.run(() => new Promise<void>((end) => { order.push(i); ends.push(end) }))
  await settle()
  expect(order).toEqual([0, 1, 2, 3])
  ends[0]?.()
  await settle()
  expect(order).toEqual([0, 1, 2, 3, 4])
})

test('listeners are called until they unsubscribe', () => {
  const emitter = new Emitter<{ tick: [number] }>()
  const heard: number[] = []
  const off = emitter.on('tick', (n) => void heard.push(n))
  emitter.emit('tick', 1)
  off()
  off()
  emitter.emit('tick', 2)
  expect(heard).toEqual([1])
})

test('an event may have any name', () => {
  const emitter = new Emitter<Record<string, [number]>>()
  const heard: number[] = []
  emitter.emit('constructor', 1)
  emitter.on('constructor', (n) => void heard.push(n))
  emitter.on('__proto__', (n) => void heard.push(n))
  emitter.emit('constructor', 2)
  emitter.emit('__proto__', 3)
  expect(heard).toEqual([2, 3])
})
