// @vitest-environment happy-dom
import { AlmenaraError, join } from 'almenara'
import { secretFromPassword, secretIn } from 'almenara/seal'
import { expect, vi } from 'vitest'
import { guide } from './guide.js'
import { linked } from './stage.js'

guide('docs/guide/sealed-rooms.md', [
  {
    shows: 'who has the link joins, and both are linked',
    async check({ room, secret }, { world, nodes }) {
      expect(secretIn(location.href)).toBe(secret)
      const friend = join(nodes, String(secret))
      await world.until(() => linked(friend).length === 1, Infinity)
      expect(linked(friend)[0]?.id).toBe(room?.self)
      await friend.leave()
    },
  },
  {
    shows: 'a password makes the same secret for all, and a weak one is warned of',
    async check({ warning }, { hint, password, nodes, world }) {
      expect([warning, hint.textContent]).toEqual([undefined, ''])
      const friend = join(nodes, await secretFromPassword('book club', password))
      await world.until(() => linked(friend).length === 1, Infinity)
      await friend.leave()
    },
  },
  {
    shows: 'both ends show the same five emoji',
    async check(_, { words, other, world }) {
      const [peer] = linked(other)
      const theirs = peer!.emoji()
      await world.until(() => words.textContent !== '', Infinity)
      expect(words.textContent.split(', ')).toHaveLength(5)
      expect((await theirs).map(({ sign, name }) => `${sign} ${name}`).join(', ')).toBe(words.textContent)
    },
  },
  {
    shows: 'what is wrong with messages is told, and nothing else',
    before: ({ room }) => { vi.spyOn(room, 'on') },
    check(_, { room, written }) {
      const [, listener] = vi.mocked(room.on).mock.calls.find(([name]) => name === 'error') ?? []
      for (const code of ['connect-failed', 'bad-message'] as const) (listener as (error: AlmenaraError) => void)(new AlmenaraError(code, `It is ${code}.`))
      expect(written).toEqual(['somebody meddles: It is bad-message.'])
    },
  },
])
