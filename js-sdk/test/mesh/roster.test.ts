import { expect, test } from 'vitest'
import { openChannel } from '../../src/channel.js'
import type { LinkMessage } from '../../src/host.js'
import { AlmenaraError, newRoomId } from '../../src/index.js'
import type { Mesh } from '../../src/mesh.js'
import type { Command, Joined, Ok } from '../../src/messages.js'
import { resolve } from '../../src/options.js'
import { Roster } from '../../src/roster.js'
import type { RoomSignaling } from '../../src/session.js'
import { Links } from '../../src/testing/links.js'
import { FakeClock } from '../time.js'

/** The peers of `me` in a partial mesh, which welcomes nobody by itself; what the node is asked, what others are told about links, and what the room hears. */
class MeshedRoster {
  readonly clock = new FakeClock()
  readonly rtc = new Links(this.clock)
  readonly asked: Command[] = []
  readonly told: { message: LinkMessage; to: string }[] = []
  readonly events: unknown[][] = []
  readonly roster: Roster
  #offers = 0

  constructor() {
    const nothing = (): void => {}
    const signaling = { connected: true, sealing: undefined, request: (command: Command) => this.#answer(command), ping: nothing, relays: async () => ({ servers: [], ttl: 0 }) }
    this.roster = new Roster({
      clock: this.clock,
      settings: resolve(newRoomId(), { topology: 'partial', peerConnection: this.rtc.class }),
      signaling: signaling as unknown as RoomSignaling,
      log: nothing, action: nothing, track: nothing, up: nothing, changed: nothing,
      emit: (name, ...args) => void this.events.push([name, ...args.map((each) => (each as { id?: string; code?: string }).code ?? (each as { id?: string }).id ?? each)]),
    })
    const mesh: Partial<Mesh> = {
      entered: nothing, linked: nothing, unlinked: nothing, quit: nothing,
      welcomes: () => false,
      tell: async (message, to) => void this.told.push({ message, to }),
    }
    this.roster.mesh = mesh as Mesh
    this.roster.joined({ type: 'joined', self: 'me', epoch: 'e', offset: 0, node: 'n', token: 't', members: [] } as Joined)
  }

  /** What a peer's standing offer says. */
  async offer(): Promise<unknown> {
    const pc = new this.rtc.class()
    openChannel(pc as unknown as RTCPeerConnection)
    await pc.setLocalDescription(await pc.createOffer())
    return { description: pc.localDescription }
  }

  async #answer(command: Command): Promise<Ok> {
    this.asked.push(command)
    if (command.type === 'answer' && command.offer === 'expired') throw new AlmenaraError('claim-expired', 'It is.')
    return { type: 'ok', ...command.type === 'offer' && { offer: `o${++this.#offers}` } }
  }
}

test('an answer to a standing offer that is not welcome is told to be so, and its connection is closed', async () => {
  const { roster, clock, asked, told, rtc } = new MeshedRoster()
  roster.stand(1)
  await clock.until(() => asked.some(({ type }) => type === 'offer'))
  const [standing] = rtc.all
  roster.event({ type: 'answer', offset: 1, offer: 'o1', from: 'x', data: {} })
  expect(told).toEqual([{ message: { link: 'o1', end: 'stale' }, to: 'x' }])
  expect(standing?.signalingState).toBe('closed')
  expect(roster.peers.size).toBe(0)
})

test('who hears that its link is not wanted gives it up at once, and that is no error', async () => {
  const meshed = new MeshedRoster()
  const { roster, clock, asked, rtc, events } = meshed
  roster.begin('x', { type: 'ok', offer: 'o7', data: await meshed.offer() })
  await clock.until(() => asked.some(({ type }) => type === 'answer'))
  const made = rtc.all.at(-1)
  roster.event({ type: 'signal', offset: 1, from: 'x', to: 'me', data: { link: 'o7', end: 'stale' } })
  expect(events.map(([name]) => name)).toEqual(['peer', 'left'])
  expect(made?.signalingState).toBe('closed')
})

test('a link that comes to nothing is told as an error, once, and its peer is gone', async () => {
  const { roster, clock, events } = new MeshedRoster()
  roster.begin('x', { type: 'ok', offer: 'o7', data: 'no description' })
  await clock.until(() => events.length === 3)
  expect(events).toEqual([['peer', 'x'], ['error', 'connect-failed'], ['left', 'x', 'timeout']])
})

test('a link to which no path is found is told as an error', async () => {
  const meshed = new MeshedRoster()
  const { roster, clock, rtc, asked, events } = meshed
  rtc.path = 'blocked'
  roster.begin('x', { type: 'ok', offer: 'o7', data: await meshed.offer() })
  await clock.until(() => events.length === 3)
  expect(asked.map(({ type }) => type)).toContain('answer')
  expect(events).toEqual([['peer', 'x'], ['error', 'connect-failed'], ['left', 'x', 'timeout']])
})

test('an answer that the node refuses is told as an error', async () => {
  const meshed = new MeshedRoster()
  const { roster, clock, events } = meshed
  roster.begin('x', { type: 'ok', offer: 'expired', data: await meshed.offer() })
  await clock.until(() => events.length === 3)
  expect(events).toEqual([['peer', 'x'], ['error', 'connect-failed'], ['left', 'x', 'timeout']])
})
