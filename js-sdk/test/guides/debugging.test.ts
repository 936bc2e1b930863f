// @vitest-environment happy-dom
import { expect } from 'vitest'
import { guide } from './guide.js'

guide('docs/guide/debugging.md', [
  {
    shows: 'the trace tells what happens',
    async check(_, { world, written }) {
      world.cut()
      await world.until(() => written.some((line) => /Z room .*state: joined/.test(line)))
    },
  },
  {
    shows: 'members, node and paths are told',
    check: (_, { written, room, other }) => expect(written).toEqual(['[object Object]', `joined at ${room.node?.url} by websocket`, `${other.self} [object Object]`]),
  },
  { shows: 'the figures of a link are told', check: (_, { written }) => expect(written).toEqual([expect.stringMatching(/ms, 0 restarts, \d+ bytes sent, \d+ received$/)]) },
])
