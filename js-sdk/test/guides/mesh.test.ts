// @vitest-environment happy-dom
import { createWorld, type World } from 'almenara/testing'
import { expect, vi } from 'vitest'
import { guide } from './guide.js'
import { linked } from './stage.js'

guide('docs/guide/mesh.md', [
  {
    shows: 'nodes that belong to no mesh serve as they are',
    // They know nothing of a mesh.
    before: ({ world, nodes }) => {
      const { fetch, webSocket } = world.options
      vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => url.includes('/nodes?') ? Response.json([]) : fetch(url, init))
      vi.stubGlobal('WebSocket', class { constructor(url: string) { return new webSocket(url.replace('wss://a.example', nodes[0]!.replace('http', 'ws'))) } })
    },
    async check({ room }, { world, status }) {
      await world.until(() => room?.state === 'joined' && linked(room).length === 2)
      expect(status.textContent).toBe('https://a.example,https://b.example: joined')
    },
  },
  {
    shows: 'a room is there',
    before: ({ world }) => {
      const { fetch } = world.options
      vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => url.includes('/nodes?') ? Response.json([]) : fetch(url, init))
    },
    async check({ room }, { world }) {
      await world.until(() => room?.state === 'joined')
    },
  },
  {
    shows: 'a room goes on when the best of the nodes is killed',
    async check({ room, world: made }, { world: stage }) {
      const world = made as World
      expect(world).toBeInstanceOf(createWorld().constructor)
      await stage.until(() => room?.node?.url === world.nodes[0])
      world.kill(world.nodes[0]!)
      await stage.until(() => room?.node?.url === world.nodes[1])
      expect(room?.state).toBe('joined')
    },
  },
])
