import { afterEach, expect, test, vi } from 'vitest'
import { isSecret, LEAST_BITS, openRoom, passwordStrength, secretFromPassword } from '../../src/seal/index.js'

/** Argon2 is slow by intent. */
const SLOW = { timeout: 60_000 }
const GOOD = 'brachiosaur trowel finch umbel quartz'

afterEach(() => vi.unstubAllGlobals())

test.each([
  ['', 0], ['aaaaaaaaaaaaaaaaaaaaaaaa', 4], ['123456789012345678901234567890', 12], ['password', 12], ['Password123!', 19], ['Tr0ub4dor&3', 41],
  ['correct horse battery staple', 48], ['correct correct correct correct correct', 12], ['correct horse battery staple 17', 54], [GOOD, 60], ['xK9mQ2vL8pR4tZ7w', 59], ['xK9mQ2vL8pR4tZ7w!', 63],
])('"%s" counts for %i bits', (password, bits) => {
  expect(passwordStrength(password).bits).toBe(bits)
  expect(passwordStrength(password).warning === undefined).toBe(bits >= LEAST_BITS)
})

test('however a password is typed, it is the same', SLOW, async () => {
  expect(passwordStrength('ﬁnch Finch finch').bits).toBe(12)
  const secret = await secretFromPassword('the allotment', GOOD)
  expect(isSecret(secret)).toBe(true)
  expect(await secretFromPassword(' the  allotment ', `${GOOD.replaceAll(' ', '  ')}\n`)).toBe(secret)
})

test('another password or another name is another room', SLOW, async () => {
  const rooms = await Promise.all([['a', GOOD], ['b', GOOD], ['a', GOOD.toUpperCase()]].map(async ([name, password]) =>
    (await openRoom(await secretFromPassword(name!, password!))).room))
  expect(new Set(rooms).size).toBe(3)
})

test('a weak password is refused with the warning, before any work', async () => {
  const { warning } = passwordStrength('correct horse battery staple')
  expect(warning).toMatch(/may be guessed by whoever runs the server/)
  await expect(secretFromPassword('a', 'correct horse battery staple')).rejects.toMatchObject({ code: 'misuse', message: warning })
})

test('where WebAssembly is forbidden the error says what to allow', async () => {
  vi.stubGlobal('WebAssembly', undefined)
  vi.resetModules()
  const { secretFromPassword: afresh } = await import('../../src/seal/password.js')
  await expect(afresh('a', GOOD)).rejects.toMatchObject({ code: 'misuse', message: expect.stringContaining('wasm-unsafe-eval') })
})
