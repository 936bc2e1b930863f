// @vitest-environment happy-dom
import { World } from '../../src/testing/world.js'
import { expect, test } from 'vitest'
import { write } from './blocks.js'

const [counter, tests, react] = write('docs/guide/testing.md')

// The page's own tests become tests of this file.
if (!counter || !tests || !react) throw new Error('testing.md has three blocks')
await import(/* @vite-ignore */ tests.file)

test('the world of the tests for React is one', async () => {
  const { default: play } = await import(/* @vite-ignore */ react.file) as { default: (stage: object) => Promise<{ world: World }> }
  expect((await play({})).world).toBeInstanceOf(World)
})
