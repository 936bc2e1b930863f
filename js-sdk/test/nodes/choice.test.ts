import { expect, test } from 'vitest'
import { choose, type Held } from '../../src/nodes/choice.js'
import { nodeAt } from './roamers.js'

const ranked = ['a', 'b', 'c', 'd', 'e', 'f'].map(nodeAt)
const held = (key: string, state: 'steady' | 'trial' | 'fresh' | 'overdue'): Held => ({
  node: nodeAt(key), here: state === 'steady' || state === 'trial', steady: state === 'steady', overdue: state === 'overdue',
})
const chosen = (at: readonly Held[], { passed = '', dear = '', redundancy = 2 } = {}): [string, string] => {
  const { open, part } = choose({ ranked, held: at, redundancy, passedOver: ({ key }) => passed.includes(key), dear: ({ key }) => dear.includes(key) })
  return [open.map(({ key }) => key).join(''), part.map(({ node }) => node?.key).join('')]
}

test.each([
  ['at the start the best are joined', [], {}, ['ab', '']],
  ['with a redundancy of three as many', [], { redundancy: 3 }, ['abc', '']],
  ['those that are held are not joined again', [held('a', 'fresh'), held('b', 'steady')], {}, ['', '']],
  ['in the place of one that is overdue the next is', [held('a', 'overdue'), held('b', 'steady')], {}, ['c', '']],
  ['a better one is joined beside, and nothing is left yet', [held('b', 'steady'), held('c', 'steady')], {}, ['a', '']],
  ['while it is on trial nothing is left', [held('a', 'trial'), held('b', 'steady'), held('c', 'steady')], {}, ['', '']],
  ['when it is steady the worst is left', [held('a', 'steady'), held('b', 'steady'), held('c', 'steady')], {}, ['', 'c']],
  ['what is passed over is not joined', [held('b', 'steady')], { passed: 'a' }, ['c', '']],
  ['unless nothing else is left', [], { passed: 'abcdef' }, ['ab', '']],
  ['what is dear has no successor while there is a node', [held('a', 'steady')], { dear: 'b' }, ['', '']],
  ['and has one while there is none', [held('a', 'overdue')], { dear: 'b' }, ['cd', '']],
  ['twice as many as are wanted are held at most', [held('a', 'overdue'), held('b', 'overdue'), held('c', 'overdue')], {}, ['d', '']],
  ['and not one more', [held('a', 'overdue'), held('b', 'overdue'), held('c', 'overdue'), held('d', 'overdue')], {}, ['', '']],
] as const)('%s', (_, at, how, expected) => {
  expect(chosen(at, how)).toEqual(expected)
})

test('nodes that were given as they are come after all that are ranked', () => {
  const plain: Held = { node: undefined, here: true, steady: true, overdue: false }
  expect(choose({ ranked, held: [plain, held('a', 'steady'), held('b', 'steady')], redundancy: 2, passedOver: () => false, dear: () => false }).part).toEqual([plain])
})
