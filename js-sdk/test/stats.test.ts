import { expect, test } from 'vitest'
import { linkStats } from '../src/measure.js'
import type { LinkStats } from '../src/stats.js'
import { FakeStream, FakeTrack } from '../src/testing/fakemedia.js'
import { settle } from './time.js'
import { only, World } from './world.js'

type Entry = Record<string, unknown> & { id: string; type: string }

/** A connection whose statistics are given. */
class Reported {
  entries: Entry[]
  readonly channel = { id: 0, bufferedAmount: 7 } as RTCDataChannel
  readonly since = 5_000
  readonly pc = { getStats: async () => new Map(this.entries.map((entry) => [entry.id, entry])) } as unknown as RTCPeerConnection

  constructor(entries: Entry[]) {
    this.entries = entries
  }

  /** The same entries with other fields. */
  change(id: string, fields: object): void {
    this.entries = this.entries.map((entry) => entry.id === id ? { ...entry, ...fields } : entry)
  }

  stats(): Promise<LinkStats> {
    return linkStats(this, 3)
  }
}

const CHROMIUM: Entry[] = [
  { id: 'T', type: 'transport', timestamp: 10_000, selectedCandidatePairId: 'P', bytesSent: 1_000, bytesReceived: 2_000 },
  { id: 'P', type: 'candidate-pair', timestamp: 10_000, localCandidateId: 'L', remoteCandidateId: 'R', currentRoundTripTime: 0.02, availableOutgoingBitrate: 300_000, bytesSent: 10, bytesReceived: 20 },
  { id: 'L', type: 'local-candidate', candidateType: 'host', protocol: 'udp' },
  { id: 'R', type: 'remote-candidate', candidateType: 'srflx' },
  { id: 'D2', type: 'data-channel', dataChannelIdentifier: 1, messagesSent: 9, messagesReceived: 9, bytesSent: 9, bytesReceived: 9 },
  { id: 'D', type: 'data-channel', dataChannelIdentifier: 0, messagesSent: 4, messagesReceived: 5, bytesSent: 40, bytesReceived: 50 },
  { id: 'O', type: 'outbound-rtp', kind: 'video', mediaSourceId: 'S', remoteId: 'RO', bytesSent: 500, packetsSent: 60, framesEncoded: 30, frameWidth: 640, frameHeight: 480 },
  { id: 'S', type: 'media-source', kind: 'video', trackIdentifier: 'camera' },
  { id: 'RO', type: 'remote-inbound-rtp', kind: 'video', packetsLost: 2, jitter: 0.003, roundTripTime: 0.03 },
  { id: 'I', type: 'inbound-rtp', kind: 'audio', trackIdentifier: 'voice', bytesReceived: 700, packetsReceived: 80, packetsLost: 1, jitter: 0.004 },
]

test('the figures of Chromium', async () => {
  expect(await new Reported(CHROMIUM).stats()).toEqual({
    since: 5_000, restarts: 3,
    path: { kind: 'direct', roundTrip: 20, local: 'host', remote: 'srflx', protocol: 'udp' },
    roundTrip: 20,
    sent: { bytes: 1_000, rate: undefined },
    received: { bytes: 2_000, rate: undefined },
    available: 300_000,
    channel: { messagesSent: 4, messagesReceived: 5, bytesSent: 40, bytesReceived: 50, buffered: 7 },
    media: [
      { direction: 'sent', kind: 'video', track: 'camera', bytes: 500, rate: undefined, packets: 60, lost: 2, jitter: 3, frames: 30, width: 640, height: 480 },
      { direction: 'received', kind: 'audio', track: 'voice', bytes: 700, rate: undefined, packets: 80, lost: 1, jitter: 4, frames: undefined, width: undefined, height: undefined },
    ],
  })
})

test('the figures of Firefox, which has no transport, names the pair by itself and the report of the other end by the local one', async () => {
  const link = new Reported([
    { id: 'P', type: 'candidate-pair', timestamp: 10_000, selected: true, localCandidateId: 'L', remoteCandidateId: 'R', bytesSent: 10, bytesReceived: 20 },
    { id: 'P2', type: 'candidate-pair', timestamp: 10_000, nominated: true, state: 'succeeded', localCandidateId: 'L', remoteCandidateId: 'R' },
    { id: 'L', type: 'local-candidate', candidateType: 'relay', protocol: 'tcp' },
    { id: 'R', type: 'remote-candidate', candidateType: 'host' },
    { id: 'O', type: 'outbound-rtp', mediaType: 'audio', bytesSent: 5, packetsSent: 6 },
    { id: 'RO', type: 'remote-inbound-rtp', localId: 'O', packetsLost: 0, jitter: 0.001, roundTripTime: 0.04 },
  ])
  expect(await link.stats()).toMatchObject({
    path: { kind: 'relayed', roundTrip: undefined, protocol: 'tcp' },
    roundTrip: 40, available: undefined,
    sent: { bytes: 10 }, received: { bytes: 20 },
    channel: { messagesSent: 0, buffered: 7 },
    media: [{ direction: 'sent', kind: 'audio', track: undefined, bytes: 5, packets: 6, lost: 0, jitter: 1 }],
  })
})

test('rates are those between two calls, of the whole and of each track', async () => {
  const link = new Reported(CHROMIUM)
  await link.stats()
  link.change('T', { timestamp: 12_000, bytesSent: 3_000, bytesReceived: 2_500 })
  link.change('O', { bytesSent: 1_500 })
  const { sent, received, media } = await link.stats()
  expect([sent.rate, received.rate, ...media.map(({ rate }) => rate)]).toEqual([8_000, 2_000, 4_000, 0])
})

test.each([[99, 8_000], [100, 0]])('calls %i ms apart: the rate is %i', async (apart, rate) => {
  const link = new Reported(CHROMIUM)
  await link.stats()
  link.change('T', { timestamp: 12_000, bytesSent: 3_000 })
  await link.stats()
  link.change('T', { timestamp: 12_000 + apart })
  expect((await link.stats()).sent.rate).toBe(rate)
})

test('there is no rate for what counts from zero again, nor for a track that has come since', async () => {
  const link = new Reported(CHROMIUM)
  await link.stats()
  link.change('T', { timestamp: 12_000, bytesSent: 30 })
  link.entries.push({ id: 'I2', type: 'inbound-rtp', kind: 'video', bytesReceived: 9 })
  const { sent, media } = await link.stats()
  expect([sent.rate, media[2]?.rate]).toEqual([undefined, undefined])
})

test('a peer tells the statistics of its link while that is open, since when it stands and how often it was mended', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const up = world.clock.now()
  const stream = new FakeStream([new FakeTrack()]) as unknown as MediaStream
  a.addStream(stream)
  await settle()
  expect(await only(a).stats()).toMatchObject({ restarts: 0, path: { kind: 'direct' }, channel: { buffered: 0 } })
  expect((await only(a).stats())?.since).toBeLessThanOrEqual(up)
  world.rtc.lose()
  await world.clock.pass(4_000)
  expect((await only(a).stats())?.restarts).toBe(1)
  const peer = only(a)
  await b.leave()
  expect(await peer.stats()).toBeUndefined()
})
