import { expect, test } from 'vitest'
import { BarePeers } from './bare.js'

test('a neighbour is found at once, and a signal to it takes one message', async () => {
  const peers = BarePeers.row('a', 'b')
  expect(await peers.of('a').routes.find('b')).toEqual(['a', 'b'])
  peers.of('a').routes.carry(['a', 'b'], 'hello')
  peers.clock.pass(10)
  expect(peers.of('b').signals).toEqual([{ data: 'hello', path: ['a', 'b'] }])
  expect(peers.of('a').sent).toHaveLength(1)
})

test('a peer five links away is found, and the path turned round is the way back', async () => {
  const peers = BarePeers.row('a', 'b', 'c', 'd', 'e', 'f')
  const found = peers.of('a').routes.find('f')
  peers.clock.pass(100)
  expect(await found).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  peers.of('a').routes.carry(await found, 'there')
  peers.clock.pass(100)
  const [signal] = peers.of('f').signals
  expect(signal?.data).toBe('there')
  peers.of('f').routes.carry([...signal?.path ?? []].reverse(), 'and back')
  peers.clock.pass(100)
  expect(peers.of('a').signals).toEqual([{ data: 'and back', path: ['f', 'e', 'd', 'c', 'b', 'a'] }])
})

test('a peer six links away is too far', async () => {
  const peers = BarePeers.row('a', 'b', 'c', 'd', 'e', 'f', 'g')
  const found = peers.of('a').routes.find('g')
  found.catch(() => {})
  peers.clock.pass(5_000)
  await expect(found).rejects.toMatchObject({ code: 'unknown-peer', peer: 'g' })
})

test('nobody is found without a link, nor is the one who looks', async () => {
  const peers = BarePeers.row('a', 'b')
  peers.add('c')
  await expect(peers.of('c').routes.find('a')).rejects.toMatchObject({ code: 'unknown-peer' })
  await expect(peers.of('a').routes.find('a')).rejects.toMatchObject({ code: 'unknown-peer' })
})

test('two searches for one peer at the same time are one search, and both are answered', async () => {
  const peers = BarePeers.row('a', 'b', 'c')
  const found = [peers.of('a').routes.find('c'), peers.of('a').routes.find('c')]
  peers.clock.pass(100)
  expect(await Promise.all(found)).toEqual([['a', 'b', 'c'], ['a', 'b', 'c']])
  expect(peers.of('a').sent.filter(({ o }) => o === 'find')).toHaveLength(1)
})

test('a way that was found is taken again for ten seconds, and looked for anew after that', async () => {
  const peers = BarePeers.row('a', 'b', 'c')
  const searches = (): number => peers.of('a').sent.filter(({ o }) => o === 'find').length
  const find = async (): Promise<readonly string[]> => {
    const found = peers.of('a').routes.find('c')
    peers.clock.pass(100)
    return found
  }
  expect(await find()).toEqual(['a', 'b', 'c'])
  peers.clock.pass(9_700)
  expect(await find()).toEqual(['a', 'b', 'c'])
  expect(searches()).toBe(1)
  peers.clock.pass(200)
  expect(await find()).toEqual(['a', 'b', 'c'])
  expect(searches()).toBe(2)
})

test('sixteen searches go on at a time; one more is refused', async () => {
  const peers = BarePeers.row('a', 'b')
  const found = Array.from({ length: 16 }, (_, index) => peers.of('a').routes.find(`far ${index}`).catch(() => 'late'))
  await expect(peers.of('a').routes.find('one more')).rejects.toMatchObject({ code: 'unknown-peer' })
  peers.clock.pass(5_000)
  expect(await Promise.all(found)).toEqual(Array(16).fill('late'))
})

test('a search in a ring comes to everybody once', () => {
  const peers = BarePeers.row('a', 'b', 'c', 'd')
  peers.link('d', 'a')
  peers.of('a').routes.find('x').catch(() => {})
  peers.clock.pass(1_000)
  const finds = [...peers.peers.values()].flatMap(({ sent }) => sent.filter(({ o }) => o === 'find'))
  expect(finds.length).toBeLessThanOrEqual(6)
})

test('a path that does not begin here, names somebody twice or is too long is misuse, and so is too much data', () => {
  const { routes } = BarePeers.row('a', 'b').of('a')
  const long = ['a', ...Array.from({ length: 15 }, (_, index) => `p${index}`)]
  for (const path of [['a'], ['b', 'a'], ['a', 'b', 'a'], long]) expect(() => routes.carry(path, '')).toThrow(/path/)
  expect(() => routes.carry(['a', 'b'], 'x'.repeat(16_385))).toThrow(/16384/)
  expect(routes.carry(['a', 'b'], 'x'.repeat(16_384))).toBe(true)
  expect(routes.carry(['a', 'q'], '')).toBe(false)
})

test('a frame is taken only from the peer that stands before in its path', () => {
  const peers = BarePeers.row('a', 'b', 'c')
  peers.add('evil')
  peers.link('evil', 'b')
  peers.deliver('b', 'evil', { o: 'carry', path: ['a', 'b', 'c'], at: 1, data: 'forged' })
  peers.deliver('b', 'evil', { o: 'carry', path: ['evil', 'c', 'b'], at: 1, data: 'not for b' })
  peers.deliver('b', 'evil', { o: 'found', path: ['b', 'a', 'x'], at: 0 })
  peers.deliver('b', 'evil', { o: 'find', id: '1', to: 'c', path: ['a'] })
  peers.clock.pass(100)
  expect(peers.of('b').sent).toEqual([])
  expect(peers.of('c').signals).toEqual([])
})
