import { beforeAll, expect, test } from 'vitest'
import { base64url } from '../../src/ids.js'
import { isSigned, type ItemJson, readItem, writeItem } from '../../src/nodes/item.js'
import { isInTime, LIFE, type NodeRecord, signedRecord, SKEW } from '../../src/nodes/record.js'
import { field, label } from '../../src/seal/bytes.js'
import { newSigner, type Signer, signerOf } from '../../src/seal/ed25519.js'
import { type Said, signed, signedItem, spoilt } from './sign.js'

const NOW = 1_800_000_000_000
const URL = 'https://node.example/'
const later = NOW / 1_000 + 3_600

let signer: Signer
beforeAll(async () => { signer = await newSigner() })

const read = async (said: Partial<Said>): Promise<NodeRecord | undefined> => signedRecord(readItem(await signed(signer, { url: URL, expiry: later, ...said })))

const VECTORS = [
  ['', '305ac8aeb6c9c151fa120f120ea2cfb923564e11552d06a5d856091e5e853cff1260d3f39e4999684aa92eb73ffd136e6f4f3ecbfda0ce53a1608ecd7ae21f01'],
  ['foobar', '6834284b6b24c3204eb2fea824d82f88883a3d95e8b4a21b8c0ded553d17d17ddf9a8a7104b1258f30bed3787e6cb896fca78c58f8e03b5f18f14951a87d9a08'],
] as const

test.each(VECTORS)('the item of BEP 44 with the salt %o is signed by its key', async (salt, signature) => {
  const hex = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'hex'))
  const item = { key: hex('77ff84905a91936367c01360803104f92432fcd904a43511876df5cdf3e7e548'), salt, seq: 1, signature: hex(signature), value: new TextEncoder().encode('12:Hello World!') }
  expect(await isSigned(item)).toBe(true)
  expect(await isSigned({ ...item, seq: 2 })).toBe(false)
  expect(await isSigned({ ...item, salt: `${salt}x` })).toBe(false)
})

test('a record says where a node is and what it asks', async () => {
  expect(await read({ effort: 4_000, capabilities: ['stun', 'turn'] })).toMatchObject({ url: URL, key: base64url(signer.key), effort: 4_000, capabilities: ['stun', 'turn'], end: later * 1_000 })
})

test('what a node has signed with a key of zeros is read, and is what the SDK would sign; so is its proof', async () => {
  const record = {
    k: 'O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik', salt: 'almenara/node/v1', seq: 1800000000,
    sig: 'IBksEv0tmdb3ibyxCgPnjkZouIp33C4ZX_tYyFejj9oUbSvdRiPosSYQAYmrwTSez2rMhk_g1EFpmphUm1JgAQ',
    v: 'ZDEyOmNhcGFiaWxpdGllc2w0OnN0dW40OnR1cm5lNjplZmZvcnRpMjYyMTQ0ZTY6ZXhwaXJ5aTE4MDAwMDM2MDBlMzp1cmwzNTpodHRwczovL25vZGUuZXhhbXBsZTo4NDQzL2FsbWVuYXJhL2U',
  }
  const proof = '-kT-Nl758WiwxZyjbT7y6rGzpnhs63kchtWsu4lkj8gB56mRpijeI2teFxORPbAMTWI_kofr38P9ypHZNRXOAA'
  const zeros = await signerOf(new Uint8Array(32))
  const read = await signedRecord(readItem(record))
  expect(read).toMatchObject({ url: 'https://node.example:8443/almenara/', effort: 262_144, capabilities: ['stun', 'turn'], end: 1_800_003_600_000 })
  expect(await signed(zeros, { url: read!.url, effort: 262_144, expiry: 1_800_003_600, capabilities: ['stun', 'turn'] }, record.seq)).toEqual(record)
  const nonce = Uint8Array.from({ length: 32 }, (_, index) => index)
  expect(base64url(await zeros.sign(label('node-proof'), nonce, field(read!.url)))).toBe(proof)
})

test('fields that are unknown are passed over', async () => {
  expect(await read({ more: [['zone', [1, 'x']], ['large', 999_999_999_999_999_999n]] })).toMatchObject({ url: URL })
})

