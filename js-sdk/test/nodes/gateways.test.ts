import { beforeEach, expect, test, vi } from 'vitest'
import { base64url } from '../../src/ids.js'
import { Gateways, type DhtContent, type GatewayOptions } from '../../src/nodes/gateways.js'
import { dhtGet, dhtPut } from '../../src/nodes/index.js'
import type { ItemJson } from '../../src/nodes/item.js'
import { createSolver } from '../../src/pow/index.js'
import { FakeClock } from '../time.js'
import { FakeGateway, refused } from './gateway.js'
import { spoilt } from './sign.js'

const SALT = 'almenara/test'
const URLS = ['https://a.example', 'https://b.example', 'https://c.example']

let gateways: FakeGateway[]
let pair: CryptoKeyPair
let key: string
let clock: FakeClock

beforeEach(async () => {
  gateways = URLS.map(() => new FakeGateway())
  pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']) as CryptoKeyPair
  key = base64url(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)))
  clock = new FakeClock()
})

const fetch: typeof globalThis.fetch = async (input, init) => {
  const url = new URL(String(input))
  return gateways[URLS.indexOf(url.origin)]!.answer(url, init)
}

const content = (seq: number, more: Partial<DhtContent> = {}): DhtContent => ({ pair, salt: SALT, seq, value: `version ${seq}`, ...more })
const put = (seq: number, more: Partial<DhtContent> = {}, options: GatewayOptions = {}): ReturnType<typeof dhtPut> => dhtPut(URLS, content(seq, more), { fetch, ...options })
const get = (): ReturnType<typeof dhtGet> => dhtGet(URLS, { key, salt: SALT }, { fetch })
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
/** That version, as only the key can sign it. */
async function version(seq: number): Promise<ItemJson> {
  const gateway = new FakeGateway()
  await dhtPut([URLS[0]!], content(seq), { fetch: async (url, init) => gateway.answer(new URL(String(url)), init) })
  return gateway.item!
}

test('what is put through some gateways is got through others that reach the same', async () => {
  expect(await put(1)).toEqual({ key, gateways: 2, copies: 8 })
  expect(await get()).toEqual({ key, salt: SALT, seq: 1, value: bytes('version 1') })
})

test('a put reaches two gateways, others in the place of those that do not take it', async () => {
  gateways[0]!.state = 'dead'
  gateways[1]!.copies = 3
  expect(await put(1)).toEqual({ key, gateways: 2, copies: 8 })
  gateways[2]!.instead = () => refused(503, 'overloaded')
  expect(await put(2)).toEqual({ key, gateways: 1, copies: 3 })
})

test('the newest version wins, and what is not signed by the key, is for another salt or is no value counts for nothing', async () => {
  const [old, newest] = [await version(4), await version(5)]
  gateways[0]!.item = old
  gateways[1]!.item = newest
  gateways[2]!.instead = () => Response.json({ ...newest, seq: 9 })
  expect(await get()).toMatchObject({ seq: 5, value: bytes('version 5') })
  gateways[2]!.instead = () => Response.json(spoilt({ ...newest }, 'v'))
  expect(await get()).toMatchObject({ seq: 5 })
  const stranger = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']) as CryptoKeyPair
  await dhtPut([URLS[2]!], content(7, { pair: stranger }), { fetch: async (url, init) => (gateways[2]!.instead = undefined, gateways[2]!.answer(new URL(String(url)), init)) })
  const theirs = gateways[2]!.item!
  gateways[2]!.instead = () => Response.json(theirs)
  expect(await get()).toMatchObject({ seq: 5 })
})

test('an item is nowhere when those that answer do not find it, and who says so can do no more than keep it back', async () => {
  expect(await get()).toBeUndefined()
  gateways[1]!.item = await version(1)
  gateways[2]!.state = 'dead'
  expect(await get()).toMatchObject({ seq: 1 })
})

test('nothing is known where no gateway answers', async () => {
  gateways[0]!.state = 'dead'
  gateways[1]!.instead = () => new Response('<h1>')
  gateways[2]!.instead = () => refused(404, 'no-dht')
  await expect(get()).rejects.toMatchObject({ code: 'unreachable' })
})

test('a gateway that does not answer is waited for two seconds when another one has, and twenty-five otherwise', async () => {
  gateways[0]!.item = await version(3)
  gateways[1]!.state = 'silent'
  gateways[2]!.state = 'silent'
  const time = async (): Promise<number> => {
    const began = clock.now()
    const asked = vi.fn()
    new Gateways(URLS, { fetch }, clock).get({ key, salt: SALT }).then(asked, asked)
    await clock.until(() => asked.mock.calls.length > 0)
    return clock.now() - began
  }
  const short = await time()
  expect(short).toBeGreaterThanOrEqual(2_000)
  // Signatures take real time, of which the clock knows nothing.
  expect(short).toBeLessThan(24_000)
  gateways[0]!.state = 'silent'
  expect(await time()).toBeGreaterThanOrEqual(25_000)
})

