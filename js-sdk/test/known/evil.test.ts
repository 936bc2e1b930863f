import { afterEach, expect, test } from 'vitest'
import type { Room } from '../../src/room.js'
import { type Contact, newIdentity } from '../../src/seal/index.js'
import type { FakePeerConnection } from '../../src/testing/fakertc.js'
import { connected, only, record } from '../world.js'
import { eventually, KnownWorld, type Message, people, seen } from './world.js'

// A node that does what it can to two who know each other, or pretends to be one of them.

let world: KnownWorld
let alice: Contact
let bob: Contact
let stranger: string
afterEach(() => world.close())

async function open(kind: 'public' | 'secret' = 'public'): Promise<void> {
  world = await KnownWorld.open(kind)
  ;[alice, bob] = await people(2) as [Contact, Contact]
  stranger = (await newIdentity()).peer
}

const isHello = ({ type, data }: Message): boolean => type === 'signal' && data?.known !== undefined && data.sealed === undefined
const isLetter = ({ type, data }: Message): boolean => type === 'signal' && data?.known !== undefined && data.sealed !== undefined

/** Two who know each other, the second having come later; nobody waits for their link. */
async function two(options: { onlyKnown?: boolean; peerConnection?: typeof RTCPeerConnection } = {}): Promise<[Room, Room]> {
  const a = world.enterAs(alice, [bob], options)
  await a.joined
  const b = world.enterAs(bob, [alice], options)
  await b.joined
  return [a, b]
}

/** Has the node say something to a peer in the name of another. */
function say(to: Room, from: string | undefined, data: unknown): void {
  world.served.append({ type: 'signal', offset: 0, ...(from === undefined ? {} : { from }), to: to.self ?? '', data }, (peer) => peer === to.self)
}

/** Waits until each has told somebody who has just come that no link is wanted: the second in which it may say who it is has ended later than that of those who were there before. */
async function outwait(...rooms: readonly Room[]): Promise<void> {
  const { peer } = await newIdentity()
  for (const room of rooms) {
    world.served.append({ type: 'peer-joined', offset: 0, peer }, (id) => id === room.self)
    say(room, peer, { link: 'late', description: { type: 'offer', sdp: '' }, n: 0 })
  }
  await eventually(() => expect(world.carried.filter(({ message: { to, data }, way }) => way === 'up' && to === peer && data?.end === 'passive')).toHaveLength(rooms.length))
}

/** Everything that links have carried is from whom it should be, at both ends. */
async function linkedRightly(a: Room, b: Room): Promise<void> {
  await eventually(() => expect([seen(a), seen(b), connected(a), connected(b)]).toEqual([[bob.key], [alice.key], 1, 1]))
  const heard = record(b, 'message')
  a.send('is it you?')
  await eventually(() => expect(heard).toEqual([['is it you?', only(b)]]))
  expect(only(b).id).toBe(a.self)
}

test.each([[0, false], [1, false], [0, true], [1, true]])('a hello that never arrives at one of them (%i) does not keep contacts from finding each other, onlyKnown being %s', async (deaf, onlyKnown) => {
  await open()
  world.tamper = (message, way, client) => isHello(message) && way === 'down' && client === deaf + 1 ? [] : [message]
  const [a, b] = await two({ onlyKnown })
  const opened: unknown[] = []
  for (const room of [a, b]) room.on('open', ({ contact }) => opened.push(contact))
  await linkedRightly(a, b)
  expect(opened.toSorted()).toEqual([alice.key, bob.key].toSorted())
})

test('with every hello left out they are strangers to each other, and know it', async () => {
  await open()
  world.tamper = (message) => isHello(message) ? [] : [message]
  const [a, b] = await two()
  await eventually(() => expect([connected(a), connected(b)]).toEqual([1, 1]))
  expect([seen(a), seen(b)]).toEqual([[undefined], [undefined]])
})

