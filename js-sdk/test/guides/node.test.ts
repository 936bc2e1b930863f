import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join, newRoomId, type Room } from 'almenara'
import { createWorld } from 'almenara/testing'
import { RTCPeerConnection } from 'werift'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type WebSocket as Socket, WebSocket, WebSocketServer } from 'ws'
import { write } from './blocks.js'
import type { Stage } from './stage.js'

const blocks = write('docs/guide/node.md')
const rooms: Room[] = []
let server: WebSocketServer
let nodes: string[]

/** A node in memory, behind a real WebSocket server. */
beforeEach(async () => {
  const { webSocket: Inner } = createWorld().options
  const inward = (outer: Socket, url: string): void => {
    const inner = new Inner(`ws://one.example${url}`)
    const early: string[] = []
    outer.on('message', (data) => inner.readyState === 1 ? inner.send(String(data)) : early.push(String(data)))
    outer.on('close', () => inner.close())
    inner.onopen = () => early.splice(0).forEach((text) => inner.send(text))
    inner.onmessage = ({ data }) => outer.send(String(data))
    inner.onclose = () => outer.close()
  }
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (outer, { url = '' }) => inward(outer, url))
  await once(server, 'listening')
  nodes = [`http://127.0.0.1:${(server.address() as AddressInfo).port}`]
})
afterEach(async () => {
  await Promise.all(rooms.splice(0).map((room) => room.leave()))
  server.close()
  vi.restoreAllMocks()
})

/** The options of a peer in Node. */
const options = {
  peerConnection: RTCPeerConnection as unknown as typeof globalThis.RTCPeerConnection,
  webSocket: WebSocket as unknown as typeof globalThis.WebSocket,
}

async function play(index: number, stage: Partial<Stage>): Promise<Room | undefined> {
  const { default: block } = await import(/* @vite-ignore */ blocks[index]!.file) as { default: (stage: Partial<Stage>) => Promise<{ room?: Room }> }
  const { room } = await block(stage)
  if (room) rooms.push(room)
  return room
}

test('node.md has the blocks that are tested here', () => {
  expect(blocks).toHaveLength(3)
})

test('a peer in Node answers over a real connection', async () => {
  const id = newRoomId()
  await play(0, { nodes, id })
  const friend = join(nodes, id, options)
  rooms.push(friend)
  const answer = new Promise((resolve) => { friend.on('message', resolve) })
  friend.on('open', (peer) => peer.send('hello'))
  expect(await answer).toEqual({ echo: 'hello' })
})

test('a process that is to end leaves the room', async () => {
  const room = join(nodes, newRoomId(), { ...options, connect: false })
  rooms.push(room)
  await room.joined
  await play(1, { room })
  process.emit('SIGTERM')
  await expect.poll(() => room.state).toBe('closed')
})

test('a peer without connections hears signals', async () => {
  const written = vi.spyOn(console, 'log').mockImplementation(() => {})
  const id = newRoomId()
  const room = await play(2, { nodes, id })
  await room?.joined
  const friend = join(nodes, id, { ...options, connect: false })
  rooms.push(friend)
  await friend.signal('hello')
  await expect.poll(() => written.mock.calls).toEqual([[friend.self, 'is there'], [friend.self, 'hello']])
})
