import { beforeEach, expect, test } from 'vitest'
import type { Book } from '../../src/nodes/book.js'
import { FakeMesh, FakeNode, memory, order, ROOM } from './mesh.js'
import { spoilt } from './sign.js'

let mesh: FakeMesh
let nodes: FakeNode[]
let book: Book

beforeEach(async () => {
  mesh = new FakeMesh()
  nodes = await mesh.grow(3)
  book = mesh.book([nodes[0]!])
  await mesh.during(book.find(ROOM))
})

const proofs = ({ asked }: FakeNode): number => asked.filter((url) => url.includes('/proof')).length
const nonce = (url: string): string => /nonce=(.*)$/.exec(url)![1]!
const prove = (node: FakeNode): Promise<void> => mesh.during(book.prove(node.node))

/** Everything else is answered as before. */
function lie(node: FakeNode, answer: (nonce: string) => Promise<unknown>): void {
  node.instead = async (url) => {
    if (url.includes('/proof')) return Response.json(await answer(nonce(url)))
    return Response.json([await node.record()])
  }
}

test('a node that has its key has shown it for an hour', async () => {
  await prove(nodes[1]!)
  await prove(nodes[1]!)
  expect(proofs(nodes[1]!)).toBe(1)
  await mesh.clock.pass(3_600_000)
  await mesh.during(book.find(ROOM))
  await prove(nodes[1]!)
  expect(proofs(nodes[1]!)).toBe(2)
})

test('who asks twice at once asks once, and never with the same nonce again', async () => {
  await mesh.during(Promise.all([book.prove(nodes[1]!.node), book.prove(nodes[1]!.node)]))
  expect(proofs(nodes[1]!)).toBe(1)
  await mesh.during(mesh.book([nodes[0]!]).prove(nodes[1]!.node))
  const [one, other] = nodes[1]!.asked.filter((url) => url.includes('/proof')).map(nonce)
  expect(one).not.toBe(other)
})

test.each<[string, (node: FakeNode, other: FakeNode) => (nonce: string) => Promise<unknown>]>([
  ['the proof of another nonce', (node) => () => node.proof('A'.repeat(43))],
  ['the proof for another URL', (node, other) => async (text) => ({ ...await node.proof(text, other.url), record: await node.record() })],
  ['the record and the proof of another key', (_, other) => (text) => other.proof(text)],
  ['the proof of another key', (node, other) => async (text) => ({ ...await other.proof(text, node.url), record: await node.record() })],
])('a node that shows %s has lied: it is off the list for a day', async (_, how) => {
  const [node, other] = [nodes[1]!, nodes[2]!]
  lie(node, how(node, other))
  await expect(prove(node)).rejects.toMatchObject({ code: 'proof' })
  const left = order(ROOM, nodes.filter((each) => each !== node))
  expect(await book.ranked(ROOM)).toEqual(left)
  const asked = proofs(node)
  await expect(prove(node), 'and is not asked again').rejects.toMatchObject({ code: 'proof' })
  expect(proofs(node)).toBe(asked)
  for (let hour = 0; hour < 23; hour++) await mesh.clock.pass(3_600_000)
  expect(await mesh.during(book.find(ROOM))).toEqual(left)
  await mesh.clock.pass(3_600_000)
  expect(await mesh.during(book.find(ROOM))).toEqual(order(ROOM, nodes))
})

test.each<[string, (node: FakeNode) => (nonce: string) => Promise<unknown>]>([
  ['nothing of the kind', () => async () => ({})], ['a refusal', () => async () => ({ type: 'refused', code: 'no-mesh' })], ['a list', () => async () => []],
  ['a record that nobody has signed', (node) => async (text) => ({ ...await node.proof(text), record: spoilt(await node.record(), 'sig') })],
  ['a proof that is too short', (node) => async (text) => ({ ...await node.proof(text), proof: 'AAAA' })],
])('a node that answers with %s has failed', async (_, how) => {
  lie(nodes[1]!, how(nodes[1]!))
  await expect(prove(nodes[1]!)).rejects.toMatchObject({ code: 'unreachable' })
  expect((await book.ranked(ROOM)).at(-1)).toEqual(nodes[1]!.node)
})

test('a node that does not answer in three seconds, or at too great a length, has failed', async () => {
  nodes[1]!.state = 'silent'
  const began = mesh.clock.now()
  await expect(prove(nodes[1]!)).rejects.toMatchObject({ code: 'unreachable' })
  expect(mesh.clock.now() - began).toBeGreaterThanOrEqual(3_000)
  expect(mesh.clock.now() - began).toBeLessThan(3_100)
  nodes[2]!.instead = async (url) => {
    const text = JSON.stringify(await nodes[2]!.proof(nonce(url)))
    return new Response(text + ' '.repeat(4_097 - text.length))
  }
  await expect(prove(nodes[2]!)).rejects.toMatchObject({ code: 'unreachable' })
  nodes[0]!.instead = async (url) => {
    const text = JSON.stringify(await nodes[0]!.proof(nonce(url)))
    return new Response(text + ' '.repeat(4_096 - text.length))
  }
  await prove(nodes[0]!)
})

test('a node that has moved has not lied, and is found where it is now', async () => {
  const node = nodes[1]!
  node.seq = 2 ** 40
  node.says = { url: 'https://new.example/' }
  lie(node, (text) => node.proof(text, 'https://new.example/'))
  await expect(prove(node)).rejects.toMatchObject({ code: 'unreachable' })
  expect((await book.ranked(ROOM)).find(({ key }) => key === node.node.key)?.url).toBe('https://new.example')
})

test('a node that shows a record that has ended keeps its place by the one that holds', async () => {
  const node = nodes[1]!
  node.seq = 2 ** 40
  node.says = { expiry: Math.floor(mesh.clock.now() / 1_000) - 120 }
  await prove(node)
  expect(await book.ranked(ROOM)).toEqual(order(ROOM, nodes))
})

test('what a page knows of liars outlives it', async () => {
  const storage = memory()
  book = mesh.book([nodes[0]!], { storage })
  await mesh.during(book.find(ROOM))
  lie(nodes[1]!, (text) => nodes[2]!.proof(text))
  await expect(prove(nodes[1]!)).rejects.toMatchObject({ code: 'proof' })
  const next = mesh.book([nodes[0]!], { storage })
  expect(await mesh.during(next.find(ROOM))).toEqual(order(ROOM, [nodes[0]!, nodes[2]!]))
})