test('with every hello left out there is no link, nor a connection, for those who want contacts only', async () => {
  await open()
  world.tamper = (message) => isHello(message) ? [] : [message]
  const [a, b] = await two({ onlyKnown: true })
  await outwait(a, b)
  expect([a.peers.size, b.peers.size, world.rtc.all.length]).toEqual([0, 0, 0])
})

test('a hello that is late ends the link that was made as with a stranger, and there is another, which is proven', async () => {
  await open()
  world.tamper = (message) => isHello(message) ? [] : [message]
  const [a, b] = await two()
  await eventually(() => expect([connected(a), connected(b)]).toEqual([1, 1]))
  const [former, closed] = [only(a).connection, record(a, 'close')]
  await unmask(a, b)
  expect(only(a).connection).not.toBe(former)
  expect([former?.signalingState, closed.length]).toEqual(['closed', 1])
})

/** Who sits in the middle has let two be linked as strangers, and lets them say hello now. */
async function unmask(a: Room, b: Room): Promise<void> {
  const hellos = world.carried.filter(({ message, way }) => way === 'up' && isHello(message)).map(({ message }) => message)
  world.tamper = (message) => [message]
  for (const { to, data } of hellos) say(to === a.self ? a : b, to === a.self ? b.self : a.self, data)
  await linkedRightly(a, b)
}

test('a link that was made as with a stranger does not become that of a contact by its having been away', async () => {
  await open()
  world.tamper = (message, way) => way === 'up' && (isHello(message) || isLetter(message)) ? [] : [message]
  const [a, b] = await two()
  await eventually(() => expect([connected(a), connected(b)]).toEqual([1, 1]))
  const [former, id] = [only(a).connection, b.self ?? '']
  world.served.append({ type: 'peer-left', offset: 0, peer: id, reason: 'timeout' }, (peer) => peer === a.self)
  world.served.append({ type: 'peer-joined', offset: 0, peer: id }, (peer) => peer === a.self)
  // The other end is not told, as that of who sits in the middle would not be.
  const hello = world.carried.find(({ message, way }) => way === 'up' && isHello(message) && message.to === a.self)
  world.served.append({ type: 'signal', offset: 0, from: id, to: a.self ?? '', data: hello?.message.data }, (peer) => peer === a.self)
  await eventually(() => expect(former?.signalingState).toBe('closed'))
  await unmask(a, b)
  expect(only(a).connection).not.toBe(former)
})

test('a link that was made as with a stranger does not become that of a contact under another id', async () => {
  await open()
  world.tamper = (message) => isHello(message) || isLetter(message) ? [] : [message]
  const a = world.enterAs(alice, [bob])
  await a.joined
  const middle = world.enter({ pool: false })
  await eventually(() => expect(connected(a)).toBe(1))
  const { link } = only(a)
  const b = world.enterAs(bob, [alice], { connect: false })
  await eventually(() => expect(a.peers.size).toBe(2))
  const errors = record(a, 'error')
  const self = /a=fingerprint:.*/.exec(link?.pc.remoteDescription?.sdp ?? '')?.[0].toLowerCase()
  say(a, b.self, { link: link?.id, self })
  await eventually(() => expect(errors).toHaveLength(1))
  expect([a.peers.get(b.self ?? '')?.connection, a.peers.get(middle.self ?? '')?.link === link]).toEqual([undefined, true])
})

