import { expect, test } from 'vitest'
import type { Ends } from '../../src/seal/channel.js'
import { EmojiCheck } from '../../src/seal/check.js'
import { emoji, fiveOf } from '../../src/seal/emoji.js'
import { platform } from '../../src/seal/webcrypto.js'
import { bytesFor, identityFor, sdpOf, unhex } from './means.js'

type Tap = (text: string) => string | undefined

const names = (check: EmojiCheck): Promise<string> => check.emoji.then((five) => five.map(({ name }) => name).join(' '))

/** Two ends whose texts go through taps; who has the smaller id commits, and comes first. */
async function ends(taps: [Tap, Tap] = [(text) => text, (text) => text], fields: [Partial<Ends>, Partial<Ends>] = [{}, {}]): Promise<[EmojiCheck, EmojiCheck]> {
  const [low, high] = (await Promise.all(['alice', 'bob'].map(identityFor))).map(({ peer }) => peer).sort() as [string, string]
  const send = (tap: Tap, to: () => EmojiCheck) => (text: string): void => {
    const passed = tap(text)
    if (passed !== undefined) void to().hear(passed)
  }
  const views: [Ends, Ends] = [
    { self: low, peer: high, local: sdpOf('low'), remote: sdpOf('high'), ...fields[0] },
    { self: high, peer: low, local: sdpOf('high'), remote: sdpOf('low'), ...fields[1] },
  ]
  const first: EmojiCheck = new EmojiCheck({ ends: views[0], means: platform, send: send(taps[0], () => second) })
  const second: EmojiCheck = new EmojiCheck({ ends: views[1], means: platform, send: send(taps[1], () => first) })
  return [first, second]
}

test.each([[[0]], [[1]], [[0, 1]], [[1, 0]], [[0, 0]]])('both ends show the same five, whoever begins: %j', async (begin) => {
  const both = await ends()
  for (const index of begin) both[index]!.begin()
  const [one, other] = await Promise.all(both.map(names))
  expect(one).toBe(other)
  expect(one!.split(' ')).toHaveLength(5)
})

test('two comparisons of one link show other signs', async () => {
  const shown = await Promise.all([1, 2].map(async () => {
    const [first] = await ends()
    first.begin()
    return names(first)
  }))
  expect(shown[0]).not.toBe(shown[1])
})

test('somebody who passes on what the two say is noticed, for each has committed to the certificates it sees', async () => {
  const evil = { remote: sdpOf('evil') }
  const [first, second] = await ends(undefined, [evil, evil])
  first.begin()
  await expect(second.emoji).rejects.toMatchObject({ fault: 'forged' })
})

test('somebody who compares with each of the two does not get them to show the same', async () => {
  const [low, high] = (await Promise.all(['alice', 'bob'].map(identityFor))).map(({ peer }) => peer).sort() as [string, string]
  /** A comparison between two ends, of which the one says what the other wants. */
  const shown = async (own: string, other: string): Promise<string> => {
    const view = (self: string, peer: string, local: string, remote: string, to: () => EmojiCheck): EmojiCheck =>
      new EmojiCheck({ ends: { self, peer, local: sdpOf(local), remote: sdpOf(remote) }, means: platform, send: (text) => void to().hear(text) })
    const first: EmojiCheck = view(low, high, own, other, () => second)
    const second: EmojiCheck = view(high, low, other, own, () => first)
    first.begin()
    return names(first)
  }
  let alike = 0
  for (let count = 0; count < 300; count++) if (await shown('low', `evil ${count}`) === await shown(`evil ${count}`, 'high')) alike++
  expect(alike).toBe(0)
})

test('a nonce other than the one committed to is noticed', async () => {
  const replace: Tap = (text) => text.startsWith('nonce.') ? `nonce.${Buffer.from(bytesFor('evil')).toString('base64url')}` : text
  const [first, second] = await ends([replace, (text) => text])
  first.begin()
  await expect(second.emoji).rejects.toMatchObject({ fault: 'forged' })
})

test.each(['nonce.', 'commit.AAAA', 'reveal.x', '', 'nonce.' + 'A'.repeat(43), 'ask'])('a text out of turn ends the comparison: %s', async (text) => {
  const [, second] = await ends()
  await second.hear(text)
  await expect(second.emoji).rejects.toMatchObject({ fault: 'malformed' })
})

test('who commits does not take a commitment, and nothing that is no text', async () => {
  for (const text of [`commit.${'A'.repeat(43)}`, 7, undefined, { a: 1 }]) {
    const [first] = await ends()
    first.begin()
    await first.hear(text)
    await expect(first.emoji).rejects.toMatchObject({ fault: 'malformed' })
  }
})

test('after the end nothing changes what is shown', async () => {
  const [first, second] = await ends()
  first.begin()
  const shown = await names(second)
  await second.hear('nonsense')
  expect(await names(second)).toBe(shown)
})

test('there are 64 signs, all different, each drawn in colour by itself and with a name of its own', () => {
  expect(emoji).toHaveLength(64)
  expect(new Set(emoji.map(({ sign }) => sign)).size).toBe(64)
  expect(new Set(emoji.map(({ name }) => name)).size).toBe(64)
  for (const { sign, name } of emoji) {
    expect(sign).toMatch(/^\p{Emoji_Presentation}$/u)
    expect(name).toMatch(/^[a-z]+$/)
  }
})

test('five signs are the first 30 bits', () => {
  const five = (bytes: string): number[] => fiveOf(unhex(bytes)).map((each) => emoji.indexOf(each))
  expect(five('00000000')).toEqual([0, 0, 0, 0, 0])
  expect(five('fffffffc')).toEqual([63, 63, 63, 63, 63])
  expect(five('04210843')).toEqual([1, 2, 4, 8, 16])
})
