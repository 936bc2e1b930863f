import { expect, test } from 'vitest'
import type { AlmenaraError } from '../../src/errors.js'
import { Presence } from '../../src/seal/presence.js'
import { Recent } from '../../src/seal/recent.js'
import { Reports } from '../../src/seal/reports.js'
import { settle } from '../time.js'

test('what was kept last under the newest keys is remembered', () => {
  const recent = new Recent<number>(3)
  for (let n = 0; n < 3; n++) recent.set(`${n}`, n)
  expect(['0', '1', '2'].map((key) => recent.get(key))).toEqual([0, 1, 2])
  recent.set('0', 10)
  recent.set('3', 3)
  expect(['0', '1', '2', '3'].map((key) => recent.get(key))).toEqual([10, undefined, 2, 3])
})

test('4,096 offers are remembered, and not one more', () => {
  const recent = new Recent<number>()
  for (let n = 0; n < 4_096; n++) recent.set(`${n}`, n)
  expect(recent.get('0')).toBe(0)
  recent.set('4096', 4_096)
  expect([recent.get('0'), recent.get('1')]).toEqual([undefined, 1])
})

test('what was dropped is told of once a second', () => {
  let now = 5_000
  const told: AlmenaraError[] = []
  const { report } = new Reports(() => now, (error) => told.push(error))
  report(new TypeError('first'))
  now += 999
  report(new TypeError('second'))
  expect(told.map(({ code, message }) => [code, message])).toEqual([['bad-message', 'Dropped: first']])
  now += 1
  report(new TypeError('third'))
  expect(told).toHaveLength(2)
})

test('who waits for a node, or for its loss, is told when it is so', async () => {
  const presence = new Presence()
  const told: string[] = []
  const wait = (): void => {
    void presence.here.then(() => told.push('here'))
    void presence.away.then(() => told.push('away'))
  }
  const next = async (): Promise<string[]> => {
    await settle()
    return told.splice(0)
  }
  wait()
  expect(await next()).toEqual(['away'])
  presence.go('one')
  presence.come('one')
  expect(await next()).toEqual(['here'])
  presence.come('one')
  presence.come('other')
  wait()
  expect(await next()).toEqual(['here'])
  presence.go('one')
  presence.go('one')
  expect(await next()).toEqual([])
  presence.go('other')
  expect(await next()).toEqual(['away'])
  wait()
  presence.end()
  expect((await next()).sort()).toEqual(['away', 'here'])
  presence.come('one')
  wait()
  expect((await next()).sort()).toEqual(['away', 'here'])
})
