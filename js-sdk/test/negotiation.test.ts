import { expect, test } from 'vitest'
import { openChannel } from '../src/channel.js'
import { Negotiation, type NegotiationMessage } from '../src/negotiation.js'
import { FakeStream, FakeTrack } from '../src/testing/fakemedia.js'
import type { FakePeerConnection } from '../src/testing/fakertc.js'
import { Links } from '../src/testing/links.js'
import { FakeClock, settle } from './time.js'
import { connected, only, record, World } from './world.js'

/** Two negotiations whose messages are carried when the test says so. */
async function setUp(later: 'channel' | 'node' = 'channel') {
  let way: 'channel' | 'node' = 'node'
  const clock = new FakeClock()
  const rtc = new Links(clock)
  const ends = [0, 1].map((index) => {
    const pc = new rtc.class({}) as unknown as FakePeerConnection
    const outbox: NegotiationMessage[] = []
    const failures: unknown[] = []
    const negotiation = new Negotiation(pc as unknown as RTCPeerConnection, {
      clock, polite: index === 0, direct: () => way === 'channel', taken: () => {},
      send: (message) => void outbox.push(message), failed: (error) => void failures.push(error),
    })
    return { pc, outbox, failures, negotiation }
  })
  const [polite, impolite] = ends as [typeof ends[0] & object, typeof ends[0] & object]
  /** Carries what is on its way, candidates included, until nothing more comes. */
  const carry = async (): Promise<void> => {
    do {
      await clock.pass(60)
      for (const message of polite.outbox.splice(0)) void impolite.negotiation.receive(message)
      for (const message of impolite.outbox.splice(0)) void polite.negotiation.receive(message)
      await settle()
    } while (polite.outbox.length + impolite.outbox.length > 0)
  }
  openChannel(polite.pc as unknown as RTCPeerConnection)
  polite.negotiation.offer()
  await carry()
  way = later
  polite.negotiation.attend()
  impolite.negotiation.attend()
  await carry()
  const go = (by: typeof way): void => { way = by }
  return { clock, polite, impolite, carry, go }
}

function addTrack({ pc }: { pc: FakePeerConnection }, stream = new FakeStream()): void {
  pc.addTransceiver(new FakeTrack(), { direction: 'sendonly', streams: [stream] })
}

function tracksHeard(pc: FakePeerConnection): string[] {
  const streams: string[] = []
  pc.addEventListener('track', (event) => streams.push((event as unknown as RTCTrackEvent).streams[0]?.id ?? ''))
  return streams
}

test('a description and its candidates connect two ends', async () => {
  const { polite, impolite } = await setUp()
  expect([polite.pc.iceConnectionState, impolite.pc.iceConnectionState]).toEqual(['connected', 'connected'])
  expect(polite.pc.candidates.map((candidate) => candidate?.candidate).at(-1)).toBe('')
})

test('candidates of 50 ms go in one message', async () => {
  const { clock, polite } = await setUp()
  for (const candidate of ['a', 'b', 'c']) polite.negotiation.trickle({ candidate })
  await clock.pass(40)
  expect(polite.outbox).toEqual([])
  await clock.pass(20)
  expect(polite.outbox).toEqual([{ candidates: [{ candidate: 'a' }, { candidate: 'b' }, { candidate: 'c' }] }])
})

test('when both add media at the same time, they take turns, nothing is rolled back and both come through', async () => {
  const { polite, impolite, carry } = await setUp('channel')
  const heardByPolite = tracksHeard(polite.pc)
  const heardByImpolite = tracksHeard(impolite.pc)
  const track = new FakeTrack()
  polite.pc.addTransceiver(track, { direction: 'sendonly', streams: [new FakeStream([track], 'from-polite')] })
  impolite.pc.addTransceiver(track, { direction: 'sendonly', streams: [new FakeStream([track], 'from-impolite')] })
  await carry()
  expect(heardByPolite).toEqual(['from-impolite'])
  expect(heardByImpolite).toEqual(['from-polite'])
  expect([polite.pc.signalingState, impolite.pc.signalingState]).toEqual(['stable', 'stable'])
  expect([...polite.failures, ...impolite.failures]).toEqual([])
})

test('without a data channel both make an offer at the same time and the polite one gives way', async () => {
  const { polite, impolite, carry } = await setUp('node')
  polite.negotiation.offer()
  impolite.negotiation.offer()
  await settle()
  expect([polite.pc.signalingState, impolite.pc.signalingState]).toEqual(['have-local-offer', 'have-local-offer'])
  await carry()
  expect([polite.pc.signalingState, impolite.pc.signalingState]).toEqual(['stable', 'stable'])
  expect([...polite.failures, ...impolite.failures]).toEqual([])
})