test.each<[string, Partial<Said>]>([
  ['a URL in another form', { url: 'https://Node.example/' }], ['no effort', { effort: 'free' }], ['an effort below zero', { effort: -1 }], ['an effort of more than 32 bits', { effort: 2 ** 32 }],
  ['an end that is none', { expiry: 'soon' }], ['capabilities that are no list', { capabilities: 'stun' }], ['seventeen capabilities', { capabilities: Array.from({ length: 17 }, () => 'x') }],
  ['a capability of 33 characters', { capabilities: ['x'.repeat(33)] }], ['a capability in upper case', { capabilities: ['STUN'] }], ['a number for a capability', { capabilities: [1] }],
])('what has %s is no record', async (_, said) => {
  expect(await read(said)).toBeUndefined()
})

test.each<[string, Partial<Said>]>([
  ['the highest effort', { effort: 2 ** 32 - 1 }], ['no work', { effort: 0 }], ['sixteen capabilities', { capabilities: Array.from({ length: 16 }, () => 'x'.repeat(32)) }], ['none', { capabilities: [] }],
])('a record may have %s', async (_, said) => {
  expect(await read(said)).toMatchObject({ url: URL })
})

test.each(['k', 'sig', 'v'] as const)('a record with one bit of its %s changed is nobody\'s', async (part) => {
  const item = await signed(signer, { url: URL, expiry: later })
  expect(await signedRecord(readItem(item))).toBeDefined()
  expect(await signedRecord(readItem(spoilt(item, part)))).toBeUndefined()
})

test('the number of the version and the salt are signed, too', async () => {
  const item = await signed(signer, { url: URL, expiry: later })
  expect(await signedRecord(readItem({ ...item, seq: 2 }))).toBeUndefined()
  expect(await signedRecord(readItem(await signed(signer, { url: URL, expiry: later }, 1, 'almenara/other')))).toBeUndefined()
})

test('anybody could sign with a key of small order, so that is none', async () => {
  const item = await signed(signer, { url: URL, expiry: later })
  expect(await signedRecord(readItem({ ...item, k: base64url(new Uint8Array(32)), sig: base64url(new Uint8Array(64)) }))).toBeUndefined()
})

test.each<[string, (item: ItemJson) => unknown]>([
  ['no object', () => 'record'], ['null', () => null], ['a list', () => []], ['a key of 31 bytes', (item) => ({ ...item, k: base64url(new Uint8Array(31)) })],
  ['a signature of 65 bytes', (item) => ({ ...item, sig: base64url(new Uint8Array(65)) })], ['a number for a value', (item) => ({ ...item, v: 7 })], ['padding', (item) => ({ ...item, k: `${item.k}=` })],
  ['a version that is no whole number', (item) => ({ ...item, seq: 1.5 })], ['a version below zero', (item) => ({ ...item, seq: -1 })], ['no salt', (item) => ({ ...item, salt: undefined })],
  ['a salt of 65 bytes', (item) => ({ ...item, salt: 'x'.repeat(65) })],
])('%s is no item', async (_, change) => {
  const item = await signed(signer, { url: URL, expiry: later })
  expect(readItem(change(item))).toBeUndefined()
})

test('a value has 1,000 bytes at most', async () => {
  const item = (length: number): Promise<ItemJson> => signedItem(signer, { salt: 'x'.repeat(64), seq: 0, value: new Uint8Array(length) })
  expect(readItem(await item(1_000))?.value).toHaveLength(1_000)
  expect(readItem(await item(999))?.value).toHaveLength(999)
  expect(readItem(await item(0))?.value).toHaveLength(0)
  expect(readItem(await item(1_001))).toBeUndefined()
})

test('an item is written as it was read', async () => {
  const item = await signed(await signerOf(new Uint8Array(32)), { url: URL, expiry: later })
  expect(writeItem(readItem(item)!)).toEqual(item)
})

test('a record holds for two hours at most, and clocks may differ by a minute', async () => {
  const ends = async (end: number): Promise<boolean> => isInTime((await read({ expiry: end / 1_000 }))!, NOW)
  expect(await ends(NOW + LIFE + SKEW)).toBe(true)
  expect(await ends(NOW + LIFE + SKEW + 1_000)).toBe(false)
  expect(await ends(NOW - SKEW + 1_000)).toBe(true)
  expect(await ends(NOW - SKEW)).toBe(false)
})
