import { afterEach, expect, test } from 'vitest'
import type { AlmenaraError } from '../../src/errors.js'
import type { ContactOptions } from '../../src/options.js'
import { peersStore } from '../../src/react/stores.js'
import type { Room } from '../../src/room.js'
import { type Contact, newContact } from '../../src/seal/index.js'
import { connected, only, record } from '../world.js'
import { eventually, KnownWorld, people, seen } from './world.js'

let world: KnownWorld
let alice: Contact
let bob: Contact
afterEach(() => world.close())

async function open(kind: 'public' | 'secret' = 'public'): Promise<void> {
  world = await KnownWorld.open(kind)
  ;[alice, bob] = await people(2) as [Contact, Contact]
}

const linked = (...rooms: Room[]): Promise<void> => eventually(() => expect(rooms.map(connected)).toEqual(rooms.map(() => rooms.length - 1)))

for (const kind of ['public', 'secret'] as const) {
  for (const transport of ['websocket', 'sse'] as const) {
    for (const onlyKnown of [false, true]) {
      test(`two who know each other are linked in a ${kind} room by ${transport}, and each sees who the other is, ${onlyKnown ? 'when only those count' : 'and without a claim'}`, async () => {
        await open(kind)
        const a = world.enterAs(alice, [bob], { transport, onlyKnown })
        await a.joined
        const told = record(a, 'contact')
        const b = world.enterAs(bob, [alice], { transport, onlyKnown })
        const opened: unknown[] = []
        b.on('open', ({ contact }) => opened.push(contact))
        const [messages, signals, errors] = [record(b, 'message'), record(b, 'signal'), [record(a, 'error'), record(b, 'error')]]
        await linked(a, b)
        expect([seen(a), seen(b), opened]).toEqual([[bob.key], [alice.key], [alice.key]])
        expect(told).toEqual([[only(a), bob.key]])
        a.send('by the link')
        await a.signal('to one', b.self)
        await a.signal('to all')
        await eventually(() => expect(signals).toEqual([['to one', only(b)], ['to all', only(b)]]))
        expect(messages).toEqual([['by the link', only(b)]])
        expect(errors).toEqual([[], []])
        expect(world.claims).toEqual([])
      })
    }
  }
}

test('nothing of what contacts say through the node, or how they are linked, is readable in a public room', async () => {
  await open()
  const a = world.enterAs(alice, [bob])
  await a.joined
  const b = world.enterAs(bob, [alice])
  await linked(a, b)
  await a.signal('a word', b.self)
  await eventually(() => expect(world.carried.some(({ message }) => message.data?.sealed)).toBe(true))
  const signals = world.carried.filter(({ message }) => message.type === 'signal').map(({ message }) => JSON.stringify(message)).join()
  expect(signals).not.toMatch(/fingerprint|candidate:|a word/)
  expect(signals).not.toContain(alice.key.slice(3))
})

test('a hello has 64 tags, whether one is known or 64 are', async () => {
  await open()
  const others = await people(63)
  const a = world.enterAs(alice, [])
  await a.joined
  const b = world.enterAs(bob, [alice, ...others])
  await eventually(() => expect(world.carried.filter(({ message, way }) => way === 'up' && message.data?.known)).toHaveLength(2))
  const sizes = world.carried.flatMap(({ message, way }) => way === 'up' && message.data?.known ? [String(message.data.known).length] : [])
  expect(sizes).toEqual([854, 854])
  await linked(a, b)
  expect([seen(a), seen(b)]).toEqual([[undefined], [undefined]])
})

test('64 contacts are known, and the 64th is found; 65 are refused before the room is joined', async () => {
  await open()
  const others = await people(63)
  const a = world.enterAs(alice, [...others, bob])
  await a.joined
  const b = world.enterAs(bob, [alice])
  await linked(a, b)
  expect(seen(a)).toEqual([bob.key])
  const c = world.enterAs(alice, [...others, bob, await newContact()])
  await expect(c.joined).rejects.toMatchObject({ code: 'misuse', message: expect.stringContaining('64') })
  expect(a.peers.size).toBe(1)
})

test.each(['topology', 'none', 'pairless', 'own', 'known', 'small'] as const)('contacts that can not work are misuse before the room is joined: %s', async (wrong) => {
  await open()
  const small = `c1.${'A'.repeat(43)}`
  const contacts = {
    topology: { own: alice, known: [bob.key] },
    none: { known: [bob.key] } as unknown as ContactOptions,
    pairless: { own: {} as Contact, known: [bob.key] },
    own: { own: { ...alice, key: bob.key }, known: [bob.key] },
    known: { own: alice, known: [bob.key.slice(3)] },
    small: { own: alice, known: [small] },
  }[wrong]
  const room = world.enter({ contacts, ...(wrong === 'topology' ? { topology: 'partial' } : {}) })
  await expect(room.joined).rejects.toMatchObject({ code: 'misuse' })
  expect([room.state, world.network.attempts]).toEqual(['closed', []])
})

