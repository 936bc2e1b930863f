import { expect, test } from 'vitest'
import { isRoomId, newRoomId } from '../../src/ids.js'
import { isSecret, newSecret, openPublicRoom, openRoom, secretIn, withSecret } from '../../src/seal/index.js'
import { formatSecret, readSecret } from '../../src/seal/secret.js'

test('a secret is 32 random bytes as text that no node takes for a room', () => {
  const secret = newSecret()
  expect(secret).toMatch(/^s1\.[\w-]{43}$/)
  expect(isSecret(secret)).toBe(true)
  expect(isRoomId(secret)).toBe(false)
  expect(newSecret()).not.toBe(secret)
  expect(formatSecret(readSecret(secret))).toBe(secret)
})

test('a secret goes into the fragment of a URL and comes out of it', () => {
  const secret = newSecret()
  const url = withSecret('https://app.example/call?x=1#old', secret)
  expect(url).toBe(`https://app.example/call?x=1#${secret}`)
  expect(secretIn(url)).toBe(secret)
  expect(secretIn(`#view=2&${secret}&y`)).toBe(secret)
})

test.each([
  ['nothing', 'https://app.example/'], ['an empty fragment', 'https://app.example/#'], ['a room id', `https://app.example/#${newRoomId()}`],
  ['a secret outside of the fragment', `https://app.example/?${newSecret()}`], ['one that was cut off', withSecret('/', newSecret()).slice(0, -1)],
  ['one that goes on', `${withSecret('/', newSecret())}A`],
])('%s is no secret', (_, url) => {
  expect(secretIn(url)).toBeUndefined()
})

test('there is one way to write a secret', () => {
  const written = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].filter((last) => isSecret(`s1.${'A'.repeat(42)}${last}`))
  expect(written.join('')).toBe('AEIMQUYcgkosw048')
})

test('what is no secret is misuse, and is not repeated', async () => {
  const room = newRoomId()
  const error = await openRoom(room).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'AlmenaraError', code: 'misuse' })
  expect(String(error)).not.toContain(room)
  expect(() => withSecret('https://app.example/', room)).toThrow('no room secret')
  await expect(openPublicRoom(newSecret())).rejects.toMatchObject({ code: 'misuse' })
})

test('the room follows from the secret, and every session has an identity of its own', async () => {
  const secret = newSecret()
  const [one, two] = [await openRoom(secret), await openRoom(secret)]
  expect(isRoomId(one.room)).toBe(true)
  expect(two.room).toBe(one.room)
  expect(two.identity.peer).not.toBe(one.identity.peer)
  expect(one.identity.peer).toMatch(/^[a-z2-7]{26}$/)
  expect((await openRoom(newSecret())).room).not.toBe(one.room)
  expect((await openRoom(secret, { identity: one.identity })).identity.peer).toBe(one.identity.peer)
})

test('what counts as fresh is a second at least', async () => {
  await expect(openRoom(newSecret(), { fresh: 0 })).rejects.toMatchObject({ code: 'misuse' })
  await expect(openRoom(newSecret(), { fresh: NaN })).rejects.toMatchObject({ code: 'misuse' })
  expect((await openRoom(newSecret(), { fresh: 1 })).room).toHaveLength(43)
})
