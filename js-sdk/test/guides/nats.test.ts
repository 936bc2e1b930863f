// @vitest-environment happy-dom
import { join, type Room } from 'almenara'
import { expect, vi } from 'vitest'
import { guide, type Made } from './guide.js'
import { linked, type Scene } from './stage.js'

/** The ICE servers of the connections that a room has. */
const servers = (room: Room): string[] => linked(room).flatMap(({ connection }) => connection?.getConfiguration().iceServers ?? []).flatMap(({ urls }) => urls)

async function connected({ room }: Made, { world }: Scene): Promise<Room> {
  await world.until(() => room !== undefined && linked(room).length === 2)
  return room as Room
}

guide('docs/guide/nats.md', [
  {
    shows: 'the path of a new link is told',
    async check(_, { world, nodes, id, written }) {
      world.path = 'relayed'
      const third = join(nodes, id)
      await world.until(() => written.length > 0)
      expect(written[0]).toBe(`${third.self}: relayed, ? ms, relay to host`)
      await third.leave()
    },
  },
  {
    shows: 'the servers of the application are used',
    async check(made, scene) { expect(servers(await connected(made, scene))).toContain('turn:turn.example.org') },
  },
  {
    shows: 'the servers are asked for, for each connection',
    before({ world }) {
      const { fetch } = world.options
      vi.stubGlobal('fetch', async (...call: Parameters<typeof fetch>) => call[0] === '/turn-credentials' ? Response.json([{ urls: 'turn:own.example' }]) : fetch(...call))
    },
    async check(made, scene) { expect(servers(await connected(made, scene))).toContain('turn:own.example') },
  },
  {
    shows: 'everything goes through relays',
    async check(made, scene) {
      const room = await connected(made, scene)
      expect(linked(room).map(({ connection }) => connection?.getConfiguration().iceTransportPolicy)).toEqual(['relay', 'relay'])
    },
  },
])
