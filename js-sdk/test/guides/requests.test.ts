// @vitest-environment happy-dom
import { createActions } from 'almenara/actions'
import { expect } from 'vitest'
import { guide } from './guide.js'

guide('docs/guide/requests.md', [
  {
    shows: 'a photo arrives, with what it is',
    before({ other }) { createActions(other).define('photo').on(() => {}) },
    async check(_, { world, other, written, bar }) {
      expect(written).toEqual(['1 have it, 0 do not'])
      void createActions(other, { patience: 2_000 }).define<Blob, void, { title: string }>('photo').send(new Blob(['four']), { metadata: { title: 'Hill' } })
      await world.until(() => written.length === 2, Infinity)
      expect(written[1]).toBe(`${other.self} has sent Hill, 4 bytes`)
      expect(bar.value).toBe(1)
    },
  },
  {
    shows: 'a sum is asked for',
    before({ other }) { createActions(other).define<number[], number>('sum').handle((numbers) => numbers.length) },
    check: (_, { written }) => expect(written).toEqual(['the sum is 3']),
  },
  {
    shows: 'everybody is asked',
    before({ other }) { createActions(other).define<string, string[]>('search').handle((text) => [text, 'hill']) },
    check: (_, { written, other }) => expect(written).toEqual([`${other.self} has tower and hill`]),
  },
  {
    shows: 'a request has an end',
    before({ other }) { createActions(other).define<Uint8Array, string>('backup').handle((data) => `${data.length} kept`) },
    check: (_, { written }) => expect(written).toEqual(['100000 kept']),
  },
])
