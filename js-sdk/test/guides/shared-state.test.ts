// @vitest-environment happy-dom
import { shareState } from 'almenara/state'
import { expect } from 'vitest'
import { guide } from './guide.js'

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
])
