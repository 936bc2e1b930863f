import { expect, test } from '@playwright/test'
import { History, total } from './support/history.js'

const AUTHORS = ['ann', 'ben', 'cid']

/** Two signals of each author, acknowledged; what the members get is the caller's. */
function said(): History {
  const history = new History()
  for (const member of AUTHORS) history.entered(member)
  for (const n of [1, 2]) {
    for (const author of AUTHORS) {
      history.published(author, n)
      history.acknowledged(author, n)
    }
  }
  return history
}

/** Everything to everybody, except what is in `but`. */
function heard(history: History, but: { member: string; author: string; n: number }[] = []): void {
  for (const n of [1, 2]) {
    for (const author of AUTHORS) {
      for (const member of AUTHORS) {
        const left = but.some((one) => one.member === member && one.author === author && one.n === n)
        if (member !== author && !left) history.delivered(member, author, n)
      }
    }
  }
}

test('a history in which everybody heard everything once and in one order has no faults', () => {
  const history = said()
  heard(history)
  expect(history.verdict()).toEqual({ published: 6, acknowledged: 6, delivered: 12, lost: 0, duplicated: 0, outOfOrder: 0, disagreements: 0, invented: 0 })
})

test('an acknowledged signal that one member never got is lost', () => {
  const history = said()
  heard(history, [{ member: 'cid', author: 'ann', n: 1 }])
  expect(history.verdict()).toMatchObject({ lost: 1, duplicated: 0, outOfOrder: 0 })
})

test('a signal that was not acknowledged may be missing, and one from before a member came too', () => {
  const history = said()
  heard(history)
  history.published('ann', 3)
  expect(history.verdict()).toMatchObject({ published: 7, acknowledged: 6, lost: 0 })
  history.acknowledged('ann', 3)
  history.entered('dan')
  expect(history.verdict()).toMatchObject({ lost: 2 })
})

test('a signal that came twice is duplicated, also when others came between', () => {
  const history = said()
  heard(history)
  history.delivered('ann', 'ben', 1)
  expect(history.verdict()).toMatchObject({ lost: 0, duplicated: 1 })
})

test('two signals of one author in the wrong order are out of order', () => {
  const history = said()
  heard(history, [{ member: 'ann', author: 'ben', n: 1 }])
  history.delivered('ann', 'ben', 1)
  expect(history.verdict()).toMatchObject({ lost: 0, duplicated: 0 })
  expect(history.verdict().outOfOrder).toBeGreaterThan(0)
})

test('two members that heard two authors in different orders disagree, though each author was in order', () => {
  const history = new History()
  for (const member of AUTHORS) history.entered(member)
  history.published('ann', 1)
  history.published('ben', 1)
  history.entered('dan')
  for (const [member, author] of [['cid', 'ann'], ['cid', 'ben'], ['dan', 'ben'], ['dan', 'ann']] as const) history.delivered(member, author, 1)
  expect(history.verdict()).toMatchObject({ outOfOrder: 0, disagreements: 1 })
})

test('a signal that nobody published is invented', () => {
  const history = said()
  heard(history)
  history.delivered('ann', 'ben', 7)
  expect(history.verdict()).toMatchObject({ invented: 1, delivered: 12 })
})

test('the longest silence of a member is found after the moment that was named', () => {
  const history = said()
  const at = [[1, 'ben', 1], [900, 'cid', 1], [1000, 'ben', 2], [1300, 'cid', 2]] as const
  for (const [time, author, n] of at) history.delivered('ann', author, n, time)
  expect(history.longestGap('ann', 900)).toBe(300)
  expect(history.heard('ann')).toBe(4)
})

test('the verdicts of several rooms add up', () => {
  const one = said()
  const other = said()
  heard(one, [{ member: 'cid', author: 'ann', n: 1 }])
  heard(other)
  expect(total([one.verdict(), other.verdict()])).toEqual({ published: 12, acknowledged: 12, delivered: 23, lost: 1, duplicated: 0, outOfOrder: 0, disagreements: 0, invented: 0 })
})
