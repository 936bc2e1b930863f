import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../src/clock.js'
import { endingWith } from '../src/ending.js'
import { ask } from '../src/nodes/web.js'
import { relays } from '../src/pow/relays.js'

// As in Safari before 17.4.
const any = Object.getOwnPropertyDescriptor(AbortSignal, 'any') as PropertyDescriptor
beforeEach(() => { Object.defineProperty(AbortSignal, 'any', { ...any, value: undefined }) })
afterEach(() => { Object.defineProperty(AbortSignal, 'any', any) })

/** Never answers; rejects when it is aborted. */
const silent: typeof fetch = (_, init) => new Promise((_, reject) => {
  init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error))
})

test('a controller ends with its signal, for the same reason, or by itself', () => {
  const outer = new AbortController()
  const [one, other] = [endingWith(outer.signal), endingWith(outer.signal)]
  one.abort('done')
  expect([one.signal.aborted, outer.signal.aborted, other.signal.aborted]).toEqual([true, false, false])
  outer.abort('all done')
  expect([one.signal.reason, other.signal.reason]).toEqual(['done', 'all done'])
  expect(endingWith(outer.signal).signal.reason).toBe('all done')
  expect(endingWith(undefined).signal.aborted).toBe(false)
})

test('a question to a node ends with the signal of who has asked', async () => {
  const outer = new AbortController()
  const asked = ask({ fetch: silent, clock: systemClock }, 'https://one.example/', { within: 60_000, most: 100, signal: outer.signal })
  outer.abort(new Error('enough'))
  await expect(asked).rejects.toMatchObject({ code: 'unreachable', message: expect.stringMatching(/enough/) })
})

test('an answer that came is whole, though what could have ended it is ended', async () => {
  const answer = await ask({ fetch: async () => Response.json({ a: 1 }), clock: systemClock }, 'https://one.example/', { within: 60_000, most: 100, signal: new AbortController().signal })
  expect(answer).toMatchObject({ status: 200, body: { a: 1 } })
})

test('the purchase of relays ends with its signal', async () => {
  const outer = new AbortController()
  const bought = relays({ url: 'https://one.example/token', room: 'r', token: 't', fetch: silent, signal: outer.signal, pay: async () => '' })
  outer.abort(new Error('left'))
  await expect(bought).rejects.toThrow('left')
})
