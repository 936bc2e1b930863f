import { beforeEach, expect, test } from 'vitest'
import { newSigner } from '../../src/seal/ed25519.js'
import { seeded } from '../overlay/random.js'
import { rankKey } from '../../src/nodes/rank.js'
import { best, FakeMesh, FakeNode, order, ROOM } from './mesh.js'
import { spoilt } from './sign.js'

let mesh: FakeMesh
beforeEach(() => { mesh = new FakeMesh() })

const urls = (nodes: readonly { url: string }[]): string[] => nodes.map(({ url }) => url)

test('three are asked side by side, until the four best have answered', async () => {
  const nodes = await mesh.grow(12)
  for (const node of nodes) node.slow = 100
  const book = mesh.book([nodes[3]!])
  const found = await mesh.during(book.find(ROOM))
  expect(found).toEqual(order(ROOM, nodes))
  expect(mesh.most).toBe(3)
  const asked = nodes.filter((node) => node.asked.length > 0)
  expect(new Set([...urls(order(ROOM, nodes).slice(0, 4)), nodes[3]!.node.url])).toEqual(new Set(asked.map(({ node }) => node.url)))
})

test('nodes that know only a part of the others lead to the best all the same', async () => {
  const nodes = await mesh.grow(60)
  const random = seeded(2)
  for (const node of nodes) node.knows = nodes.filter((other) => other !== node && random() < 0.7)
  const [one, other] = await Promise.all([0, 30].map((start) => mesh.during(mesh.book([nodes[start]!]).find(ROOM))))
  expect(one!.slice(0, 4)).toEqual(other!.slice(0, 4))
})

test('nodes that do not answer are passed over, and come last', async () => {
  const nodes = await mesh.grow(8)
  const ranked = best(rankKey(ROOM), nodes)
  for (const node of ranked.slice(0, 3)) node.state = 'dead'
  const found = await mesh.during(mesh.book([ranked[7]!]).find(ROOM))
  expect(found).toEqual([...ranked.slice(3), ...ranked.slice(0, 3)].map(({ node }) => node))
})

test('a silent node takes its place among those asked for a second, and three seconds in all', async () => {
  const nodes = await mesh.grow(8)
  const ranked = best(rankKey(ROOM), nodes)
  for (const node of ranked.slice(0, 3)) node.state = 'silent'
  const began = mesh.clock.now()
  const found = await mesh.during(mesh.book([ranked[7]!]).find(ROOM))
  expect(found.slice(0, 5)).toEqual(ranked.slice(3).map(({ node }) => node))
  expect(mesh.clock.now() - began).toBeLessThan(4_000)
})

test('a body that never ends is cut off', async () => {
  const nodes = await mesh.grow(3)
  nodes[1]!.instead = () => new Response(new ReadableStream({ pull: () => new Promise(() => {}) }))
  const found = await mesh.during(mesh.book([nodes[0]!]).find(ROOM))
  expect(found[2]).toEqual(nodes[1]!.node)
})

test.each([['no more than 64 KiB is', 64 * 1024, 0], ['more than 64 KiB is not', 64 * 1024 + 1, 2]])('%s read of an answer', async (_, size, place) => {
  const nodes = await mesh.grow(3)
  const [first, ...rest] = best(rankKey(ROOM), nodes)
  first!.instead = async () => {
    const text = JSON.stringify([await first!.record()])
    return new Response(text + ' '.repeat(size - text.length))
  }
  const found = await mesh.during(mesh.book(rest).find(ROOM))
  expect(found.findIndex(({ key }) => key === first!.node.key)).toBe(place)
})

test.each<[string, () => Response]>([
  ['HTML', () => new Response('<h1>Hello</h1>')], ['an object', () => Response.json({ nodes: [] })], ['a refusal', () => Response.json({ type: 'refused', code: 'internal' }, { status: 500 })], ['nothing', () => new Response(null)],
])('a node that answers with %s has failed', async (_, instead) => {
  const nodes = await mesh.grow(3)
  const [first, ...rest] = best(rankKey(ROOM), nodes)
  first!.instead = instead
  expect(await mesh.during(mesh.book(rest).find(ROOM))).toEqual([...rest, first!].map(({ node }) => node))
})

