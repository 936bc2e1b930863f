import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { MeshHost } from '../../src/mesh.js'
import type { Command, RoomEvent } from '../../src/messages.js'
import { newRoomId } from '../../src/ids.js'
import type { Sealing } from '../../src/sealing.js'
import { newContact, newIdentity, openPublicRoom } from '../../src/seal/index.js'
import { createKnown } from '../../src/seal/known/index.js'
import { Tags } from '../../src/seal/known/tags.js'
import { OpenSealing } from '../../src/seal/opensealing.js'
import { platform } from '../../src/seal/webcrypto.js'
import { FakeClock, settle } from '../time.js'

// What takes time, on a clock that the test turns.

let clock: FakeClock
let sealing: Sealing
let stranger: string
let delivered: unknown[]
/** What the room has posted, and to whom. */
let posted: Record<string, unknown>[]
let receivers: (string | undefined)[]
/** What the stranger says who it is by, being a contact after all. */
let hello: object

async function open(onlyKnown: boolean): Promise<void> {
  const room = await openPublicRoom(newRoomId())
  const host = {
    room: { peers: new Map() }, time: clock, stand: () => {},
    post: (data: unknown, to: string | undefined) => {
      posted.push(data as Record<string, unknown>)
      receivers.push(to)
      return Promise.resolve()
    },
  } as unknown as MeshHost
  const [own, other] = [await newContact(), await newContact()]
  sealing = await createKnown({
    inner: new OpenSealing({ room, now: () => clock.now(), report: () => {}, kept: new Map() }), room, sealed: false, host,
    contacts: { own, known: [other.key], onlyKnown }, tell: () => {}, report: () => {},
  })
  const theirs = await Tags.of(other, [own.key], { room: Uint8Array.from(Buffer.from(room.room, 'base64url')), self: stranger }, platform)
  hello = { link: '', candidates: [], known: await theirs.hello(room.identity.peer) }
  sealing.pass('joined', { type: 'joined', members: [{ peer: stranger }] }, () => delivered.push('joined'))
  await vi.waitFor(() => expect(posted.splice(0)).toHaveLength(1))
  receivers = []
}

const event = (told: Partial<RoomEvent>): void => sealing.pass('event', told, () => delivered.push(told.type))
const offers = (): void => event({ type: 'signal', from: stranger, to: 'me', data: { link: 'one', description: { type: 'offer', sdp: '' }, n: 0 } })

beforeEach(async () => {
  clock = new FakeClock()
  stranger = (await newIdentity()).peer
  delivered = []
  posted = []
  receivers = []
})
afterEach(() => expect(clock.waiting).toBe(0))

test('a claim waits a second for the hello of its author, and no longer', async () => {
  await open(false)
  const sent: Command[] = []
  const send = (command: Command) => {
    sent.push(command)
    return Promise.resolve({ type: 'ok' as const })
  }
  const claimed = sealing.ask({ type: 'claim', from: stranger }, send)
  await clock.pass(999)
  expect(sent).toEqual([])
  await clock.pass(1)
  await claimed
  expect(sent).toEqual([{ type: 'claim', from: stranger }])
  await sealing.ask({ type: 'claim', from: stranger }, send)
  expect(sent).toHaveLength(2)
})

test('a claim does not wait for who has said hello, nor for who has left, nor when the room is left', async () => {
  for (const end of [
    () => event({ type: 'signal', from: stranger, to: 'me', data: { link: '', candidates: [], known: 'A'.repeat(854) } }),
    () => event({ type: 'peer-left', peer: stranger, reason: 'left' }),
    () => sealing.pass('closed', undefined, () => {}),
  ]) {
    await open(false)
    const claimed = sealing.ask({ type: 'claim', from: stranger }, () => Promise.resolve({ type: 'ok' }))
    end()
    expect(await claimed).toEqual({ type: 'ok' })
  }
})

test('a stranger is told that no link is wanted after a second, in which it may say who it is, and again after ten more', async () => {
  await open(true)
  offers()
  await clock.pass(999)
  expect(posted).toEqual([])
  await clock.pass(1)
  expect(posted.splice(0)).toEqual([{ link: 'one', end: 'passive' }])
  await clock.pass(9_999)
  offers()
  await settle()
  expect(posted).toEqual([])
  await clock.pass(1)
  offers()
  await settle()
  expect(posted).toEqual([{ link: 'one', end: 'passive' }])
  expect(delivered).toEqual(['joined'])
})

test('who was greeted is not greeted again when all members are told anew, but who came meanwhile is, and who has come back', async () => {
  await open(false)
  const { peer: newcomer } = await newIdentity()
  sealing.pass('joined', { type: 'joined', recovered: false, members: [{ peer: stranger }, { peer: newcomer }] }, () => delivered.push('joined'))
  await vi.waitFor(() => expect(receivers).toEqual([newcomer]))
  event({ type: 'peer-left', peer: stranger, reason: 'timeout' })
  event({ type: 'peer-joined', peer: stranger })
  await vi.waitFor(() => expect(receivers).toEqual([newcomer, stranger]))
  expect(delivered).toEqual(['joined', 'joined', 'peer-left', 'peer-joined'])
  event({ type: 'peer-left', peer: stranger, reason: 'left' })
  event({ type: 'peer-left', peer: newcomer, reason: 'left' })
})

test('a contact gets an empty letter at its first hello, and at others once in ten seconds; when it has come back it is asked for one by a hello', async () => {
  await open(false)
  const empty = { link: '', candidates: [] }
  const said = async (expected: unknown[]): Promise<void> => {
    await vi.waitFor(() => expect(posted).toEqual(expected))
    posted = []
  }
  const says = (): void => event({ type: 'signal', from: stranger, to: 'me', data: hello })
  says()
  await said([empty])
  says()
  await said([empty])
  await clock.pass(9_999)
  says()
  event({ type: 'peer-left', peer: stranger, reason: 'timeout' })
  event({ type: 'peer-joined', peer: stranger })
  await said([{ ...empty, known: expect.stringMatching(/^.{854}$/) }])
  await clock.pass(1)
  says()
  await said([empty])
})
