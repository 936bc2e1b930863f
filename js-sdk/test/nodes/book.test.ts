import { beforeEach, expect, test } from 'vitest'
import { newSigner } from '../../src/seal/ed25519.js'
import { FakeMesh, FakeNode, order, ROOM } from './mesh.js'

let mesh: FakeMesh
beforeEach(() => { mesh = new FakeMesh() })

const find = (book: ReturnType<FakeMesh['book']>, room = ROOM): ReturnType<typeof book.find> => mesh.during(book.find(room))

test('pages that begin at different nodes come to the same order, which is another one for another room', async () => {
  const nodes = await mesh.grow(8)
  const [one, other] = [mesh.book([nodes[0]!]), mesh.book([nodes[5]!])]
  expect(await find(one)).toEqual(order(ROOM, nodes))
  expect(await find(other)).toEqual(order(ROOM, nodes))
  const elsewhere = 'zn58PYIb13E-0Iskrvoo-6jIXs0zlnvNFNMNeuBTBnQ'
  expect(await one.ranked(elsewhere)).toEqual(order(elsewhere, nodes))
  expect(order(elsewhere, nodes)).not.toEqual(order(ROOM, nodes))
})

test('nothing is known before anybody was asked', async () => {
  expect(await mesh.book(await mesh.grow(2)).ranked(ROOM)).toEqual([])
})

test('without a node that answers there is nothing to be found', async () => {
  const [node] = await mesh.grow(1)
  node!.state = 'dead'
  await expect(find(mesh.book([node!, 'https://nobody.example']))).rejects.toMatchObject({ code: 'unreachable' })
})

test('bootstrap nodes that belong to no mesh are told from those that do not answer', async () => {
  const node = await mesh.add('alone')
  node.instead = () => Response.json([])
  await expect(find(mesh.book([node]))).rejects.toMatchObject({ code: 'no-mesh' })
})

test('URLs of nodes are wanted, and others are refused at once', () => {
  expect(() => mesh.book([])).toThrow(expect.objectContaining({ code: 'misuse' }))
  expect(() => mesh.book(['ftp://node.example'])).toThrow(expect.objectContaining({ code: 'misuse' }))
})

test('a node that knows others by name alone is no reason to ask what it does not name', async () => {
  const nodes = await mesh.grow(3)
  const book = mesh.book([nodes[0]!])
  nodes[2]!.says = { url: 'https://node1.example/' }
  const found = await find(book)
  expect(found.map(({ url }) => url).sort()).toEqual(['https://node0.example', 'https://node1.example'])
})

test('of several keys for one URL the one counts that was proven there', async () => {
  const [node, liar] = await mesh.grow(2)
  // Whichever of the two ranks better.
  const claims = new FakeNode(node!.url, liar!.signer, mesh.clock)
  mesh.nodes.delete(liar!.url)
  node!.knows = [claims]
  const book = mesh.book([node!])
  const [first] = await find(book)
  expect(await book.ranked(ROOM)).toHaveLength(1)
  await mesh.during(book.prove(node!.node))
  expect(await book.ranked(ROOM)).toEqual([node!.node])
  expect([node!.node, claims.node]).toContainEqual(first)
})

test('the latest version of a record counts', async () => {
  const nodes = await mesh.grow(2)
  const book = mesh.book([nodes[0]!])
  nodes[1]!.seq = 1
  await find(book)
  nodes[1]!.seq = 2
  nodes[1]!.says = { url: 'https://moved.example/' }
  await find(book)
  nodes[1]!.seq = 1
  nodes[1]!.says = {}
  expect((await find(book)).map(({ url }) => url).sort()).toEqual(['https://moved.example', 'https://node0.example'])
})

test('a record that ends is ranked no more, and its URL is asked again', async () => {
  const nodes = await mesh.grow(2)
  const book = mesh.book(['https://bootstrap.example'])
  const bootstrap = await mesh.add('bootstrap')
  bootstrap.instead = async () => Response.json([await nodes[0]!.record()])
  await find(book)
  await mesh.clock.pass(2 * 3_600_000)
  expect(await book.ranked(ROOM)).toEqual([])
  bootstrap.state = 'dead'
  expect(await find(book)).toEqual(order(ROOM, nodes))
})

test('a page that was given an address without TLS goes to others like it, and no other page does', async () => {
  const plain = new FakeNode('http://10.0.0.7/', await newSigner(), mesh.clock)
  mesh.nodes.set(plain.url, plain)
  const [node] = await mesh.grow(1)
  node!.knows = [plain]
  expect(await find(mesh.book([node!]))).toEqual([node!.node])
  expect(plain.asked).toEqual([])
  expect(await find(mesh.book([node!, 'http://10.0.0.9/']))).toEqual(order(ROOM, [node!, plain]))
})

test('who asks twice at once asks once', async () => {
  const nodes = await mesh.grow(3)
  const book = mesh.book([nodes[0]!])
  const both = Promise.all([book.find(ROOM), book.find(ROOM)])
  const [one, other] = await mesh.during(both)
  expect(one).toBe(other)
  expect(mesh.requests()).toBe(3)
})

test('a bootstrap node is not asked again within the hour while others answer', async () => {
  const nodes = await mesh.grow(12)
  const [bootstrap] = order(ROOM, nodes).slice(-1)
  const last = nodes.find(({ node }) => node.key === bootstrap!.key)!
  const book = mesh.book([last])
  await find(book)
  await find(book)
  expect(last.asked).toHaveLength(1)
  await mesh.clock.pass(3_600_000)
  await find(book)
  expect(last.asked).toHaveLength(2)
})

test('what a node costs is its price times its round trip; the price that was met counts when it is higher than the one it tells', async () => {
  const nodes = await mesh.grow(2)
  nodes[0]!.says = { effort: 100 }
  nodes[1]!.says = { effort: 0 }
  for (const node of nodes) node.slow = 500
  const book = mesh.book([nodes[0]!])
  await find(book)
  const [one, free] = [nodes[0]!.node, nodes[1]!.node]
  // The clock goes in steps.
  expect(book.cost(one)).toBeGreaterThanOrEqual(50_000)
  expect(book.cost(one)).toBeLessThan(60_000)
  const roundTrip = book.cost(free)
  expect(roundTrip).toBeGreaterThanOrEqual(500)
  book.note(free, { after: roundTrip, effort: 9_000 })
  expect(book.cost(free)).toBe(9_000 * roundTrip)
  book.note(one, { after: book.cost(one) / 100, effort: 7 })
  expect(book.cost(one), 'a price below that which it tells is none').toBeGreaterThanOrEqual(50_000)
  await mesh.clock.pass(3_600_000)
  expect(book.cost(free)).toBe(roundTrip)
  expect(book.cost({ url: 'https://nobody.example', key: 'x' })).toBe(Infinity)
})