test('one who is known but does not know back stays a stranger at both ends', async () => {
  await open()
  const a = world.enterAs(alice, [bob])
  await a.joined
  const b = world.enterAs(bob, [])
  await linked(a, b)
  expect([seen(a), seen(b)]).toEqual([[undefined], [undefined]])
})

test('a user with its own key among those that are known finds its other device', async () => {
  await open()
  const a = world.enterAs(alice, [alice], { onlyKnown: true })
  await a.joined
  const b = world.enterAs(alice, [alice], { onlyKnown: true })
  await linked(a, b)
  expect([seen(a), seen(b)]).toEqual([[alice.key], [alice.key]])
})

test.each([true, false])('two devices of a user and the friend of both find each other, and the devices each other if their key is known: %s', async (known) => {
  await open()
  const devices = known ? [bob, alice] : [bob]
  const rooms: Room[] = []
  for (const [own, others] of [[alice, devices], [alice, devices], [bob, [alice]]] as const) {
    rooms.push(world.enterAs(own, others))
    await rooms.at(-1)?.joined
  }
  const errors = rooms.map((room) => record(room, 'error'))
  await linked(...rooms)
  const ids = rooms.map(({ self = '' }) => self)
  const shown = rooms.map(({ peers }) => ids.map((id) => peers.get(id)?.contact))
  const other = known ? alice.key : undefined
  expect(shown).toEqual([[undefined, other, bob.key], [other, undefined, bob.key], [alice.key, alice.key, undefined]])
  expect(errors).toEqual([[], [], []])
})

test('contacts are linked with strangers as well, who know nothing of contacts, whoever came first', async () => {
  await open()
  const first = world.enter()
  await first.joined
  const heard = record(first, 'signal')
  const a = world.enterAs(alice, [bob])
  await linked(first, a)
  const b = world.enterAs(bob, [alice])
  await linked(first, a, b)
  const last = world.enter()
  await linked(first, a, b, last)
  expect(a.peers.get(b.self ?? '')?.contact).toBe(bob.key)
  expect([first, last].map((room) => a.peers.get(room.self ?? '')?.contact)).toEqual([undefined, undefined])
  const others = [record(b, 'signal'), record(last, 'signal')]
  await a.signal('to all')
  await eventually(() => expect([heard, ...others].map((each) => each.map(([data]) => data))).toEqual([['to all'], ['to all'], ['to all']]))
})

test('who has only contacts is not linked with strangers, hears nothing of them, and keeps no offers', async () => {
  await open()
  const a = world.enterAs(alice, [bob], { onlyKnown: true })
  await a.joined
  const events = (['peer', 'open', 'signal', 'message', 'error'] as const).map((name) => record(a, name))
  const [stranger, carol] = [world.enter({ pool: false }), await newContact()]
  const acquainted = world.enterAs(carol, [alice])
  await linked(stranger, acquainted)
  await stranger.signal('to all')
  await stranger.signal('to one', a.self)
  await eventually(() => expect(world.carried.filter(({ message, way }) => way === 'up' && message.data?.end === 'passive')).toHaveLength(2))
  expect([a.peers.size, ...events]).toEqual([0, [], [], [], [], []])
  expect([...world.served.offers.values()].filter(({ from }) => from === a.self)).toEqual([])
  await expect(a.signal('hello', stranger.self)).rejects.toMatchObject({ code: 'unknown-peer' })
  await a.signal('to nobody')
  const b = world.enterAs(bob, [alice], { onlyKnown: true })
  await eventually(() => expect([connected(a), connected(b)]).toEqual([1, 1]))
  expect([seen(a), seen(b)]).toEqual([[bob.key], [alice.key]])
  b.leave()
  await eventually(() => expect(a.peers.size).toBe(0))
})

