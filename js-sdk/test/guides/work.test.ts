import { expect, vi } from 'vitest'
import { guide } from './guide.js'

const dear = 2 ** 11

guide('docs/guide/work.md', [
  {
    shows: 'the work for a message is shown',
    before: ({ world }) => world.price(32),
    async check(_, { world, bar, written }) {
      await world.until(() => written.length > 0, Infinity)
      expect(written[0]).toMatch(/^post: \d+ hashes in \d+ ms$/)
      expect(bar.hidden).toBe(true)
    },
  },
  {
    shows: 'the user is asked for more work, and it is paid',
    before({ world }) {
      vi.stubGlobal('confirm', vi.fn(() => true))
      world.price(dear)
    },
    async check({ room }, { world }) {
      await world.until(() => room?.state === 'joined', Infinity)
      expect(confirm).toHaveBeenCalledWith(`The server is busy. Work ${4 * dear} hashes for "join"?`)
    },
  },
  {
    shows: 'what is too dear is refused with the code price',
    before({ world, room }) {
      room.maxWork = 2 ** 10
      world.price(dear)
    },
    check: (_, { written }) => expect(written).toEqual(['too dear just now']),
  },
])
