import * as almenara from 'almenara'
import { type Contact, newContact } from 'almenara/seal'
import { createWorld, fakeStream, type World } from 'almenara/testing'
import { vi } from 'vitest'
import { FakeDevices } from '../devices/fakedevices.js'

const { join } = almenara
type Room = almenara.Room
type Peer = almenara.Peer

// What rooms fetch when they need it is here before the clock starts: that takes time which the clock knows nothing of.
await Promise.all([import('../../src/media.js'), import('../../src/relays.js'), import('../../src/offers.js'), import('../../src/sse.js'), import('../../src/pow/index.js'), import('../../src/seal/index.js'), import('../../src/seal/known/index.js'), import('../../src/overlay/index.js')])

/** What the blocks of the guides are given: `docs/guide/README.md` says so. */
export interface Stage {
  readonly nodes: readonly string[]
  readonly id: string
  readonly room: Room
  readonly peer: Peer
  readonly camera: MediaStream
  readonly password: string
  readonly own: Contact
  /** The names of others by their keys. */
  readonly friends: ReadonlyMap<string, string>
  /** The global that the build for script tags makes. */
  readonly almenara: typeof almenara
  readonly status: HTMLElement
  readonly count: HTMLElement
  readonly list: HTMLElement
  readonly area: HTMLElement
  readonly people: HTMLElement
  readonly saving: HTMLElement
  readonly hint: HTMLElement
  readonly words: HTMLElement
  readonly screens: HTMLElement
  readonly input: HTMLInputElement & { readonly files: FileList }
  readonly bar: HTMLProgressElement
  readonly link: HTMLAnchorElement
  readonly video: HTMLVideoElement
  readonly preview: HTMLVideoElement
}

/** A stage with what a test looks at besides: the world, and another member of the room. */
export interface Scene extends Stage {
  readonly world: World
  readonly other: Room
  /** The contact of each of `friends`. */
  readonly known: readonly Contact[]
  /** What the block has written to the console. */
  readonly written: string[]
}

export function linked(room: Room): Peer[] {
  return [...room.peers.values()].filter(({ state }) => state === 'connected')
}

function element<T extends HTMLElement>(name: string): T {
  // Work is done by Node's own threads, where there is no page.
  return typeof document === 'undefined' ? {} as T : document.createElement(name) as T
}

/** The platform of the page, as far as blocks use it and the test environment has not got it. */
function furnish(world: World): string[] {
  const written: string[] = []
  const note = (...what: unknown[]): void => { written.push(what.map((each) => String(each)).join(' ')) }
  for (const method of ['log', 'warn', 'debug', 'table'] as const) vi.spyOn(console, method).mockImplementation(note)
  const { webSocket, fetch, peerConnection } = world.options
  vi.stubGlobal('WebSocket', webSocket)
  vi.stubGlobal('RTCPeerConnection', peerConnection)
  vi.stubGlobal('fetch', fetch)
  vi.stubGlobal('confirm', () => true)
  vi.stubGlobal('navigator', {
    sendBeacon: () => true,
    mediaDevices: new FakeDevices(),
  })
  return written
}

/** A room of two who are linked, at nodes in memory, and a page. */
export async function scene(): Promise<Scene> {
  vi.useFakeTimers()
  const world = createWorld({ pass: (ms) => vi.advanceTimersByTimeAsync(ms) })
  const written = furnish(world)
  const [room, other] = [1, 2].map(() => join(world.nodes, world.room)) as [Room, Room]
  await world.until(() => linked(room).length === 1 && linked(other).length === 1)
  const [own, ...known] = await Promise.all([newContact(), newContact(), newContact()])
  return {
    world, other, written, own, known, friends: new Map(known.map(({ key }, index) => [key, ['Ada', 'Grace'][index] as string])), room, nodes: world.nodes, id: world.room, peer: linked(room)[0]!, almenara,
    camera: fakeStream('audio', 'video'), password: 'copper teapot under seventeen ladders',
    status: element('p'), count: element('p'), list: element('ul'), area: element('pre'), people: element('p'), saving: element('p'),
    hint: element('p'), words: element('p'), screens: element('div'), input: element('input'), link: element('a'),
    // Those of the test environment take streams of its own only, and no values.
    bar: {} as HTMLProgressElement, video: {} as HTMLVideoElement, preview: {} as HTMLVideoElement,
  }
}
