import { expect, onTestFinished, test, vi } from 'vitest'
import { bytes, path, roundTrip, span, traffic } from '../../src/inspector/format.js'
import { TEXT_LENGTH } from '../../src/inspector/limits.js'
import type { Entry } from '../../src/inspector/recording.js'
import { Mask, withoutSecrets } from '../../src/inspector/redact.js'
import { readStats as read, type Sampled } from '../../src/inspector/stats.js'
import { Timeline } from '../../src/inspector/timeline.js'
import type { Report } from '../../src/paths.js'
import { newSecret } from '../../src/seal/index.js'
import { newRoomId } from '../../src/index.js'
import { chromium, firefox, report } from './reports.js'

/** Reads a report as the platform types it. */
const readStats = (stats: RTCStatsReport): Sampled => read(stats as unknown as Report)
const entry = (text: string, more: Partial<Entry> = {}): Omit<Entry, 'number'> => ({ time: 0, room: 'room 1', kind: 'link', text, ...more })

test('Chromium: the path is that of the pair which the transport names, the bytes are the transport\'s', () => {
  expect(readStats(chromium())).toEqual({
    path: { kind: 'relayed', roundTrip: 25, local: 'relay', remote: 'srflx', protocol: 'udp', localAddress: '203.0.113.7:50000', remoteAddress: '[2001:db8::5]:6000', relayProtocol: 'tcp' },
    bytes: { sent: 1_000, received: 2_000 },
    messages: { sent: 3, received: 4 },
  })
})

test('Firefox: the path is that of the pair which is selected, the bytes are those of all pairs, and the round trip is the mean', () => {
  expect(readStats(firefox())).toEqual({
    path: { kind: 'direct', roundTrip: 30, local: 'host', remote: 'prflx', protocol: 'udp', localAddress: 'b1e5.local:4000', remoteAddress: undefined, relayProtocol: undefined },
    bytes: { sent: 110, received: 220 },
    messages: undefined,
  })
})

test('a pair that is nominated and has succeeded will do where none is named or marked', () => {
  const pair = { type: 'candidate-pair', localCandidateId: 'l', remoteCandidateId: 'r' }
  const ends = [{ id: 'l', type: 'local-candidate', candidateType: 'host' }, { id: 'r', type: 'remote-candidate', candidateType: 'relay' }]
  expect(readStats(report({ ...pair, id: 'p', state: 'succeeded', nominated: true }, ...ends)).path).toMatchObject({ kind: 'relayed', roundTrip: undefined, protocol: 'udp' })
  expect(readStats(report({ ...pair, id: 'p', state: 'in-progress', nominated: true }, ...ends)).path).toBeUndefined()
  expect(readStats(report({ ...pair, id: 'p', state: 'succeeded', nominated: true })).path).toBeUndefined()
  const hidden = ends.map((end) => ({ ...end, address: '', port: 9 }))
  expect(readStats(report({ ...pair, id: 'p', selected: true }, ...hidden)).path).toMatchObject({ localAddress: undefined, remoteAddress: undefined })
  expect(readStats(report())).toEqual({ path: undefined, bytes: undefined, messages: undefined })
})

test('a timeline keeps as many entries as its limit, and counts what it has dropped', () => {
  const timeline = new Timeline(3)
  for (const text of ['a', 'b', 'c']) timeline.add(entry(text))
  expect([timeline.entries.length, timeline.dropped]).toEqual([3, 0])
  timeline.add(entry('d'))
  expect([timeline.entries.map(({ number, text }) => `${number}${text}`), timeline.dropped]).toEqual([['2b', '3c', '4d'], 1])
})

test('entries are found by number, kind and peer, those that were dropped are not', () => {
  const timeline = new Timeline(4)
  timeline.add(entry('a'))
  timeline.add(entry('b', { kind: 'offer', peer: 'x' }))
  timeline.add(entry('c', { peer: 'x' }))
  timeline.add(entry('d', { kind: 'offer', peer: 'y' }))
  timeline.add(entry('e', { kind: 'offer', peer: 'x' }))
  const found = (...wanted: Parameters<Timeline['after']>): string => timeline.after(...wanted).map(({ text }) => text).join('')
  expect([found(0), found(1), found(3), found(5), found(9)]).toEqual(['bcde', 'bcde', 'de', '', ''])
  expect([found(0, { kind: 'offer' }), found(0, { peer: 'x' }), found(2, { kind: 'offer', peer: 'x' })]).toEqual(['bde', 'bce', 'e'])
})

