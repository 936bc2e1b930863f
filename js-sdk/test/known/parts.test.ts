import { createHmac, diffieHellman, hkdfSync } from 'node:crypto'
import { KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import { Acquaintances } from '../../src/seal/known/acquaintances.js'
import { StrangerLink } from '../../src/seal/known/strangerlink.js'
import { Tags } from '../../src/seal/known/tags.js'
import { Inbox } from '../../src/seal/inbox.js'
import { bytesOf } from '../../src/seal/hpke.js'
import { type Contact, newContact, newIdentity } from '../../src/seal/index.js'
import { platform } from '../../src/seal/webcrypto.js'
import { openLink } from '../../src/sealing.js'
import { FakeClock, settle } from '../time.js'
import { people } from './world.js'

const room = platform.random(32)
const SIZE = 10

async function peers(count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, async () => (await newIdentity()).peer))
}

/** The tag as section 10 of docs/protocol.md has it, by other means. */
async function tagOf(own: Contact, other: Contact, from: string, to: string): Promise<string> {
  const shared = diffieHellman({ privateKey: KeyObject.from(own.pair.privateKey as never), publicKey: KeyObject.from(other.pair.publicKey as never) })
  const keys = await Promise.all([own, other].map(async ({ pair }) => Buffer.from(await bytesOf(pair.publicKey))))
  const info = Buffer.concat([Buffer.from('almenara/seal-known/v1\0'), ...keys.toSorted(Buffer.compare)])
  const key = Buffer.from(hkdfSync('sha256', shared, '', info, 32))
  return createHmac('sha256', key).update('almenara/seal-hello/v1\0').update(room).update(keys[0]!).update(from).update(to).digest().subarray(0, SIZE).toString('base64url')
}

/** The tags of a hello. */
function split(hello: string): string[] {
  const bytes = Buffer.from(hello, 'base64url')
  return Array.from({ length: bytes.length / SIZE }, (_, at) => bytes.subarray(at * SIZE, (at + 1) * SIZE).toString('base64url'))
}

test('a hello has 64 tags of 10 bytes, among them those of all contacts, in no order that tells anything', async () => {
  const [own, ...others] = await people(4) as [Contact, ...Contact[]]
  const [self, to] = await peers(2) as [string, string]
  const tags = await Tags.of(own, others.map(({ key }) => key), { room, self }, platform)
  const bytes = Buffer.from(await tags.hello(to), 'base64url')
  expect(bytes).toHaveLength(640)
  const texts = split(await tags.hello(to))
  const said = texts.map((each) => Buffer.from(each, 'base64url'))
  expect(said).toEqual(said.toSorted(Buffer.compare))
  for (const other of others) {
    const tag = await tagOf(own, other, self, to)
    expect(texts).toContain(tag)
    expect(await tags.own(to, other.key)).toBe(tag)
  }
})

test('all hellos to a peer are the same, so that two of them tell no more than one, and those to two peers have nothing in common', async () => {
  const [own, ...others] = await people(4) as [Contact, ...Contact[]]
  const [self, to, other] = await peers(3) as [string, string, string]
  const make = (): Promise<Tags> => Tags.of(own, others.map(({ key }) => key), { room, self }, platform)
  const tags = await make()
  const hello = await tags.hello(to)
  const different = await tags.hello(other)
  expect(await tags.hello(to)).toBe(hello)
  expect(new Set([...split(hello), ...split(different)]).size).toBe(128)
  // What fills up is drawn for each session.
  const again = split(await (await make()).hello(to))
  expect(split(hello).filter((tag) => again.includes(tag))).toHaveLength(3)
})

test.each([true, false])('two devices of a user are not taken for the friend of both, the own key being known: %s', async (known) => {
  const [alice, bob] = await people(2) as [Contact, Contact]
  const [one, other, b] = await peers(3) as [string, string, string]
  const make = (own: Contact, others: Contact[], self: string): Promise<Tags> => Tags.of(own, others.map(({ key }) => key), { room, self }, platform)
  const devices = known ? [bob, alice] : [bob]
  const [first, second, friend] = await Promise.all([make(alice, devices, one), make(alice, devices, other), make(bob, [alice], b)])
  expect(await second.match(one, await first.hello(other))).toBe(known ? alice.key : undefined)
  expect(await second.match(one, await first.own(other, bob.key))).toBeUndefined()
  expect(await friend.match(one, await first.hello(b))).toBe(alice.key)
  expect(await second.match(b, await friend.hello(other))).toBe(bob.key)
})

test('a hello under what is no id is of nobody, though ids that run together give the same tags', async () => {
  const [alice, bob] = await people(2) as [Contact, Contact]
  const [a, b] = await peers(2) as [string, string]
  const hello = await (await Tags.of(alice, [bob.key], { room, self: a }, platform)).hello(b + a + b)
  const tags = await Tags.of(bob, [alice.key], { room, self: b }, platform)
  expect(await tags.match(a + b + a, hello)).toBeUndefined()
})