test.each([false, true])('what is said in the name of a contact without its key is not heard, and its link stands, onlyKnown being %s', async (onlyKnown) => {
  await open()
  const [a, b] = await two({ onlyKnown })
  await linkedRightly(a, b)
  const { connection, link } = only(a)
  const [signals, errors, connections] = [record(a, 'signal'), record(a, 'error'), world.rtc.all.length]
  const description = { type: 'offer', sdp: 'v=0\r\na=ice-ufrag:evil\r\na=fingerprint:sha-256 EE:EE\r\n' }
  for (const data of [
    'a word', { link: 'evil', description, n: 0 }, { link: link?.id, description, n: 9 }, { link: link?.id, end: 'stale' }, { link: 'evil', end: 'passive' },
    { link: link?.id, self: 'a=fingerprint:sha-256 ee:ee' }, { link: link?.id, candidates: [{ candidate: 'candidate:evil' }] },
  ]) say(a, b.self, data)
  world.served.append({ type: 'signal', offset: 0, from: b.self ?? '', data: 'to all' }, () => true)
  world.served.append({ type: 'answer', offset: 0, offer: 'offer1', from: b.self ?? '', data: { description } }, () => true)
  await b.signal('the last word', a.self)
  await eventually(() => expect(signals).toEqual([['the last word', only(a)]]))
  expect([connected(a), only(a).connection, world.rtc.all.length]).toEqual([1, connection, connections])
  expect(errors).toEqual([[expect.objectContaining({ code: 'bad-message', fault: 'forged' })]])
})

test.each([false, true])('a contact whose link is gone is not linked by anything that is not sealed, onlyKnown being %s', async (onlyKnown) => {
  await open()
  const [a, b] = await two({ onlyKnown })
  await linkedRightly(a, b)
  const held: Message[] = []
  world.tamper = (message, way) => {
    if (way === 'up' || !(isLetter(message) || isHello(message))) return [message]
    held.push(message)
    return []
  }
  const [opened, errors] = [[record(a, 'open'), record(b, 'open')], record(a, 'error')]
  only(a).channel?.close()
  await eventually(() => expect([connected(a), connected(b)]).toEqual([0, 0]))
  const offer = world.rtc.all[0]?.localDescription ?? { type: 'offer', sdp: '' }
  say(a, b.self, { link: 'evil', description: { type: 'offer', sdp: offer.sdp }, n: 0 })
  await eventually(() => expect(errors.length).toBeGreaterThan(0))
  expect([opened, connected(a), connected(b)]).toEqual([[[], []], 0, 0])
  // What they have sealed meanwhile is what links them.
  world.tamper = (message) => [message]
  for (const { from, to, data } of held) say(to === a.self ? a : b, from, data)
  await linkedRightly(a, b)
  expect([opened.map(({ length }) => length), only(a).link?.id === 'evil', world.claims]).toEqual([[1, 1], false, []])
})

test.each([false, true])('a hello, and letters, under another id than their own make nobody a contact, onlyKnown being %s', async (onlyKnown) => {
  await open()
  const [a, b] = await two({ onlyKnown })
  await linkedRightly(a, b)
  const before = world.rtc.all.length
  world.served.append({ type: 'peer-joined', offset: 0, peer: stranger }, (peer) => peer === a.self)
  const [signals, errors] = [record(a, 'signal'), record(a, 'error')]
  for (const { message, way } of [...world.carried]) if (way === 'up' && (isHello(message) || isLetter(message))) say(a, stranger, message.data)
  await b.signal('after it', a.self)
  await eventually(() => expect(signals).toHaveLength(1))
  expect(a.peers.get(stranger)?.contact).toBeUndefined()
  expect([seen(a).filter(Boolean), errors, world.rtc.all.length]).toEqual([[bob.key], [], before])
  if (onlyKnown) expect(a.peers.size).toBe(1)
})

test('nothing that a stranger says reaches the listeners of who wants contacts only, be it in the form of what contacts say', async () => {
  await open()
  const [a, b] = await two({ onlyKnown: true })
  await linkedRightly(a, b)
  world.served.append({ type: 'peer-joined', offset: 0, peer: stranger }, (peer) => peer === a.self)
  const events = (['peer', 'message', 'error'] as const).map((name) => record(a, name))
  const signals = record(a, 'signal')
  for (const known of ['', 'A'.repeat(14), 'A'.repeat(854)]) for (const sealed of ['', 'A'.repeat(400), 1]) say(a, stranger, { link: '', candidates: [], known, sealed })
  for (const data of ['a word', { link: 'evil', self: 'a=fingerprint:sha-256 ee:ee' }, { link: 'evil', end: 'stale' }]) say(a, stranger, data)
  await b.signal('after it', a.self)
  await eventually(() => expect(signals).toEqual([['after it', only(a)]]))
  expect(events).toEqual([[], [], []])
})