test('the text of an entry is cut beyond its length', () => {
  const timeline = new Timeline(2)
  const text = 'word '.repeat(TEXT_LENGTH)
  timeline.add(entry(text.slice(0, TEXT_LENGTH)))
  timeline.add(entry(text.slice(0, TEXT_LENGTH + 1)))
  expect(timeline.entries[0]?.text).toBe(text.slice(0, TEXT_LENGTH))
  expect(timeline.entries[1]?.text).toBe(`${text.slice(0, TEXT_LENGTH - 1)}…`)
})

test('neither secrets, ids of rooms, tokens nor passwords get into a text', () => {
  const secret = newSecret()
  const id = newRoomId()
  expect(withoutSecrets(`${secret} ${id} ~${id} x`)).toBe('[secret] [secret] [secret] x')
  expect(withoutSecrets(`GET https://ada:pass@node.example/room/${id}?token=abc#def failed`)).toBe('GET https://node.example/room/[secret] failed')
  expect(withoutSecrets('wss://node.example/?token=abc')).toBe('wss://node.example/')
  expect(withoutSecrets('candidate error 701 of turn:relay.example:3478?transport=udp')).toBe('candidate error 701 of turn:relay.example:3478?transport=udp')
  const peer = 'abcdefghijklmnopqrstuvwxyz'
  expect(withoutSecrets(`joined as ${peer} at node one`)).toBe(`joined as ${peer} at node one`)
})

test('addresses are replaced by numbers unless told otherwise, the same by the same', () => {
  const mask = new Mask({})
  expect(mask.value({ a: '192.168.1.2:4000', b: ['[2001:db8::5]:6000', 'from 192.168.1.2 to fe80::1, at 10:20:30'], c: 7, d: 'http://127.0.0.1:8080' })).toEqual({
    a: 'ipv4-1:4000', b: ['[ipv6-1]:6000', 'from ipv4-1 to ipv6-2, at 10:20:30'], c: 7, d: 'http://ipv4-2:8080',
  })
  // Safari 16 has none.
  vi.stubGlobal('URL', class extends URL { static override canParse = undefined as never })
  onTestFinished(() => void vi.unstubAllGlobals())
  expect(mask.text('::1 2001:db8:: ::ffff:10.0.0.1 fe80::2%eth0 1.2.3 version 1.2.3.4.5 b1e5.local')).toBe('ipv6-3 ipv6-4 ipv6-5 ipv6-6 1.2.3 version 1.2.3.4.5 b1e5.local')
  expect(mask.text('lost 10.0.0.1.')).toBe('lost ipv4-3.')
  expect(new Mask({ maskAddresses: false }).text('192.168.1.2')).toBe('192.168.1.2')
})

test('ids of peers are left unless told otherwise', () => {
  const [ada, bob] = ['abcdefghijklmnopqrstuvwxyz', 'zyxwvutsrqponmlkjihgfedcba']
  expect(new Mask({}).text(`joined as ${ada} at node one`)).toBe(`joined as ${ada} at node one`)
  expect(new Mask({ maskIds: true }).value({ peer: bob, text: `No link to ${ada}: ${bob} and ${ada}x.` })).toEqual({ peer: 'peer-1', text: `No link to peer-2: peer-1 and ${ada}x.` })
})

test('figures are short, and tell their units', () => {
  expect([0, 999, 1_000, 99_949, 99_950, 999_400, 1_500_000, 2e12, 5e15].map((count) => bytes(count).replace('\u00a0', ' '))).toEqual(['0 B', '999 B', '1.0 kB', '99.9 kB', '100 kB', '999 kB', '1.5 MB', '2.0 TB', '5000 TB'])
  expect([-5, 999, 59_999, 60_000, 3_599_999, 3_600_000, 90_000_000].map(span)).toEqual(['0 s', '0 s', '59 s', '1 min 0 s', '59 min 59 s', '1 h 0 min', '1 d 1 h'])
  expect([traffic('sent', undefined, undefined), traffic('received', { sent: 1, received: 2 }, undefined).replaceAll('\u00a0', ' ')]).toEqual(['–', '2 B\n0 B/s'])
  const relayed = readStats(chromium()).path
  expect([path(relayed), roundTrip(relayed), path(undefined), roundTrip(undefined)]).toEqual(['relayed: relay (tcp) ↔ srflx, udp', '25 ms', '–', '–'])
})
