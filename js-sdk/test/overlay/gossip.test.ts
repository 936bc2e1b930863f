import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cast } from '../../src/overlay/frames.js'
import { BarePeers } from './bare.js'
import { World } from './world.js'

const cast = (id: string, hops = 32): Cast => ({ o: 'cast', kind: 'data', from: 'x', id, hops, data: id })

test('a broadcast reaches everybody but its author once, whatever the links are', () => {
  const links = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 40 })
  fc.assert(fc.property(links, fc.nat(9), (pairs, author) => {
    const ids = [...'abcdefghij']
    const peers = BarePeers.row(...ids)
    for (const [one, other] of pairs) if (one !== other) peers.link(ids[one] as string, ids[other] as string)
    peers.of(ids[author] as string).gossip.cast('data', 'news')
    peers.clock.pass(1_000)
    expect([...peers.peers].map(([id, { heard }]) => [id, heard])).toEqual(ids.map((id, index) => [id, index === author ? [] : ['news']]))
  }), { seed: 7, numRuns: 200 })
})

test('two broadcasts with the same text are two', () => {
  const peers = BarePeers.row('a', 'b')
  peers.of('a').gossip.cast('data', 'again')
  peers.of('a').gossip.cast('data', 'again')
  peers.clock.pass(10)
  expect(peers.of('b').heard).toEqual(['again', 'again'])
})

test('16,384 characters can be broadcast, and not one more', () => {
  const { gossip } = BarePeers.row('a', 'b').of('a')
  gossip.cast('data', 'x'.repeat(16_384))
  expect(() => gossip.cast('data', 'x'.repeat(16_385))).toThrow(/16384/)
})

test('a broadcast goes no farther than its hops, and 33 links at most', () => {
  const ids = Array.from({ length: 40 }, (_, index) => `p${index}`)
  const peers = BarePeers.row(...ids)
  peers.deliver('p0', 'p1', cast('short', 1))
  peers.of('p0').gossip.cast('data', 'far')
  peers.clock.pass(1_000)
  expect([...peers.peers.values()].map(({ heard }) => heard.includes('far')).lastIndexOf(true)).toBe(33)
  expect(peers.of('p1').heard).not.toContain('short')
})

test('what is sent again later than it is remembered may be heard again, but not before', () => {
  const peers = BarePeers.row('a', 'b')
  peers.deliver('b', 'a', cast('1'))
  peers.clock.pass(59_999)
  peers.deliver('b', 'a', cast('1'))
  expect(peers.of('b').heard).toEqual(['1'])
})

test('what is broadcast under our own name is not heard', () => {
  const peers = BarePeers.row('a', 'b')
  peers.deliver('b', 'a', { ...cast('1'), from: 'b' })
  expect(peers.of('b').heard).toEqual([])
})

test('with one message in ten lost everybody hears a broadcast, or nearly so', () => {
  const world = new World(11)
  for (let index = 0; index < 150; index++) {
    world.add({ partial: 6 })
    world.pass(100)
  }
  world.pass(30_000)
  world.passes = (_, __, frame) => frame.o !== 'cast' || world.random() >= 0.1
  const texts = Array.from({ length: 20 }, (_, index) => `news ${index}`)
  for (const text of texts) {
    world.alive[0]?.overlay.broadcast(text)
    world.pass(2_000)
  }
  expect(texts.reduce((sum, text) => sum + (world.reached.get(text) ?? 0), 0)).toBeGreaterThan(0.999 * 20 * 149)
})
