import { afterEach, expect, test } from 'vitest'
import type { FakeChannel } from '../../src/testing/fakechannel.js'
import type { FakePeerConnection } from '../../src/testing/fakertc.js'
import { newSecret, openRoom } from '../../src/seal/index.js'
import { ProvenLink } from '../../src/seal/provenlink.js'
import { sdpOf } from '../seal/means.js'
import { settle } from '../time.js'
import { connected, only, record, World } from '../world.js'
import { eventually, SealedWorld } from './world.js'

let world: SealedWorld | undefined
afterEach(() => world?.close())

/** What an end has sent over its data channel, as JSON. */
function sent(room: { peers: ReadonlyMap<string, { channel: RTCDataChannel | undefined }> }): Record<string, unknown>[] {
  const [peer] = room.peers.values()
  return ((peer?.channel as unknown as FakeChannel).sent as string[]).map((text) => JSON.parse(text) as Record<string, unknown>)
}

test('an end opens the link when the first message of the other has proven it, and not before', async () => {
  world = await SealedWorld.open()
  const [a, b] = await world.pair()
  for (const room of [a, b]) expect(sent(room)[0]).toEqual({ s: expect.stringMatching(/^[\w-]{43}$/) })
})

test('a channel that is open before the answer is known is proven when it is', async () => {
  const secret = newSecret()
  const [here, there] = await Promise.all([openRoom(secret), openRoom(secret)])
  const [local, remote] = [{ sdp: sdpOf('here') }, { sdp: sdpOf('there') }]
  const pc = Object.assign(new EventTarget(), { localDescription: local, remoteDescription: undefined as object | undefined })
  const said: string[] = []
  const channel = { send: (text: string) => said.push(text) }
  const told: unknown[] = []
  const link = new ProvenLink({
    self: here.identity.peer, peer: there.identity.peer, proof: () => here.channel, sign: (message) => Promise.resolve(message), check: () => Promise.resolve(),
    report: (error) => told.push(error),
  })
  link.begin(pc as unknown as RTCPeerConnection, channel as unknown as RTCDataChannel, () => told.push('proven'), (why) => told.push(why))
  const ends = { self: there.identity.peer, peer: here.identity.peer, local: remote.sdp, remote: local.sdp }
  link.heard(JSON.stringify({ s: await there.channel.mac(ends) }), () => {})
  pc.dispatchEvent(new Event('signalingstatechange'))
  await settle()
  expect([told, said]).toEqual([[], []])
  pc.remoteDescription = remote
  pc.dispatchEvent(new Event('signalingstatechange'))
  await eventually(() => expect(told).toEqual(['proven']))
  await there.channel.check(ends, (JSON.parse(said[0] ?? '') as { s: string }).s)
})

test('what is sent at once is delivered after the link is open, in its order', async () => {
  world = await SealedWorld.open()
  const a = world.enter()
  a.on('open', () => { for (let i = 0; i < 100; i++) a.send(i) })
  await a.joined
  const b = world.enter()
  const heard: unknown[] = []
  b.on('open', () => heard.push('open'))
  b.on('message', (data) => heard.push(data))
  await eventually(() => expect(heard).toHaveLength(101))
  expect(heard).toEqual(['open', ...Array.from({ length: 100 }, (_, i) => i)])
})

test.each([{}, false])('a link whose ends see other certificates than the other does is not opened, with the pool %j', async (pool) => {
  world = await SealedWorld.open()
  const { rtc } = world
  // What sits in the middle shows each end a certificate of its own.
  const Base = rtc.class as unknown as new (configuration: RTCConfiguration) => FakePeerConnection
  class Deceived extends Base {
    override async setRemoteDescription(description: { type: string; sdp: string }): Promise<void> {
      await super.setRemoteDescription(description)
      this.remoteDescription = { ...description, sdp: description.sdp.replace(/sha-256 .*/, 'sha-256 EE:EE') }
    }
  }
  const options = { pool, peerConnection: Deceived as unknown as typeof RTCPeerConnection }
  const [a, b] = [world.enter(options), world.enter(options)]
  const [opens, messages, errors] = [[record(a, 'open'), record(b, 'open')], [record(a, 'message'), record(b, 'message')], record(a, 'error')]
  await eventually(() => expect(errors.map(([error]) => (error as { code: string }).code)).toEqual(expect.arrayContaining(['bad-message', 'connect-failed'])))
  expect([opens, messages]).toEqual([[[], []], [[], []]])
})

