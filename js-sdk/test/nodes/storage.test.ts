import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { NodeStorage } from '../../src/nodes/storage.js'
import { FakeMesh, FakeNode, memory, order, ROOM } from './mesh.js'
import { spoilt } from './sign.js'

let mesh: FakeMesh
let nodes: FakeNode[]

beforeEach(async () => {
  mesh = new FakeMesh()
  nodes = await mesh.grow(4)
})
afterEach(() => { vi.unstubAllGlobals() })

/** What a page has kept after a look-up. */
async function kept(): Promise<ReturnType<typeof memory>> {
  const storage = memory()
  await mesh.during(mesh.book([nodes[0]!], { storage }).find(ROOM))
  return storage
}

test('the next page knows what this one has found, without asking', async () => {
  const storage = await kept()
  const before = mesh.requests()
  expect(await mesh.book(['https://bootstrap.example'], { storage }).ranked(ROOM)).toEqual(order(ROOM, nodes))
  expect(mesh.requests()).toBe(before)
})

test('the URLs of records that have ended are asked when nobody else answers, and are not ranked', async () => {
  const storage = await kept()
  await mesh.clock.pass(3 * 3_600_000)
  const book = mesh.book(['https://bootstrap.example'], { storage })
  expect(await book.ranked(ROOM)).toEqual([])
  expect(await mesh.during(book.find(ROOM))).toEqual(order(ROOM, nodes))
})

test('signatures are looked at again, whatever was kept', async () => {
  const storage = await kept()
  const content = JSON.parse(storage.text!) as { items: Parameters<typeof spoilt>[0][] }
  content.items = content.items.map((item, index) => index === 0 ? spoilt(item, 'v') : item)
  storage.text = JSON.stringify(content)
  expect(await mesh.book([nodes[0]!], { storage }).ranked(ROOM)).toHaveLength(3)
})

test.each(['', 'null', '{}', '[]', '{', '{"version":1}', '{"version":2,"items":[],"liars":[]}', '{"version":1,"items":{},"liars":7}', '{"version":1,"items":[null,7,{}],"liars":[null,7,[],["x"],["x","y"],["x",1e300]]}'])(
  'what was kept as %o is as good as nothing', async (text) => {
    const storage = memory(text)
    const book = mesh.book([nodes[0]!], { storage })
    expect(await book.ranked(ROOM)).toEqual([])
    expect(await mesh.during(book.find(ROOM))).toEqual(order(ROOM, nodes))
    expect(storage.text).not.toBe(text)
  })

test('more than 256 KiB is not read, and no more than that is kept', async () => {
  const storage = await kept()
  const text = storage.text!
  const padded = (length: number): string => text + ' '.repeat(length - text.length)
  expect(await mesh.book([nodes[0]!], { storage: memory(padded(256 * 1024)) }).ranked(ROOM)).toHaveLength(4)
  expect(await mesh.book([nodes[0]!], { storage: memory(padded(256 * 1024 + 1)) }).ranked(ROOM)).toHaveLength(0)

  const bootstrap = await mesh.add('bootstrap')
  const large = memory()
  const book = mesh.book([bootstrap], { storage: large })
  for (let round = 0; round < 9; round++) {
    const many = await Promise.all(Array.from({ length: 32 }, (_, index) => mesh.add(`node${'x'.repeat(20)}${round}-${index}`)))
    for (const node of many) {
      node.state = 'dead'
      node.says = { more: [['zone', 'z'.repeat(700)]] }
    }
    bootstrap.instead = async () => Response.json(await Promise.all([bootstrap, ...many.slice(1)].map((node) => node.record())))
    await mesh.clock.pass(3_600_000)
    await mesh.during(book.find(`room ${round}`))
  }
  expect(large.text!.length).toBeLessThanOrEqual(256 * 1024)
  const { items } = JSON.parse(large.text!) as { items: unknown[] }
  expect(items.length).toBeGreaterThan(100)
  expect(items.length).toBeLessThanOrEqual(250)
})

test('a storage that throws, or is full, is none', async () => {
  const broken: NodeStorage = {
    get: () => { throw new DOMException('no', 'SecurityError') },
    set: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
  }
  expect(await mesh.during(mesh.book([nodes[0]!], { storage: broken }).find(ROOM))).toEqual(order(ROOM, nodes))
})

test('unless told otherwise a page keeps it in its localStorage', async () => {
  const items = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (name: string) => items.get(name) ?? null, setItem: (name: string, text: string) => void items.set(name, text) })
  await mesh.during(mesh.book([nodes[0]!], { storage: undefined }).find(ROOM))
  expect([...items.keys()]).toEqual(['almenara/nodes'])
  expect(await mesh.book([nodes[0]!], { storage: undefined }).ranked(ROOM)).toEqual(order(ROOM, nodes))
  expect(await mesh.book([nodes[0]!], { storage: null }).ranked(ROOM)).toEqual([])
})