test('a hello is understood by whom it is for, from whom it is, in its room, and by nobody else', async () => {
  const [alice, bob, carol] = await people(3) as [Contact, Contact, Contact]
  const [a, b, c] = await peers(3) as [string, string, string]
  const make = (own: Contact, known: Contact[], self: string, at = room): Promise<Tags> => Tags.of(own, known.map(({ key }) => key), { room: at, self }, platform)
  const hello = await (await make(alice, [bob], a)).hello(b)
  const bobs = await make(bob, [carol, alice], b)
  expect(await bobs.match(a, hello)).toBe(alice.key)
  expect(await bobs.match(c, hello)).toBeUndefined()
  expect(await (await make(bob, [alice], c)).match(a, hello)).toBeUndefined()
  expect(await (await make(bob, [alice], b, platform.random(32))).match(a, hello)).toBeUndefined()
  expect(await (await make(carol, [alice, bob], b)).match(a, hello)).toBeUndefined()
  expect(await (await make(alice, [bob], a)).match(b, hello)).toBeUndefined()
})

test('what is no hello is of nobody', async () => {
  const [alice, bob] = await people(2) as [Contact, Contact]
  const [a, b] = await peers(2) as [string, string]
  const hello = await (await Tags.of(alice, [bob.key], { room, self: a }, platform)).hello(b)
  const tags = await Tags.of(bob, [alice.key], { room, self: b }, platform)
  for (const text of ['', hello.slice(1), `${hello}A`, `${hello}=`, '!'.repeat(854), hello.slice(0, 28)]) expect(await tags.match(a, text)).toBeUndefined()
  expect(await tags.match(a, hello)).toBe(alice.key)
})

test('the same key twice is one contact, 64 are taken, and 65 are not', async () => {
  const own = await newContact()
  const keys = (await people(65)).map(({ key }) => key)
  const place = { room, self: (await peers(1))[0]! }
  await Tags.of(own, [...keys.slice(0, 64), keys[0]!], place, platform)
  await expect(Tags.of(own, keys, place, platform)).rejects.toMatchObject({ code: 'misuse' })
})

test('a peer has a second to say who it is, unless it says so sooner or goes away', async () => {
  const clock = new FakeClock()
  const acquaintances = new Acquaintances(clock)
  const told: string[] = []
  for (const peer of ['silent', 'contact', 'stranger', 'gone', 'nobody']) {
    if (peer !== 'nobody') acquaintances.meet(peer)
    void acquaintances.decided(peer).then(() => told.push(peer))
  }
  await settle()
  expect(told).toEqual(['nobody'])
  acquaintances.decide('contact', 'its key')
  acquaintances.decide('stranger')
  acquaintances.left('gone')
  await settle()
  expect(told.splice(0).toSorted()).toEqual(['contact', 'gone', 'nobody', 'stranger'])
  await clock.pass(999)
  expect(told).toEqual([])
  await clock.pass(1)
  expect(told).toEqual(['silent'])
  expect(['silent', 'contact', 'stranger', 'gone'].map((peer) => acquaintances.contact(peer))).toEqual([undefined, 'its key', undefined, undefined])
  acquaintances.left('contact')
  acquaintances.meet('contact')
  expect([acquaintances.contact('contact'), clock.waiting]).toEqual(['its key', 0])
  acquaintances.meet('late')
  acquaintances.end()
  await acquaintances.decided('late')
  expect(clock.waiting).toBe(0)
})

test('what comes is delivered in its order, at once where nothing waits, and not at all where it does not open', async () => {
  const [told, reports]: unknown[][] = [[], []]
  const inbox = new Inbox((error) => reports!.push(error))
  inbox.take(undefined, () => told!.push(1))
  expect(told).toEqual([1])
  inbox.take(settle, () => told!.push(2))
  inbox.take(() => Promise.reject('forged'), () => told!.push('never'))
  inbox.take(undefined, () => told!.push(3))
  expect(told).toEqual([1])
  await settle()
  await settle()
  expect([told, reports]).toEqual([[1, 2, 3], ['forged']])
})

test('a link that is given up lets nothing through and does not open, whether its channel was open or not', async () => {
  const told: unknown[] = []
  const note = (name: string) => (what?: unknown): void => void told.push([name, what])
  const [pc, channel] = [{} as RTCPeerConnection, {} as RTCDataChannel]
  const early = new StrangerLink(openLink, note('ended'))
  early.giveUp()
  early.giveUp()
  early.begin(pc, channel, note('proven'), note('failed'))
  expect(told.splice(0)).toEqual([['ended', undefined], ['failed', 'the peer has said who it is']])
  const late = new StrangerLink(openLink, note('ended'))
  late.begin(pc, channel, note('proven'), note('failed'))
  late.heard('before', note('heard'))
  late.giveUp()
  late.heard('after', note('heard'))
  expect(told).toEqual([['proven', undefined], ['heard', 'before'], ['failed', 'the peer has said who it is']])
})