test('a path that is lost is mended by signed descriptions over the data channel while there is no node', async () => {
  world = await SealedWorld.open()
  const [a, b] = await world.pair()
  const { connection } = only(a)
  for (const host of ['one.example', 'two.example']) world.network.trouble.set(host, 'down')
  world.network.cut()
  const before = world.rtc.all.length
  only(a).link?.negotiation.restartIce()
  await eventually(() => expect(sent(b).some(({ l }) => (l as { description?: { type: string } } | undefined)?.description?.type === 'answer')).toBe(true))
  const described = [...sent(a), ...sent(b)].map(({ l }) => l as { description?: object; proof?: string } | undefined).filter((l) => l?.description)
  expect(described.length).toBeGreaterThanOrEqual(2)
  expect(described.every((l) => l?.proof?.length === 135)).toBe(true)
  expect([connected(a), connected(b), only(a).connection, world.rtc.all.length]).toEqual([1, 1, connection, before])
})

test.each(['takes the proof away', 'swaps the fingerprint', 'brings it again'])('a description over the data channel that somebody %s is dropped and reported, and the link goes on', async (attack) => {
  world = await SealedWorld.open()
  const [a, b] = await world.pair()
  only(a).link?.negotiation.restartIce()
  await eventually(() => expect(sent(b).some(({ l }) => (l as { description?: object } | undefined)?.description)).toBe(true))
  const [errors, remote] = [record(b, 'error'), only(b).connection?.remoteDescription]
  const { l } = sent(a).find(({ l }) => (l as { description?: object } | undefined)?.description) as { l: { n: number; proof?: string; description: { sdp: string } } }
  const n = l.n + 5
  const frames = {
    'takes the proof away': { l: { ...l, n, proof: undefined } },
    'swaps the fingerprint': { l: { ...l, n, description: { ...l.description, sdp: l.description.sdp.replace(/sha-256 .*/, 'sha-256 EE:EE') } } },
    'brings it again': { l: { ...l, n } },
  }
  only(a).channel?.send(JSON.stringify(frames[attack as keyof typeof frames]))
  await eventually(() => expect(errors).toHaveLength(1))
  expect(errors[0]).toEqual([expect.objectContaining({ code: 'bad-message' })])
  expect(only(b).connection?.remoteDescription).toBe(remote)
  const messages = record(b, 'message')
  a.send('still here')
  await eventually(() => expect(messages.map(([data]) => data)).toEqual(['still here']))
})

test('both ends see the same five emoji whichever has begun, as often as they ask', async () => {
  world = await SealedWorld.open()
  const [a, b] = await world.pair()
  const [shownA, shownB] = [record(a, 'emoji'), record(b, 'emoji')]
  const emoji = await only(b).emoji()
  await eventually(() => expect([shownA.length, shownB.length]).toEqual([1, 1]))
  expect(emoji).toHaveLength(5)
  expect([shownA, shownB]).toEqual([[[emoji, only(a)]], [[emoji, only(b)]]])
  expect([await only(a).emoji(), await only(b).emoji()]).toEqual([emoji, emoji])
})

test('five emoji can be compared in a public room, and who does not keep to the rules is reported', async () => {
  const open = new World()
  const [a, b] = await open.pair()
  const compared = Promise.all([only(a).emoji(), only(b).emoji()])
  let emoji: readonly unknown[][] = []
  void compared.then((both) => { emoji = both as unknown as unknown[][] })
  await eventually(() => expect(emoji).toHaveLength(2))
  expect(emoji[0]).toEqual(emoji[1])

  const other = new World()
  const [c, d] = await other.pair()
  const errors = record(d, 'error')
  only(c).channel?.send(JSON.stringify({ check: 'nonce.none' }))
  await eventually(() => expect(errors).toEqual([[expect.objectContaining({ code: 'bad-message', fault: 'malformed' })]]))
})

test('there is nothing to compare without a link', async () => {
  const open = new World()
  open.rtc.path = 'blocked'
  const [a, b] = [open.enter(), open.enter()]
  await open.clock.until(() => a.peers.size === 1 && b.peers.size === 1)
  await expect(only(a).emoji()).rejects.toMatchObject({ code: 'unavailable' })
})
