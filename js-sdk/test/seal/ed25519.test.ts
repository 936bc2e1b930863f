import { afterEach, expect, test, vi } from 'vitest'
import { isSound, newSigner, signerOf, verify } from '../../src/seal/ed25519.js'
import { peerIdOf } from '../../src/seal/identity.js'
import { newIdentity } from '../../src/seal/index.js'
import { hex, unhex } from './means.js'

afterEach(() => vi.unstubAllGlobals())

test('the key of a seed is that of RFC 8032, section 7.1, and signs as there', async () => {
  const signer = await signerOf(unhex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'))
  expect(hex(signer.key)).toBe('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c')
  const signature = await signer.sign(unhex('72'))
  expect(hex(signature)).toBe('92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da'
    + '085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00')
  expect(await verify(signer.key, signature, unhex('72'))).toBe(true)
  expect(await verify(signer.key, signature, unhex('73'))).toBe(false)
})

/** A signature that WebCrypto takes from this key for any message: R = A, S = 0. */
const forAnything = unhex(`01${'00'.repeat(63)}`)

test('a key for which anybody makes signatures has none', async () => {
  const neutral = unhex(`01${'00'.repeat(31)}`)
  const platform = await crypto.subtle.importKey('raw', neutral, 'Ed25519', false, ['verify'])
  expect(await crypto.subtle.verify('Ed25519', platform, forAnything, unhex('72'))).toBe(true)
  expect(await verify(neutral, forAnything, unhex('72'))).toBe(false)
})

test.each([
  ['of order 4', '00'.repeat(32)], ['of order 1', `01${'00'.repeat(31)}`], ['of order 2', `ec${'ff'.repeat(30)}7f`],
  ['of order 8', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
  ['of order 8', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
  ['that is p', `ed${'ff'.repeat(30)}7f`], ['above p', `ff${'ff'.repeat(30)}7f`],
])('a key %s is unsound, whatever the sign of its x', (_, y) => {
  expect(isSound(unhex(y))).toBe(false)
  expect(isSound(unhex(`${y.slice(0, 62)}${(Number.parseInt(y.slice(62), 16) | 0x80).toString(16)}`))).toBe(false)
})

test('every key that is made is sound, and one of another length is not', async () => {
  for (let count = 0; count < 100; count++) expect(isSound((await newSigner()).key)).toBe(true)
  expect(isSound(new Uint8Array(31))).toBe(false)
  expect(isSound(unhex(`eb${'ff'.repeat(30)}7f`))).toBe(true)
})

test('what is no point of the curve has no signatures', async () => {
  for (let y = 2; y < 40; y++) expect(await verify(unhex(y.toString(16).padStart(2, '0') + '00'.repeat(31)), forAnything, unhex('72'))).toBe(false)
})

test('a peer id is 130 bits of the hash of the key', async () => {
  expect(await peerIdOf(new Uint8Array(32))).toBe('mzuhvlpymk6xo3epygfy5h4oea')
})

test('where WebCrypto lacks Ed25519 the error says what is needed', async () => {
  const { subtle } = crypto
  const lacking = { generateKey: async () => { throw new DOMException('no such thing', 'NotSupportedError') } }
  vi.stubGlobal('crypto', { subtle: new Proxy(subtle, { get: (target, name) => name in lacking ? lacking.generateKey : Reflect.get(target, name) }) })
  await expect(newIdentity()).rejects.toMatchObject({ code: 'unsupported', message: expect.stringMatching(/Ed25519.*Chromium 137/) })
})

test('where the page may not use WebCrypto the error says so', async () => {
  vi.stubGlobal('crypto', {})
  await expect(newIdentity()).rejects.toMatchObject({ code: 'unsupported', message: expect.stringMatching(/secure context.*https/) })
})
