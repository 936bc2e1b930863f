import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { REPOSITORY } from './blocks.js'

const ELSEWHERE = /^(node_modules|target|dist|reference|test-results|\.git|\.run)$/

/** Every page of the repository, but those that are made or fetched. */
function markdown(folder = REPOSITORY): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (ELSEWHERE.test(entry.name)) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return markdown(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}

/** A page without code, in which nothing is a link or a heading. */
function prose(text: string): string {
  return text.replace(/^( *)(```+|~~~+)[\s\S]*?^\1\2$/gm, '').replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ''))
}

/** The anchors of a page's headings, as GitHub makes them, and those that it sets itself. */
function anchors(text: string): Set<string> {
  const found = new Set<string>()
  for (const [, title = ''] of prose(text).matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const slug = title.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase().replace(/[^\p{L}\p{N}_ -]/gu, '').replace(/ /g, '-')
    let name = slug
    for (let again = 1; found.has(name); again++) name = `${slug}-${again}`
    found.add(name)
  }
  for (const [, id = ''] of text.matchAll(/<a (?:id|name)="([^"]+)"/g)) found.add(id)
  return found
}

/** The links of a page that lead nowhere: to a file that is not there, or to a heading that its page has not got. */
function broken(page: string, text = readFileSync(page, 'utf8')): string[] {
  const links = [...prose(text).matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)].map(([, target = '']) => target)
  return links.filter((target) => {
    if (/^(https?:|mailto:)/.test(target)) return false
    const [path = '', anchor] = decodeURI(target).split('#')
    const file = path === '' ? page : resolve(dirname(page), path)
    if (!existsSync(file)) return true
    return anchor !== undefined && file.endsWith('.md') && !anchors(file === page ? text : readFileSync(file, 'utf8')).has(anchor)
  }).map((target) => `${relative(REPOSITORY, page)}: ${target}`)
}

test('every link from one page of the repository to another leads somewhere, headings included', () => {
  const all = markdown()
  expect(all.length).toBeGreaterThan(20)
  expect(all.flatMap((page) => broken(page))).toEqual([])
})

test('a link to a page or a heading that is not there is found, and code has no links', () => {
  const page = join(REPOSITORY, 'README.md')
  const text = '# One `two` three\n\n[a](#one-two-three) [b](#four) [c](missing.md) [d](docs/settings.md#missing) [e](https://example.org) `[f](missing.md)`\n\n```md\n[g](missing.md)\n```\n'
  expect(broken(page, text)).toEqual(['README.md: #four', 'README.md: missing.md', 'README.md: docs/settings.md#missing'])
})
