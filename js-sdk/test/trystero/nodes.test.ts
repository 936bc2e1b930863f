import { expect, test } from 'vitest'
import { Nodes } from '../../src/trystero/nodes.js'

function nodes(...urls: string[]): { nodes: Nodes; warnings: string[] } {
  const warnings: string[] = []
  return { nodes: new Nodes(urls, (text) => void warnings.push(text)), warnings }
}

const WARNING = 'Almenara: none of a, b, c can be reached; they are tried again.'

test('a node is one relay\'s alone; who loses it has the one that has been free for longest', () => {
  const { nodes: all } = nodes('a', 'b', 'c')
  expect([all.take(), all.take()]).toEqual(['a', 'b'])
  expect([all.swap('b'), all.swap('a'), all.swap('c'), all.swap('b')]).toEqual(['c', 'b', 'a', 'c'])
})

test('where all others are taken, the same one is tried again', () => {
  const { nodes: all } = nodes('a', 'b')
  expect([all.take(), all.take(), all.swap('b'), all.swap('a')]).toEqual(['a', 'b', 'b', 'a'])
})

test('as many failures as there are nodes are told, once until a connection stands', () => {
  const { nodes: all, warnings } = nodes('a', 'b', 'c')
  for (let each = 0; each < 2; each++) all.failed()
  expect(warnings).toEqual([])
  for (let each = 0; each < 5; each++) all.failed()
  expect(warnings).toEqual([WARNING])
  all.opened()
  all.closed()
  for (let each = 0; each < 3; each++) all.failed()
  expect(warnings).toEqual([WARNING, WARNING])
})

test('while a connection stands, failures of others are not told; when it has ended they begin anew', () => {
  const { nodes: all, warnings } = nodes('a', 'b', 'c')
  all.opened()
  for (let each = 0; each < 9; each++) all.failed()
  all.closed()
  for (let each = 0; each < 2; each++) all.failed()
  expect(warnings).toEqual([])
  all.failed()
  expect(warnings).toEqual([WARNING])
})