test('many changes on both ends in any order all come through', async () => {
  const { polite, impolite, carry } = await setUp('channel')
  const heard = [tracksHeard(polite.pc), tracksHeard(impolite.pc)]
  for (let i = 0; i < 10; i++) {
    for (const end of i % 3 === 0 ? [polite, impolite] : i % 3 === 1 ? [impolite, polite] : [polite]) {
      const track = new FakeTrack()
      end.pc.addTransceiver(track, { direction: 'sendonly', streams: [new FakeStream([track])] })
      await settle()
    }
    if (i % 2 === 0) await carry()
  }
  await carry()
  expect(heard.map(({ length }) => length)).toEqual([7, 10])
  expect([...polite.failures, ...impolite.failures]).toEqual([])
})

test('both restart ICE at the same time and are connected again', async () => {
  const { polite, impolite, carry } = await setUp('node')
  for (const end of [polite, impolite]) {
    end.pc.ice('failed')
    end.negotiation.restartIce()
  }
  await carry()
  expect([polite.pc.iceConnectionState, impolite.pc.iceConnectionState]).toEqual(['connected', 'connected'])
  expect([...polite.failures, ...impolite.failures]).toEqual([])
})

test.each(['ask', 'give'])('after a path that broke on the way of the turn (%s) both ends negotiate as before', async (lost) => {
  const { polite, impolite, carry, go } = await setUp('channel')
  const heard = [tracksHeard(polite.pc), tracksHeard(impolite.pc)]
  addTrack(polite)
  await settle()
  const [ask] = polite.outbox.splice(0)
  expect(ask).toEqual({ turn: 'ask' })
  if (lost === 'give') await impolite.negotiation.receive(ask ?? {})
  expect(impolite.outbox.splice(0)).toEqual(lost === 'give' ? [{ turn: 'give' }] : [])
  go('node')
  polite.negotiation.restartIce()
  await carry()
  go('channel')
  addTrack(polite)
  await carry()
  addTrack(impolite)
  await carry()
  expect(heard.map(({ length }) => length)).toEqual([1, 2])
  expect([...polite.failures, ...impolite.failures]).toEqual([])
})

test('the end that has given the turn takes it back with an offer that it ignores', async () => {
  const { polite, impolite, carry, go } = await setUp('channel')
  await impolite.negotiation.receive({ turn: 'ask' })
  expect(impolite.outbox.splice(0)).toEqual([{ turn: 'give' }])
  go('node')
  impolite.negotiation.restartIce()
  await impolite.negotiation.receive({ description: { type: 'offer', sdp: '{}' }, n: 5 })
  await carry()
  go('channel')
  const heard = tracksHeard(polite.pc)
  addTrack(impolite)
  await carry()
  expect(heard).toHaveLength(1)
})

test('a turn that is given while signaling is away and the channel is full arrives all the same', async () => {
  const world = new World()
  const [a, b] = await world.pair()
  const tracks = record(b, 'track')
  const full = only(b).channel as RTCDataChannel
  const { send } = full
  full.send = () => { throw new DOMException('the queue is full', 'OperationError') }
  for (const host of ['one.example', 'two.example']) world.network.trouble.set(host, 'down')
  world.network.cut()
  await settle()
  a.addStream(new FakeStream([new FakeTrack()]) as unknown as MediaStream)
  await settle()
  ;(only(b).connection as unknown as FakePeerConnection).ice('failed')
  await settle()
  full.send = send
  world.network.trouble.clear()
  await world.clock.until(() => tracks.length === 1 && connected(a) === 1 && connected(b) === 1)
})

test('an offer that was delayed and an answer to an offer that was replaced change nothing', async () => {
  const { polite, impolite, carry } = await setUp()
  polite.negotiation.restartIce()
  await settle()
  const [delayed] = polite.outbox.splice(0)
  polite.negotiation.restartIce()
  await carry()
  const { remoteDescription } = impolite.pc
  await impolite.negotiation.receive(delayed ?? {})
  await impolite.negotiation.receive({ description: { type: 'answer', sdp: '{}' }, n: 77 })
  expect(impolite.pc.remoteDescription).toBe(remoteDescription)
  expect(impolite.failures).toEqual([])
  expect(impolite.outbox).toEqual([])
})
