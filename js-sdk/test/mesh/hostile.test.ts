import { afterEach, expect, test } from 'vitest'
import type { Room } from '../../src/index.js'
import { eventually, linked, Meshes } from './world.js'

let world: Meshes
afterEach(() => world.close())

interface Frame { a?: string; m?: { o?: string; data?: string } & Record<string, unknown> }

/** Changes what a peer sends from now on over the links that it has and gets; undefined: it keeps it to itself. */
function tamper(room: Room, change: (frame: Frame) => Frame | undefined): void {
  const patched = new WeakSet<object>()
  const patch = (): void => {
    for (const { channel } of room.peers.values()) {
      if (!channel || patched.has(channel)) continue
      patched.add(channel)
      const send = channel.send.bind(channel) as (data: string) => void
      channel.send = (data: unknown) => {
        const frame = typeof data === 'string' && data.startsWith('{"a"') ? change(JSON.parse(data) as Frame) : undefined
        send(frame ? JSON.stringify(frame) : data as string)
      }
    }
  }
  room.on('open', patch)
  patch()
}

/** The first peer of a new mesh of so many, through which much goes, and the others. */
async function withOne(count: number): Promise<[one: Room, others: Room[]]> {
  world = Meshes.open()
  const [one, ...others] = await world.meshed(count, { topology: 'partial', degree: 3 }) as [Room, ...Room[]]
  return [one, others]
}

test('a peer that alters the descriptions it carries gets nobody to take them, and nobody loses a link by it', async () => {
  const [evil] = await withOne(6)
  const errors: string[] = []
  let altered = 0
  tamper(evil, (frame) => {
    if (frame.m?.o !== 'carry' || !frame.m.data?.includes('"sdp"')) return frame
    altered++
    const data = frame.m.data.replace(/(?<=fingerprint:sha-256 )[0-9a-f:]+/, (own) => own.replace(/[0-9a-f]{2}/g, 'EE'))
    return { ...frame, m: { ...frame.m, data } }
  })
  for (let index = 0; index < 8; index++) world.join({ topology: 'partial', degree: 5 }).on('error', ({ code, message }) => void errors.push(`${code} ${message}`))
  await eventually(() => expect(altered).toBeGreaterThan(0))
  await eventually(() => expect(errors.join()).toMatch(/bad-message/))
  await eventually(() => expect(world.parts).toEqual([14]))
  // Links that come to nothing are told as well.
  for (const error of errors) expect(error).toMatch(/^(bad-message .*it was altered|connect-failed )/)
  for (const room of world.rooms) {
    for (const { connection } of room.peers.values()) expect(connection?.remoteDescription?.sdp ?? '').not.toContain('EE:EE')
  }
})

test('what is said to be from a neighbour and about its links is not taken from a broadcast', async () => {
  const [one, others] = await withOne(6)
  const heard: unknown[] = []
  for (const room of others) {
    room.action('almenara/state/board').on((data) => void heard.push(data))
    room.action('chat').on((data) => void heard.push(data))
  }
  let forged = 0
  tamper(one, (frame) => {
    if (frame.a !== 'almenara/overlay' || frame.m?.o !== 'cast' || frame.m.kind !== 'data' || frame.m.from !== one.self) return frame
    forged++
    return { ...frame, m: { ...frame.m, from: others[0]?.self, data: '{"a":"almenara/state/board","m":{"entries":[]}}' } }
  })
  expect(one.action('chat').send('hello')).toBeGreaterThan(0)
  expect(forged).toBeGreaterThan(0)
  const [other] = others as [Room]
  other.action('chat').send('an honest word')
  await eventually(() => expect(heard).toHaveLength(4))
  expect(new Set(heard)).toEqual(new Set(['an honest word']))
})

test('who carries a link that stands can\'t end it in the name of its other end', async () => {
  const [evil, [one, other]] = await withOne(3) as [Room, [Room, Room]]
  await eventually(() => expect(world.rooms.map((room) => linked(room).length)).toEqual([2, 2, 2]))
  const peer = one.peers.get(other.self as string)
  const closed: unknown[] = []
  one.on('close', (each) => void closed.push(each))
  const data = JSON.stringify({ link: peer?.link?.id, end: 'stale' })
  evil.action('almenara/overlay').send({ o: 'carry', path: [other.self, evil.self, one.self], at: 2, data }, one.self)
  const heard: unknown[] = []
  one.on('message', (said) => void heard.push(said))
  evil.send('that was it', one.self)
  await eventually(() => expect(heard).toHaveLength(1))
  await new Promise((resolve) => setImmediate(resolve))
  expect([peer?.state, closed]).toEqual(['connected', []])
})

test('frames that are broken are dropped, and the links stand', async () => {
  const [one, others] = await withOne(5)
  const neighbours = linked(one)
  const overlay = one.action<unknown>('almenara/overlay')
  const cast = (data: string): object => ({ o: 'cast', kind: 'data', from: 'nobody', id: data, hops: 3, data })
  const path = [one.self, neighbours[0]]
  for (const frame of [null, 1, 'text', {}, { o: 'cast' }, cast('{'), cast('{}'), cast('*'), cast('{"signal"'), { o: 'carry', path, at: 1, data: '{' }, { o: 'carry', path, at: 1, data: '{"link":1}' },
    { o: 'carry', path, at: 1, data: '{"link":"x","self":"a=fingerprint:sha-256 AA"}' }, { o: 'carry', path, at: 1, data: '{"link":"x","description":{"type":"offer","sdp":1}}' }]) {
    overlay.send(frame)
  }
  const heard = world.record('message')
  one.send('still here')
  await eventually(() => expect(heard.filter(([, data]) => data === 'still here')).toHaveLength(others.length))
  expect(linked(one)).toEqual(expect.arrayContaining(neighbours))
})
