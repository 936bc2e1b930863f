import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { expect, test } from '@playwright/test'
import { io, type Socket } from 'socket.io-client'
import { cluster } from '../support/shared.js'

const [first, second] = cluster.urls as [string, string]

/** What the tests need of either version. */
type Client = Pick<Socket, 'on' | 'once' | 'emit' | 'disconnect' | 'connected' | 'id'> & { io: { engine: { transport: { name: string }; on(event: 'packet', heard: (packet: { type: string }) => void): void } } }
type Connect = (url: string, options: object) => Client

const CLIENTS: Record<string, Connect> = {
  'socket.io-client 4': io as unknown as Connect,
  'socket.io-client 2': createRequire(import.meta.url)('socket.io-client-2') as Connect,
}

/** A client that has connected; the paths of the reference server lead to the same. */
async function connect(version: string, node: string, transports: readonly string[]): Promise<Client> {
  const client = (CLIENTS[version] as Connect)(node, { path: '/socket.io-next', transports, forceNew: true, reconnection: false })
  await new Promise<void>((connected, failed) => {
    client.once('connect', () => connected())
    client.once('connect_error', failed)
  })
  return client
}

const heard = (client: Client, event: string): Promise<unknown> => new Promise((resolve) => client.once(event, resolve))
const at = (name: string): string => `/dns4/s.example/tcp/443/wss/p2p-webrtc-star/p2p/${name}`

for (const version of Object.keys(CLIENTS)) {
  for (const transports of [['websocket'], ['polling'], ['polling', 'websocket']]) {
    test(`${version} by ${transports.join(', then ')}: clients at two nodes discover and call each other`, async () => {
      const one = await connect(version, first, transports)
      const two = await connect(version, second, transports)
      const [a, b] = [at(randomUUID()), at(randomUUID())]
      if (transports.length === 2) {
        for (const client of [one, two]) await expect.poll(() => client.io.engine.transport.name).toBe('websocket')
      }
      one.emit('ss-join', a)
      const discovered: unknown[] = []
      two.on('ws-peer', (address: unknown) => discovered.push(address))
      one.on('ws-peer', (address: unknown) => discovered.push(address))
      await expect.poll(() => {
        two.emit('ss-join', b)
        return discovered.includes(a) && discovered.includes(b)
      }).toBe(true)

      const attempt = { intentId: randomUUID(), srcMultiaddr: a, dstMultiaddr: b, signal: { type: 'offer', sdp: 'v=0\r\n grüße ✓' } }
      const offer = heard(two, 'ws-handshake')
      one.emit('ss-handshake', attempt)
      expect(await offer).toEqual(attempt)
      const answer = heard(one, 'ws-handshake')
      two.emit('ss-handshake', { ...attempt, answer: true, signal: { type: 'answer', sdp: 'x'.repeat(20_000) } })
      expect(await answer).toEqual({ ...attempt, answer: true, signal: { type: 'answer', sdp: 'x'.repeat(20_000) } })

      two.disconnect()
      const errors: string[] = []
      one.on('ws-handshake', ({ err }: { err: string }) => errors.push(err))
      await expect.poll(() => {
        one.emit('ss-handshake', attempt)
        return errors.at(-1)
      }).toBe('peer is not available')
      one.disconnect()
    })
  }
}

test('who polls stays, through the pings of its version', async () => {
  await Promise.all(Object.keys(CLIENTS).map(async (version) => {
    const client = await connect(version, first, ['polling'])
    const other = await connect(version, second, ['websocket'])
    const [a, b] = [at(randomUUID()), at(randomUUID())]
    client.emit('ss-join', a)
    const packets: string[] = []
    client.io.engine.on('packet', ({ type }) => packets.push(type))
    await expect.poll(() => packets.some((type) => type === 'ping' || type === 'pong'), { timeout: 45_000 }).toBe(true)
    const discovered: unknown[] = []
    client.on('ws-peer', (address: unknown) => discovered.push(address))
    other.emit('ss-join', b)
    await expect.poll(() => discovered).toContain(b)
    for (const each of [client, other]) each.disconnect()
  }))
})