test('work is done for nodes that ask for it, for what is put and no other', async () => {
  const solver = createSolver()
  try {
    for (const gateway of gateways) gateway.effort = 4
    expect(await put(1, {}, { solver })).toEqual({ key, gateways: 2, copies: 8 })
    expect(gateways.map(({ paid }) => paid.length)).toEqual([1, 1, 0])
  } finally {
    solver.close()
  }
})

test('a node that asks for ever more is left after five tries, and without a solver at once', async () => {
  for (const gateway of gateways) gateway.effort = 4
  const solver = { solve: vi.fn(async () => 'not.paid') }
  await expect(put(1, {}, { solver })).rejects.toMatchObject({ code: 'price' })
  expect(gateways.map(({ asked }) => asked.length)).toEqual([5, 5, 5])
  await expect(put(1)).rejects.toMatchObject({ code: 'price' })
  expect(gateways.map(({ asked }) => asked.length)).toEqual([6, 6, 6])
})

test('a version that is not newer, and one that others have overtaken, are refused', async () => {
  await put(5)
  gateways[2]!.state = 'dead'
  await expect(put(4)).rejects.toMatchObject({ code: 'seq-too-low' })
  await expect(put(5, { value: 'another one' })).rejects.toMatchObject({ code: 'seq-too-low' })
  expect(await put(5), 'the same may be put again').toMatchObject({ gateways: 2 })
  await expect(put(6, { cas: 4 })).rejects.toMatchObject({ code: 'cas-mismatch' })
  expect(await put(6, { cas: 5 })).toMatchObject({ gateways: 2 })
})

test('a value may be of any kind that BEP 44 knows', async () => {
  const value = new Map<string, string | number | readonly string[]>([['name', 'Ann'], ['seen', 12], ['list', ['a', 'b']]])
  await put(1, { value })
  const item = await get()
  expect(item?.value).toEqual(new Map<string, unknown>([['list', [bytes('a'), bytes('b')]], ['name', bytes('Ann')], ['seen', 12]]))
})

test.each<[string, Partial<DhtContent>]>([
  ['more than 1,000 bytes', { value: 'x'.repeat(997) }], ['a number that is not whole', { value: 1.5 }], ['a version below zero', { seq: -1 }], ['a cas that is no number of a version', { cas: 0.5 }], ['a salt of 65 bytes', { salt: 'ü'.repeat(32) + 'x' }],
])('%s can not be put', async (_, more) => {
  await expect(put(1, more)).rejects.toMatchObject({ code: 'misuse' })
})

test('1,000 bytes, and a salt of 64, can be put', async () => {
  expect(await put(0, { value: 'x'.repeat(996), salt: 'ü'.repeat(32) })).toMatchObject({ gateways: 2 })
})

test('a key of another form, and no gateway at all, are misuse', async () => {
  await expect(dhtGet(URLS, { key: 'short', salt: SALT }, { fetch })).rejects.toMatchObject({ code: 'misuse' })
  expect(() => dhtGet([], { key, salt: SALT })).toThrow(expect.objectContaining({ code: 'misuse' }))
})

test('eight gateways are asked at most', async () => {
  const asked: string[] = []
  const many = Array.from({ length: 9 }, (_, index) => `https://gateway${index}.example`)
  await dhtGet(many, { key, salt: SALT }, { fetch: async (url) => (asked.push(new URL(String(url)).origin), refused(404, 'no-item')) })
  expect(asked).toEqual(many.slice(0, 8))
})

test.each(['get', 'put'] as const)('a %s is given up by its signal', async (what) => {
  for (const gateway of gateways) gateway.state = 'silent'
  const giving = new AbortController()
  const task = what === 'get' ? dhtGet(URLS, { key, salt: SALT }, { fetch, signal: giving.signal }) : put(1, {}, { signal: giving.signal })
  await vi.waitFor(() => expect(gateways[0]!.asked).toHaveLength(1))
  giving.abort()
  await expect(task).rejects.toMatchObject({ code: 'aborted' })
  expect(gateways[2]!.asked.length, 'nobody else is asked').toBe(what === 'get' ? 1 : 0)
})

test('a gateway that refuses as if the caller had given up ends nothing at the others', async () => {
  gateways[0]!.instead = () => refused(400, 'aborted')
  expect(await put(1)).toEqual({ key, gateways: 2, copies: 8 })
})
