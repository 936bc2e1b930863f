// @vitest-environment happy-dom
import { join } from 'almenara'
import { mirrorState } from 'almenara/mirror'
import { shareState } from 'almenara/state'
import { expect, vi } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { FakeTable } from '../mirror/faketable.js'
import { guide } from './guide.js'

/** Has the nodes keep a table. */
function keepTable(): void {
  const { fetch } = globalThis
  const table = new FakeTable(systemClock)
  vi.stubGlobal('fetch', (input: string | URL, init?: RequestInit) => {
    const { pathname } = new URL(input)
    return pathname.startsWith('/cgi-bin/') ? table.fetch(`https://node.example${pathname}`, init) : fetch(input, init)
  })
}

guide('docs/guide/shared-state.md', [
  {
    shows: 'what one writes all have, and who draws draws it',
    async check(_, { world, other, written }) {
      const board = shareState<object>(other, 'board')
      await world.until(() => board.get('note 1') !== undefined)
      board.delete('note 1')
      await world.until(() => written.length === 2)
      expect(written).toEqual(['note 1 is now at 10, 20: Hello (local)', 'note 1 is gone (remote)'])
    },
  },
  { shows: 'what changes by itself has a key of its own', check: (_, { written }) => expect(written).toEqual(['note 1/text,note 1/place']) },
  { shows: 'a cursor is there for a while', check: (_, { written }) => expect(written).toEqual(['[object Object]']) },
  {
    shows: 'who comes when nobody is there finds what was written',
    before: keepTable,
    async check(_, { world, room, other, nodes, id, written }) {
      await Promise.all([room.leave(), other.leave(), world.pass(2_000)])
      const late = join(nodes, id)
      await world.until(() => late.state === 'joined')
      const board = shareState(late, 'board')
      const mirror = mirrorState(board, { node: nodes[0]!, table: 'almenara-boards', secret: id })
      await mirror.sync()
      expect([board.get('sign'), written]).toEqual(['Back on Monday', []])
      await Promise.all([late.leave(), world.pass(2_000)])
    },
  },
])