test('what a peer has said itself is not taken for what its contact says', async () => {
  await open()
  world.tamper = (message, way) => way === 'up' && (isHello(message) || isLetter(message)) ? [] : [message]
  const [a, b] = await two({ onlyKnown: true })
  const own = (): Message[] => world.carried.filter(({ message, way, client }) => way === 'up' && client === 1 && isHello(message)).map(({ message }) => message)
  await eventually(() => expect(own()).toHaveLength(1))
  for (const { data } of own()) say(a, b.self, data)
  await a.signal('to nobody')
  await outwait(a)
  expect([a.peers.size, world.rtc.all.length]).toEqual([0, 0])
  // A letter of its own to a contact that it knows.
  world.tamper = (message) => [message]
  const hello = world.carried.find(({ message, way, client }) => way === 'up' && client === 2 && isHello(message))
  say(a, b.self, hello?.message.data)
  await linkedRightly(a, b)
  const [signals, errors] = [record(a, 'signal'), record(a, 'error')]
  for (const { message, way, client } of [...world.carried]) if (way === 'up' && client === 1 && isLetter(message)) say(a, b.self, message.data)
  await eventually(() => expect(errors.length).toBeGreaterThan(0))
  expect([signals, connected(a)]).toEqual([[], 1])
})

/** Tells each of the two that the other has another id than it has, and passes everything on between them. */
function between([forFirst, forSecond]: readonly [string, string]): void {
  world.tamper = (message, way, client) => {
    const [first, second] = [...world.served.sessions.keys()]
    const [own, told] = client === 1 ? [second, forFirst] : [first, forSecond]
    const swap = (text: string): string => own === undefined ? text : way === 'down' ? text.replaceAll(own, told) : text.replaceAll(told, own)
    return [JSON.parse(swap(JSON.stringify(message))) as Message]
  }
}

test.each([false, true])('a node that sits between two contacts under other ids is taken for no contact, onlyKnown being %s', async (onlyKnown) => {
  await open()
  between([stranger, (await newIdentity()).peer])
  const [a, b] = await two({ onlyKnown })
  if (onlyKnown) {
    await outwait(a, b)
    return expect([a.peers.size, b.peers.size, world.rtc.all.length]).toEqual([0, 0, 0])
  }
  await eventually(() => expect([connected(a), connected(b)]).toEqual([1, 1]))
  expect([only(a).id, seen(a), seen(b)]).toEqual([stranger, [undefined], [undefined]])
})

test.each(['public', 'secret'] as const)('a link of contacts whose ends see other certificates than the other does is not opened in a %s room', async (kind) => {
  await open(kind)
  const Base = world.rtc.class as unknown as new (configuration: RTCConfiguration) => FakePeerConnection
  class Deceived extends Base {
    override async setRemoteDescription(description: { type: string; sdp: string }): Promise<void> {
      await super.setRemoteDescription(description)
      this.remoteDescription = { ...description, sdp: description.sdp.replace(/sha-256 .*/, 'sha-256 EE:EE') }
    }
  }
  const [a, b] = await two({ onlyKnown: true, peerConnection: Deceived as unknown as typeof RTCPeerConnection })
  const [opened, errors] = [[record(a, 'open'), record(b, 'open')], record(a, 'error')]
  await eventually(() => expect(errors.map(([error]) => (error as { code: string }).code)).toContain('bad-message'))
  expect(opened).toEqual([[], []])
})
