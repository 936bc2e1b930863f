import { afterEach, expect, test } from 'vitest'
import { newRoomId } from '../../src/index.js'
import type { Room } from '../../src/room.js'
import { Dice } from '../seal/dice.js'
import { connected, record, World } from '../world.js'
import { settle } from '../time.js'
import { attacks, EvilNode } from './evilnode.js'
import type { Frame } from './checkpoint.js'
import { eventually, SealedWorld } from './world.js'

// A node that has not the secret, between SDKs that do not know that it is evil.

const MESSAGES = 400
const TAMPERED = 100_000
const worlds: SealedWorld[] = []
afterEach(async () => { await Promise.all(worlds.splice(0).map((world) => world.close())) })

async function opened(): Promise<SealedWorld> {
  const world = await SealedWorld.open()
  worlds.push(world)
  return world
}

/** What a room is told, by its author and with a number, so that what is missing, changed, doubled or out of order is seen. */
interface Said { readonly from: string; readonly to: string; readonly n: number }

/** Each tells the others something over its link: who sits behind it, as the other end sees it. */
async function linkedRightly(rooms: readonly Room[]): Promise<void> {
  for (const room of rooms) {
    const heard = record(room, 'message')
    for (const other of rooms) if (other !== room) other.send({ self: other.self }, room.self)
    await eventually(() => expect(heard).toHaveLength(rooms.length - 1))
    for (const [data, peer] of heard) expect((data as { self: string }).self).toBe((peer as { id: string }).id)
  }
}

test('of 100,000 signals that were tampered with none is delivered, everything genuine arrives once and in order, and every link leads where it should', { timeout: 600_000 }, async () => {
  const [world, elsewhere] = [await opened(), await opened()]
  const evil = new EvilNode(new Dice(20_261_121))
  const other = new EvilNode(new Dice(1))
  other.greed = 0
  elsewhere.checkpoint.tamper = other.tamper
  const [stranger] = await elsewhere.pair({ transport: 'websocket' })
  for (let n = 0; n < 20; n++) await stranger.signal({ n })
  await eventually(() => expect(other.carried.length).toBeGreaterThan(20))
  evil.elsewhere = other.carried.flatMap(({ data }) => data?.sealed ?? [])

  evil.greed = 32
  world.checkpoint.tamper = evil.tamper
  const rooms = [0, 1, 2].map((index) => world.enter({ transport: 'websocket', pool: index === 0 ? {} : false }))
  const heard = rooms.map((room) => record(room, 'signal'))
  const reported = rooms.map((room) => record(room, 'error'))
  await eventually(() => expect(rooms.map(connected)).toEqual([2, 2, 2]))
  await linkedRightly(rooms)
  for (let n = 0; n < MESSAGES; n++) {
    await Promise.all(rooms.flatMap((room, index) => {
      const to = rooms[(index + 1 + n % 2) % 3]?.self ?? ''
      return [room.signal({ from: room.self, to, n }, to), room.signal({ from: room.self, to: 'all', n })]
    }))
    // A busy machine takes minutes for all of it.
    if (n % 10 === 9) await eventually(() => expect(heard.map(({ length }) => length)).toEqual(rooms.map(() => 3 * (n + 1))))
  }
  expect(heard.map(({ length }) => length)).toEqual(rooms.map(() => 3 * MESSAGES))

  rooms.forEach((room, index) => {
    const last = new Map<string, number>()
    for (const [data, peer] of heard[index] as [Said, { id: string }][]) {
      expect([room.self, 'all']).toContain(data.to)
      expect(peer.id).toBe(data.from)
      const stream = `${data.from} ${data.to}`
      expect(data.n).toBeGreaterThan(last.get(stream) ?? -1)
      last.set(stream, data.n)
    }
  })
  expect(evil.total).toBeGreaterThan(TAMPERED)
  // Few answers go by, so that one of the attacks may have had no chance.
  expect([...evil.counts.keys()]).toEqual(expect.arrayContaining(Object.keys(attacks).filter((name) => name !== 'makes a signal of it')))
  expect(rooms.map(connected)).toEqual([2, 2, 2])
  for (const errors of reported) expect(errors.length).toBeGreaterThan(0)
  expect(new Set(reported.flat(2).map((error) => (error as { code: string }).code))).toEqual(new Set(['bad-message']))
  const connections = rooms.flatMap(({ peers }) => [...peers.values()].map(({ connection }) => connection))
  expect(new Set(connections).size).toBe(6)
})

test('a node that leaves out, holds back and puts out of order what it carries has nothing delivered twice or out of order', { timeout: 120_000 }, async () => {
  const world = await opened()
  const dice = new Dice(7)
  const held: Frame[] = []
  let evil = 0
  world.checkpoint.tamper = (frame) => {
    if (frame.way === 'up' || !frame.text.includes('"type":"signal"')) return [frame]
    const turn = dice.below(10)
    if (turn < 7) return [frame]
    evil++
    if (turn === 7) return []
    held.push(frame)
    return turn === 8 ? [] : held.splice(0).filter(({ client }) => client === frame.client).reverse()
  }
  const [a, b] = await world.pair({ transport: 'websocket' })
  const heard = record(b, 'signal')
  for (let n = 0; n < 400; n++) await a.signal({ n }, n % 2 ? b.self : undefined)
  world.checkpoint.tamper = (frame) => [frame]
  await a.signal({ n: 400 }, b.self)
  await a.signal({ n: 401 })
  await eventually(() => expect(heard.map(([data]) => (data as { n: number }).n)).toEqual(expect.arrayContaining([400, 401])))
  for (const rest of [0, 1]) {
    const numbers = heard.map(([data]) => (data as { n: number }).n).filter((n) => n % 2 === rest)
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other))
  }
  expect(evil).toBeGreaterThan(50)
  expect(heard.length).toBeGreaterThan(200)
})

