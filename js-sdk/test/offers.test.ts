import { expect, test } from 'vitest'
import { AlmenaraError } from '../src/errors.js'
import type { Command, Ok } from '../src/messages.js'
import { OfferPool } from '../src/offers.js'
import { Links } from '../src/testing/links.js'
import { FakeClock, settle } from './time.js'

/** A pool and a record of what it asks of the node. */
function setUp(more: { size?: number; max?: number } = {}) {
  const clock = new FakeClock()
  const rtc = new Links(clock)
  const asked: Command[] = []
  const refuse = new Map<string, AlmenaraError>()
  let offers = 0
  const pool = new OfferPool(clock, {
    size: 2, max: 6, life: 60, gather: 1500, ...more,
    connection: async () => new rtc.class({}),
    ask: async (command): Promise<Ok> => {
      asked.push(command)
      const refusal = refuse.get(command.type)
      if (refusal) throw refusal
      return { type: 'ok', ...(command.type === 'offer' ? { offer: `o${++offers}` } : {}) }
    },
    note: () => {},
  })
  const types = (): string[] => asked.splice(0).map(({ type }) => type)
  return { clock, rtc, asked, refuse, pool, types }
}

test('two offers with everything gathered stand as soon as the room is joined', async () => {
  const { pool, asked, rtc } = setUp()
  pool.joined()
  await settle()
  expect(asked.map(({ type }) => type)).toEqual(['offer', 'offer'])
  expect(asked[0]).toMatchObject({ life: 60, data: { description: { type: 'offer' } } })
  expect(rtc.all.map(({ iceGatheringState }) => iceGatheringState)).toEqual(['complete', 'complete'])
})

test('gathering holds an offer up for 1.5 s at most, and what comes later is kept for the one who answers', async () => {
  const { pool, rtc, clock, types } = setUp({ size: 1 })
  rtc.gathering = 'slow'
  pool.joined()
  await clock.pass(1_400)
  expect(types()).toEqual([])
  await clock.pass(200)
  expect(types()).toEqual(['offer'])
  rtc.all[0]?.gathered()
  expect(pool.answered('o1')?.candidates).toEqual([null])
})

test('an offer is refreshed at half of its life on the same connection, under a hold', async () => {
  const { pool, rtc, clock, asked, types } = setUp({ size: 1 })
  pool.joined()
  await settle()
  const before = rtc.all[0]?.localDescription?.sdp
  types()
  await clock.pass(29_000)
  expect(types()).toEqual([])
  await clock.pass(1_500)
  expect(asked.map(({ type }) => type)).toEqual(['hold', 'refresh'])
  expect(asked[1]).toMatchObject({ offer: 'o1', life: 60 })
  expect(rtc.all[0]?.localDescription?.sdp).not.toBe(before)
  expect(rtc.all).toHaveLength(1)
  types()
  await clock.pass(30_000)
  expect(types()).toEqual(['hold', 'refresh'])
})

test('an offer that is being claimed is left alone', async () => {
  const { pool, rtc, clock, refuse, types } = setUp({ size: 1 })
  pool.joined()
  await settle()
  const before = rtc.all[0]?.localDescription?.sdp
  types()
  refuse.set('hold', new AlmenaraError('offer-claimed', 'claimed'))
  await clock.pass(31_000)
  expect(types()).toEqual(['hold'])
  expect(rtc.all[0]?.localDescription?.sdp).toBe(before)
  expect(pool.answered('o1')?.pc).toBe(rtc.all[0])
})

test('an offer that the node no longer knows is published again with the same connection', async () => {
  const { pool, rtc, clock, refuse, types } = setUp({ size: 1 })
  pool.joined()
  await settle()
  types()
  refuse.set('hold', new AlmenaraError('unknown-offer', 'expired'))
  await clock.pass(31_000)
  expect(types()).toEqual(['hold', 'offer'])
  expect(rtc.all).toHaveLength(1)
})

test('a consumed offer is replaced, and the pool grows with the rate of consumption up to its maximum', async () => {
  const { pool, clock } = setUp()
  pool.joined()
  await settle()
  for (let i = 1; i <= 12; i++) {
    expect(pool.answered(`o${i}`)).toBeDefined()
    await settle()
  }
  expect(pool.size).toBe(6)
  await clock.pass(11_000)
  expect(pool.target).toBe(2)
  await clock.pass(60_000)
  expect(pool.size).toBe(2)
})

test('after a resume the offers are published again, and an answer to an earlier one still finds its connection', async () => {
  const { pool, rtc, types } = setUp({ size: 1, max: 1 })
  pool.joined()
  await settle()
  types()
  pool.pause()
  pool.joined()
  await settle()
  expect(types()).toEqual(['offer'])
  expect(rtc.all).toHaveLength(1)
  expect(pool.answered('o1')?.pc).toBe(rtc.all[0])
  await settle()
  expect(types()).toEqual(['withdraw', 'offer'])
  expect(pool.answered('o2')).toBeUndefined()
})

test('an offer that is published while an answer to an earlier one takes its connection is withdrawn', async () => {
  const { pool, asked, rtc } = setUp({ size: 1, max: 1 })
  pool.joined()
  await settle()
  pool.pause()
  pool.joined()
  expect(pool.answered('o1')?.pc).toBe(rtc.all[0])
  await settle()
  expect(asked.filter(({ type }) => type === 'withdraw')).toEqual([{ type: 'withdraw', offer: 'o2' }])
})

test('nothing is refreshed while signaling is away', async () => {
  const { pool, clock, types } = setUp()
  pool.joined()
  await settle()
  types()
  pool.pause()
  await clock.pass(120_000)
  expect(types()).toEqual([])
})

test('a pool that is closed closes its connections and makes no others', async () => {
  const { pool, rtc, clock } = setUp()
  pool.joined()
  await settle()
  pool.close()
  pool.joined()
  await clock.pass(120_000)
  expect(rtc.open).toHaveLength(0)
  expect(rtc.all).toHaveLength(2)
})
