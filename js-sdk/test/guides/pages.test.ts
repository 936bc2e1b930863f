import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { blocksOf, pages, textOf, write } from './blocks.js'

test('every page with code of this SDK has a test here that runs it', () => {
  const tests = readdirSync(import.meta.dirname).filter((file) => /\.test\.tsx?$/.test(file) && file !== 'pages.test.ts')
  const all = tests.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8')).join()
  const untested = pages().filter((page) => write(page, 'guides-pages').length > 0 && !all.includes(`'${page}'`))
  expect(untested).toEqual([])
})

test('the index has a link to every guide and migration page', () => {
  const index = textOf('docs/guide/README.md')
  expect(pages().filter((page) => !page.endsWith('README.md') && !index.includes(`${basename(page)})`))).toEqual([])
})

test('every block says by its fence what it is', () => {
  const marks = pages().flatMap((page) => blocksOf(page)).filter(({ language, mark }) => !/^(js|ts|tsx|html)( browser| before)?$|^(sh|json|text)$/.test(`${language} ${mark}`.trim()))
  expect(marks).toEqual([])
  const fences = pages().map((page) => [...textOf(page).matchAll(/^```/gm)].length)
  expect(fences.reduce((sum, each) => sum + each)).toBe(2 * pages().flatMap((page) => blocksOf(page)).length)
})