test('a stranger that goes on making offers is told once in ten seconds that no link is wanted', async () => {
  await open()
  const a = world.enterAs(alice, [bob], { onlyKnown: true })
  await a.joined
  const stranger = world.enter({ connect: false })
  await stranger.joined
  await eventually(() => expect(stranger.peers.size).toBe(1))
  const offer = (link: string): void => world.served.append({ type: 'signal', offset: 0, from: stranger.self ?? '', to: a.self ?? '', data: { link, description: { type: 'offer', sdp: '' }, n: 0 } }, (peer) => peer === a.self)
  for (const link of ['one', 'two', 'three']) offer(link)
  const ends = (): unknown[] => world.carried.flatMap(({ message, way }) => way === 'up' && message.data?.end ? [message.data] : [])
  await eventually(() => expect(ends()).toEqual([{ link: 'one', end: 'passive' }]))
  await a.signal('one more thing')
  expect(ends()).toHaveLength(1)
})

test.each([false, true])('with connect: false contacts are proven to each other without a word of theirs, onlyKnown being %s', async (onlyKnown) => {
  await open()
  const a = world.enterAs(alice, [bob], { connect: false, onlyKnown })
  const told = record(a, 'contact')
  await a.joined
  const b = world.enterAs(bob, [alice], { connect: false, onlyKnown })
  await eventually(() => expect([seen(a), seen(b)]).toEqual([[bob.key], [alice.key]]))
  expect(told).toEqual([[only(a), bob.key]])
})

test('with connect: false contacts hear each other by sealed signals, and know who it is', async () => {
  await open()
  const a = world.enterAs(alice, [bob], { connect: false, onlyKnown: true })
  await a.joined
  const b = world.enterAs(bob, [alice], { connect: false, onlyKnown: true })
  await eventually(() => expect([a.peers.size, b.peers.size]).toEqual([1, 1]))
  const heard: unknown[] = []
  b.on('signal', (data, peer) => heard.push([data, peer?.contact]))
  await a.signal('hello', b.self)
  await eventually(() => expect(heard).toEqual([['hello', alice.key]]))
})

test('a page that shows peers shows anew who has proven to be a contact', async () => {
  await open()
  const a = world.enterAs(alice, [bob], { connect: false })
  await a.joined
  const b = world.enterAs(bob, [alice], { connect: false })
  const { subscribe, snapshot } = peersStore(b)
  const shown = new Map<unknown, (string | undefined)[]>()
  subscribe(() => shown.set(snapshot(), snapshot().map(({ contact }) => contact)))
  await eventually(() => expect([...shown.values()]).toEqual([[undefined], [alice.key]]))
})

test('in a room with a secret a message for a contact takes 16,374 bytes, and one more is too large', async () => {
  await open('secret')
  const a = world.enterAs(alice, [bob])
  await a.joined
  const b = world.enterAs(bob, [alice])
  await linked(a, b)
  const heard = record(b, 'signal')
  const text = 'x'.repeat(16_372)
  await a.signal(text, b.self)
  await eventually(() => expect(heard).toEqual([[text, only(b)]]))
  const error = await a.signal(`${text}x`, b.self).catch((error: AlmenaraError) => error)
  expect(error).toMatchObject({ code: 'too-large', message: expect.stringContaining('16374') })
})

test('when the log of a room has moved on nobody is greeted again, and contacts are who they were', async () => {
  await open()
  const a = world.enterAs(alice, [bob])
  await a.joined
  const [b, stranger] = [world.enterAs(bob, [alice]), world.enter({ pool: false })]
  await linked(a, b, stranger)
  const hellos = (): number => world.carried.filter(({ message, way }) => way === 'up' && String(message.data?.known).length === 854).length
  const before = hellos()
  world.served.breakEpoch()
  const heard = record(b, 'signal')
  await a.signal('after it')
  await eventually(() => expect(heard).toEqual([['after it', b.peers.get(a.self ?? '')]]))
  expect([before, hellos()]).toEqual([4, 4])
  expect([seen(a), seen(b)].map((each) => each.filter(Boolean))).toEqual([[bob.key], [alice.key]])
})

test('a contact whose connection to the node broke is who it was, and one whose path broke gets a link that is proven again', async () => {
  await open()
  const a = world.enterAs(alice, [bob], { onlyKnown: true })
  await a.joined
  const b = world.enterAs(bob, [alice], { onlyKnown: true })
  await linked(a, b)
  const { connection, id } = only(a)
  world.network.cut()
  await eventually(() => expect(a.state).not.toBe('joined'))
  await eventually(() => expect([a.state, b.state]).toEqual(['joined', 'joined']))
  expect([only(a).connection, only(a).id, connected(a)]).toEqual([connection, id, 1])
  const opened = record(a, 'open')
  only(b).connection?.close()
  only(b).channel?.close()
  await eventually(() => expect(opened).toHaveLength(1))
  expect([seen(a), seen(b)]).toEqual([[bob.key], [alice.key]])
  expect(only(a).connection).not.toBe(connection)
})
