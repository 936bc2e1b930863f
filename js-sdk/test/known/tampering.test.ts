import { afterEach, expect, test } from 'vitest'
import type { Room } from '../../src/room.js'
import { type Contact, newIdentity } from '../../src/seal/index.js'
import { Dice } from '../seal/dice.js'
import { tamperings } from '../seal/evil.js'
import { connected, record } from '../world.js'
import { eventually, KnownWorld, type Message, people, seen } from './world.js'

const MESSAGES = 150
const GREED = 3
let world: KnownWorld
afterEach(() => world.close())

/** Makes another signal of one for that peer; undefined where it does not fit. */
type Attack = (message: Message, known: { dice: Dice; carried: readonly Message[]; to: string; strangers: readonly string[] }) => Message | undefined

const texts = (carried: readonly Message[], field: string): string[] => carried.flatMap(({ data }) => typeof data?.[field] === 'string' ? [data[field]] : [])

/** Changes the envelope, the tags, or what is said around them. */
const attacks: Record<string, Attack> = {
  ...Object.fromEntries(['known', 'sealed'].flatMap((field) => Object.entries(tamperings).map(([name, tamper]): [string, Attack] => [`${field}: ${name}`, (message, { dice, carried }) => {
    const text = message.data?.[field]
    // A letter with other tags is still a letter of who is known already.
    if (typeof text !== 'string' || field === 'known' && message.data?.sealed !== undefined) return undefined
    return { ...message, data: { ...message.data, [field]: tamper(text, dice, texts(carried, field)) } }
  }]))),
  'says that somebody else has sent it': (message, { dice, strangers }) => ({ ...message, from: dice.one(strangers) }),
  'sends it back as their own': (message, { to }) => ({ ...message, from: to }),
  'gives something earlier again': (message, { dice, carried }) => {
    const earlier = carried.filter(({ from, data }) => from === message.from && data?.sealed !== undefined && data.sealed !== message.data?.sealed)
    return earlier.length > 0 ? { ...message, data: dice.one(earlier).data ?? {} } : undefined
  },
  'takes the envelope away': (message) => message.data?.sealed === undefined ? undefined : { ...message, data: { link: '', candidates: [], known: message.data.known } },
  'puts words of its own in its place': (message) => ({ ...message, data: { from: 'evil', n: -1 } }),
  'offers a link of its own': (message) => ({ ...message, data: { link: 'evil', description: { type: 'offer', sdp: 'v=0\r\na=fingerprint:sha-256 EE:EE\r\n' }, n: 0 } }),
  'ends a link': (message) => ({ ...message, data: { link: 'any', end: 'passive' } }),
}

test.each(['public', 'secret'] as const)('of a thousand letters that were tampered with in a %s room none is delivered, what is genuine arrives in order, and contacts stay who they are', { timeout: 120_000 }, async (kind) => {
  world = await KnownWorld.open(kind)
  const dice = new Dice(20_261_121)
  const everybody = await people(3)
  const strangers = await Promise.all(everybody.map(async () => (await newIdentity()).peer))
  const carried: Message[] = []
  const counts = new Map<string, number>()
  let fresh = 0
  const attack = (message: Message, to: string): Message[] => {
    const name = dice.one(Object.keys(attacks))
    const made = attacks[name]?.(message, { dice, carried, to, strangers })
    if (!made || JSON.stringify(made) === JSON.stringify(message)) return []
    counts.set(name, (counts.get(name) ?? 0) + 1)
    return [{ ...made, id: `evil${fresh++}` }]
  }
  world.tamper = (message, way, client) => {
    const to = [...world.served.sessions.keys()][client - 1]
    if (way === 'up' || message.type !== 'signal' || to === undefined) return [message]
    const made = Array.from({ length: GREED }, () => attack(message, to)).flat()
    carried.push(message)
    // What is genuine goes last, so that all that arrives has to be genuine; then once more.
    return [...made, message, { ...message, id: `evil${fresh++}` }]
  }
  const rooms: Room[] = []
  for (const [index, own] of everybody.entries()) {
    rooms.push(world.enterAs(own, everybody.filter((_, at) => at !== index), { onlyKnown: true }))
    await rooms.at(-1)?.joined
  }
  await eventually(() => expect(rooms.map(connected)).toEqual([2, 2, 2]))
  const keyOf = new Map(rooms.map((room, index) => [room.self, (everybody[index] as Contact).key]))
  const heard = rooms.map((room) => record(room, 'signal'))
  for (let n = 0; n < MESSAGES; n++) await Promise.all(rooms.map((room) => room.signal({ from: room.self, n })))
  await eventually(() => expect(heard.map(({ length }) => length)).toEqual(rooms.map(() => 2 * MESSAGES)))
  rooms.forEach((room, index) => {
    const last = new Map<string, number>()
    for (const [data, peer] of heard[index] as [{ from: string; n: number }, { id: string; contact: string }][]) {
      expect([peer.id, peer.contact]).toEqual([data.from, keyOf.get(data.from)])
      expect(data.n).toBe((last.get(data.from) ?? -1) + 1)
      last.set(data.from, data.n)
    }
    expect([connected(room), seen(room).toSorted()]).toEqual([2, rooms.filter((other) => other !== room).map(({ self }) => keyOf.get(self)).toSorted()])
  })
  expect([...counts.values()].reduce((sum, each) => sum + each, 0)).toBeGreaterThan(1_000)
  // In a room with a secret the letters are inside of envelopes.
  expect(counts.size).toBeGreaterThan(kind === 'public' ? 16 : 10)
  expect(world.claims).toEqual([])
})
