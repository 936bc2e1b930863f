import { afterEach, expect, test } from 'vitest'
import type { ServerMessage } from '../../src/messages.js'
import type { Room } from '../../src/room.js'
import { connected, only, record } from '../world.js'
import { eventually, SealedWorld } from './world.js'

let world: SealedWorld
afterEach(() => world.close())

/** Changes the messages of a node that are of a type. */
function changing(type: string, change: (message: Record<string, unknown>) => object): void {
  world.checkpoint.tamper = (frame) => {
    const message = JSON.parse(frame.text) as Record<string, unknown>
    return [message.type === type ? { ...frame, text: JSON.stringify(change(message)) } : frame]
  }
}

test.each(['websocket', 'sse'] as const)('a challenge that has grown old is answered once more by %s', async (transport) => {
  world = await SealedWorld.open()
  const { proofs } = world.checkpoint
  const peer = proofs.peer.bind(proofs)
  let tries = 0
  proofs.peer = (...proof) => {
    if (++tries === 1) proofs.expire()
    return peer(...proof)
  }
  const room = world.enter({ transport })
  await room.joined
  expect(tries).toBe(2)
  expect(world.network.attempts.every((attempt) => attempt.endsWith('one.example'))).toBe(true)
})

test.each(['websocket', 'sse'] as const)('a proof that a node was too busy to take is good for the next try by %s', async (transport) => {
  world = await SealedWorld.open()
  const { proofs, served } = world.checkpoint
  const enter = served.enter.bind(served)
  const shown: unknown[] = []
  const peer = proofs.peer.bind(proofs)
  proofs.peer = (proof, room) => {
    shown.push(proof)
    return shown.length === 1 ? undefined : peer(proof, room)
  }
  served.enter = (command, line, node) => enter(command, shown.length > 0 ? line : { ...line, deliver: (message) => line.deliver(busy(message)) }, node)
  const room = world.enter({ transport }, 'http://one.example')
  await room.joined
  expect(shown).toHaveLength(2)
  expect(shown[1]).toBe(shown[0])
})

function busy(message: ServerMessage): ServerMessage {
  return message.type === 'refused' ? { type: 'refused', code: 'overloaded', message: 'too busy', ...(message.ref !== undefined && { ref: message.ref }) } : message
}

test('who can not prove anything to a node tries the others, and gives up in time', async () => {
  world = await SealedWorld.open()
  world.checkpoint.proofs.peer = () => undefined
  const room = world.enter({ timeout: 1_000 })
  await expect(room.joined).rejects.toMatchObject({ code: 'timeout' })
  expect(new Set(world.network.attempts.map((attempt) => attempt.split(' ')[1]))).toEqual(new Set(['one.example', 'two.example']))
})

test('a challenge that is meant for another host is not answered, but reported', async () => {
  world = await SealedWorld.open()
  world.checkpoint.proofs.host = 'two.example'
  const room = world.enter()
  const errors = record(room, 'error')
  const { url } = await room.joined
  expect(url).toBe('http://two.example')
  expect(errors).toEqual([[expect.objectContaining({ code: 'bad-message', fault: 'elsewhere' })]])
  const sent = world.checkpoint.frames.filter(({ way, text }) => way === 'up' && text.includes('"proof"'))
  expect(sent).toHaveLength(1)
})

test('a node that says that this peer is somebody else is left', async () => {
  world = await SealedWorld.open()
  changing('joined', (message) => ({ ...message, self: 'a'.repeat(26) }))
  const room = world.enter({ timeout: 500, transport: 'websocket' })
  const errors = record(room, 'error')
  await expect(room.joined).rejects.toMatchObject({ code: 'timeout' })
  expect(room.self).toBeUndefined()
  expect(errors[0]).toEqual([expect.objectContaining({ code: 'bad-message', fault: 'forged' })])
})

test.each(['websocket', 'sse'] as const)('who pays by %s pays for the join with the proof in it', async (transport) => {
  world = await SealedWorld.open()
  world.network.toll.effort = 64
  const [a, b] = await world.pair({ transport })
  await a.signal('paid')
  expect(world.network.toll.paid.filter((line) => line.startsWith('join'))).toHaveLength(2)
  expect([connected(a), connected(b)]).toEqual([1, 1])
})

test.each(['websocket', 'sse'] as const)('a session is resumed by %s, and what was said meanwhile comes once and in order', async (transport) => {
  world = await SealedWorld.open()
  const [a, b] = await world.pair({ transport })
  const [self, heard, errors] = [a.self, record(b, 'signal'), [record(a, 'error'), record(b, 'error')]]
  const sent = [a.signal(1), a.signal(2, b.self)]
  world.network.cut()
  sent.push(a.signal(3), a.signal(4, b.self))
  await Promise.all(sent)
  await eventually(() => expect(heard.map(([data]) => data)).toEqual([1, 2, 3, 4]))
  expect([a.self, errors]).toEqual([self, [[], []]])
})

test('who has lost its session keeps its id and its links', async () => {
  world = await SealedWorld.open()
  const [a, b] = await world.pair()
  const [ids, connections] = [[a.self, b.self], [only(a).connection, only(b).connection]]
  const joins = world.checkpoint.joined.length
  world.checkpoint.served.restart()
  await eventually(() => expect(world.checkpoint.joined.length).toBe(joins + 2))
  await Promise.all([a, b].map((room) => room.signal('here again')))
  expect([a.self, b.self]).toEqual(ids)
  expect([only(a).connection, only(b).connection]).toEqual(connections)
})

test('a signal that is sent before the room is joined arrives, and one that is sent before leaving does', async () => {
  world = await SealedWorld.open()
  const other = world.enter()
  const heard = record(other, 'signal')
  await other.joined
  const room = world.enter()
  const early = room.signal('early')
  await room.joined
  await early
  void room.signal('late')
  await room.leave()
  await eventually(() => expect(heard.map(([data]) => data)).toEqual(['early', 'late']))
})

test('who leaves before a node was found is told so by what has waited', async () => {
  world = await SealedWorld.open()
  for (const host of ['one.example', 'two.example']) world.network.trouble.set(host, 'down')
  const room = world.enter()
  const waiting = room.signal('never')
  waiting.catch(() => {})
  await eventually(() => expect(world.network.attempts.length).toBeGreaterThan(0))
  await room.leave()
  await expect(waiting).rejects.toMatchObject({ code: 'closed' })
})

test('where WebCrypto has no Ed25519 the room says so', async () => {
  world = await SealedWorld.open()
  const { importKey } = crypto.subtle
  const lacking = (...key: unknown[]): Promise<CryptoKey> =>
    key.includes('Ed25519') ? Promise.reject(new DOMException('no', 'NotSupportedError')) : importKey.apply(crypto.subtle, key as never)
  crypto.subtle.importKey = lacking as typeof importKey
  let room: Room
  try {
    room = world.enter()
    await expect(room.joined).rejects.toMatchObject({ code: 'unsupported' })
  } finally {
    crypto.subtle.importKey = importKey
  }
  expect(room.state).toBe('closed')
  expect(world.network.attempts).toEqual([])
})

test('the secret, and what is near to one, is not said to anybody', async () => {
  world = await SealedWorld.open()
  await world.pair()
  expect(world.checkpoint.frames.some(({ text }) => text.includes(world.secret.slice(3)))).toBe(false)
  for (const text of [world.secret.slice(0, -1), `${world.secret}x`, world.secret.slice(3, -1)]) {
    expect(() => world.enter({}, undefined, text)).toThrow(expect.objectContaining({ code: 'misuse', message: expect.not.stringContaining(text) }))
  }
})