test('a node that this page has asked too often has not failed', async () => {
  const nodes = await mesh.grow(3)
  const [first, ...rest] = best(rankKey(ROOM), nodes)
  first!.instead = () => Response.json({ type: 'refused', code: 'overloaded', message: '', retryAfter: 900 }, { status: 503 })
  expect(await mesh.during(mesh.book(rest).find(ROOM))).toEqual([first!, ...rest].map(({ node }) => node))
})

test('records that are forged, have ended, hold too long or are none count for nothing; those beside them do', async () => {
  const nodes = await mesh.grow(3)
  const others = await mesh.grow(4, 'bad')
  const now = Math.floor(mesh.clock.now() / 1_000)
  nodes[0]!.instead = async () => Response.json([
    spoilt(await others[0]!.record(), 'sig'), await others[1]!.record({ expiry: now - 60 }), await others[2]!.record({ expiry: now + 7_300 }), await others[3]!.record({ url: 'https://BAD.example/' }),
    null, 7, 'text', [], {}, await nodes[1]!.record(),
  ])
  expect(await mesh.during(mesh.book([nodes[0]!]).find(ROOM))).toEqual(order(ROOM, nodes))
  expect(mesh.requests(others), 'nor is anybody asked at what they say').toBe(0)
})

test('thirty-two records of an answer are looked at', async () => {
  const [bootstrap] = await mesh.grow(1)
  const many = await Promise.all(Array.from({ length: 33 }, (_, index) => mesh.add(`many${index}`)))
  for (const node of many) node.state = 'dead'
  bootstrap!.instead = async () => Response.json(await Promise.all(many.map((node) => node.record())))
  const book = mesh.book([bootstrap!])
  const found = await mesh.during(book.find(ROOM))
  expect(found).toHaveLength(32)
  expect(urls(found)).not.toContain(many[32]!.node.url)
})

test('a look-up ends after so many requests, however many better nodes liars invent, and what others say counts', async () => {
  const nodes = await mesh.grow(6)
  const invent = async (): Promise<Response> => {
    const friends = await Promise.all(Array.from({ length: 8 }, async (_, index) => {
      const friend = new FakeNode(`https://liar${mesh.nodes.size}-${index}.example/`, await newSigner(), mesh.clock)
      friend.instead = invent
      mesh.nodes.set(friend.url, friend)
      return friend
    }))
    return Response.json(await Promise.all(friends.map((friend) => friend.record())))
  }
  const liar = await mesh.add('liar')
  liar.instead = invent
  const found = await mesh.during(mesh.book([liar, nodes[0]!, nodes[1]!]).find(ROOM))
  expect(mesh.requests()).toBeLessThanOrEqual(24)
  expect(urls(found)).toEqual(expect.arrayContaining(urls(nodes.map(({ node }) => node))))
})

test('a look-up takes twelve seconds at most', async () => {
  const nodes = await mesh.grow(24)
  for (const node of nodes) node.slow = 2_500
  const began = mesh.clock.now()
  await mesh.during(mesh.book([nodes[0]!]).find(ROOM))
  expect(mesh.clock.now() - began).toBeLessThanOrEqual(12_100)
})

test('a failure where nobody answers is that of the page, and the nodes are as good as before', async () => {
  const nodes = await mesh.grow(4)
  const book = mesh.book([nodes[0]!])
  const [first, ...rest] = await mesh.during(book.find(ROOM))
  for (const node of nodes) node.state = 'dead'
  await expect(mesh.during(book.find(ROOM))).rejects.toMatchObject({ code: 'unreachable' })
  // Were the others down as well, it would still be the best of them.
  book.note(first!, 'failed')
  expect(await book.ranked(ROOM)).toEqual([...rest, first])
})
