// @vitest-environment happy-dom
import { expect, vi } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { newSigner } from '../../src/seal/ed25519.js'
import { FakeGateway } from '../nodes/gateway.js'
import { FakeNode } from '../nodes/mesh.js'
import { guide } from './guide.js'

/** Nodes of a mesh that is real but for its network; each is a gateway to the same DHT. */
async function mesh(urls: readonly string[]): Promise<FakeGateway> {
  const gateway = new FakeGateway()
  const nodes = await Promise.all(urls.map(async (url) => new FakeNode(`${url}/`, await newSigner(), systemClock)))
  for (const node of nodes) node.knows = nodes.filter((other) => other !== node)
  vi.stubGlobal('fetch', async (input: unknown, init?: RequestInit) => {
    const url = new URL(String(input))
    const node = nodes.find((each) => each.url === `${url.origin}/`)
    return url.pathname.startsWith('/dht-') ? gateway.answer(url, init) : node!.answer(url.href)
  })
  return gateway
}

guide('docs/guide/dht.md', [
  {
    shows: 'a value is put for work, and got',
    before: async ({ nodes }) => { (await mesh(nodes)).effort = 4 },
    check: (_, { status }) => expect(status.textContent).toBe('back on Monday'),
  },
  {
    shows: 'nodes of the mesh are asked for a value',
    before: async ({ nodes }) => void await mesh(nodes),
    check: (_, { status }) => expect(status.textContent).toBe('nothing yet'),
  },
])