/** Gives who claims an offer of one of two peers that of the other instead, and says that it is what was asked for. */
function swapping(): (text: string, way: 'up' | 'down', victims: readonly (string | undefined)[]) => string {
  const asked = new Map<unknown, unknown>()
  return (text, way, victims) => {
    const message = JSON.parse(text) as Record<string, unknown>
    const wanted = asked.get(message.ref)
    if (way === 'down' && message.type === 'ok' && wanted !== undefined) return JSON.stringify({ ...message, from: wanted })
    if (way === 'down' || message.type !== 'claim' || !victims.includes(message.from as string)) return text
    asked.set(message.ref, message.from)
    return JSON.stringify({ ...message, from: victims.find((peer) => peer !== message.from) })
  }
}

/** Has the others say who they are as soon as a link opens; gives that, and who has said it as the room sees it. */
function greetings(room: Room, others: readonly Room[]): unknown[][] {
  const heard: unknown[][] = []
  for (const other of others) other.on('open', (peer) => peer.send(other.self ?? ''))
  room.on('message', (data, peer) => { if (typeof data === 'string') heard.push([data, peer.id]) })
  return heard
}

test('in a public room a node can give one the offer of another, and the link leads to the wrong peer', async () => {
  const world = new World()
  const [b, c] = [world.enter(), world.enter()]
  await world.clock.until(() => connected(b) === 1 && connected(c) === 1)
  await world.clock.pass(500)
  const swap = swapping()
  const Base = world.network.webSocket as unknown as new (url: string) => { send(text: string): void; onmessage: ((event: { data: string }) => void) | undefined }
  class Swapping extends Base {
    override send(text: string): void {
      const { onmessage } = this
      if (!this.#turned && onmessage) this.onmessage = ({ data }) => onmessage({ data: swap(data, 'down', [b.self, c.self]) })
      this.#turned = true
      super.send(swap(text, 'up', [b.self, c.self]))
    }
    #turned = false
  }
  const a = world.enter({ webSocket: Swapping as unknown as typeof WebSocket })
  const heard = greetings(a, [b, c])
  await world.clock.until(() => connected(a) === 2)
  await settle()
  expect(heard).toContainEqual([c.self, b.self])
})

test('in a sealed room that offer is refused, and the link is made with the right peer', async () => {
  const world = await opened()
  const [b, c] = await world.pair({ transport: 'websocket' })
  await eventually(() => expect(world.offers()).toBeGreaterThan(3))
  const swap = swapping()
  world.checkpoint.tamper = (frame) => [{ ...frame, text: swap(frame.text, frame.way, [b.self, c.self]) }]
  const a = world.enter({ transport: 'websocket' })
  const [errors, heard] = [record(a, 'error'), greetings(a, [b, c])]
  await eventually(() => expect([a, b, c].map(connected)).toEqual([2, 2, 2]))
  await linkedRightly([a, b, c])
  expect(errors).toContainEqual([expect.objectContaining({ code: 'bad-message', fault: 'forged' })])
  expect(heard).toEqual(expect.arrayContaining([[b.self, b.self], [c.self, c.self]]))
  expect(heard.every(([said, peer]) => said === peer)).toBe(true)
})

test('offers and answers of the table that were changed come to nothing, and the link is made by signals', async () => {
  const world = await opened()
  const dice = new Dice(3)
  const { tamperings } = await import('../seal/evil.js')
  let evil = 0
  world.checkpoint.tamper = (frame) => {
    const message = JSON.parse(frame.text) as { type: string; offer?: string; data?: { sealed: string } }
    if (frame.way === 'up' || !message.data || !(message.type === 'answer' || message.offer !== undefined)) return [frame]
    evil++
    return [{ ...frame, text: JSON.stringify({ ...message, data: { sealed: tamperings['turns a bit']?.(message.data.sealed, dice, []) } }) }]
  }
  const rooms = [world.enter({ transport: 'websocket' })]
  await rooms[0]?.joined
  await eventually(() => expect(world.offers()).toBe(2))
  rooms.push(world.enter({ transport: 'websocket' }))
  await eventually(() => expect(rooms.map(connected)).toEqual([1, 1]))
  await linkedRightly(rooms)
  expect(evil).toBeGreaterThan(0)
})

test('an anonymous post, and a room that is not sealed, say nothing in a sealed room', async () => {
  const world = await opened()
  const [a, b] = await world.pair({ transport: 'websocket' })
  const [heard, errors] = [record(b, 'signal'), record(b, 'error')]
  world.checkpoint.served.append({ type: 'signal', offset: 0, data: 'anonymous' }, () => true)
  world.checkpoint.served.append({ type: 'signal', offset: 0, from: a.self ?? '', data: { link: newRoomId() } }, () => true)
  await a.signal('genuine')
  await eventually(() => expect(heard.map(([data]) => data)).toEqual(['genuine']))
  expect(errors).toHaveLength(1)
})
