// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { join, type Options, type Room } from '../../src/index.js'
import { define, InspectorElement, Recorder, type Recording } from '../../src/inspector/index.js'
import { INTERVAL } from '../../src/inspector/limits.js'
import { createWorld, type World } from '../../src/testing/index.js'

await Promise.all([import('../../src/relays.js'), import('../../src/offers.js')])

beforeEach(() => void vi.useFakeTimers())
afterEach(async () => {
  document.body.replaceChildren()
  const left = Promise.all(entered.splice(0).map((room) => room.leave()))
  await vi.advanceTimersByTimeAsync(2_000)
  await left
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const make = (): World => createWorld({ pass: (ms) => vi.advanceTimersByTimeAsync(ms) })
const entered: Room[] = []
/** A TURN server of the application's own: buying those of the node takes threads and files, which there are none of here. */
const RELAYS: Options = { turn: false, iceServers: [{ urls: 'turn:turn.example', username: 'ada', credential: 'secret' }] }

function enter(world: World): Room {
  const room = join(world.nodes, world.room, { ...world.options, ...RELAYS })
  entered.push(room)
  return room
}

const linked = (room: Room): boolean => [...room.peers.values()].some(({ state }) => state === 'connected')

function show(): InspectorElement {
  const inspector = document.createElement('almenara-inspector')
  document.body.append(inspector)
  return inspector
}

const all = <E extends Element = HTMLElement>(inspector: InspectorElement, selector: string): E[] => [...(inspector.shadowRoot?.querySelectorAll<E>(selector) ?? [])]
const tab = (inspector: InspectorElement, name: string): HTMLElement => all(inspector, '[role=tab]').find(({ textContent }) => textContent === name) as HTMLElement
const shown = (inspector: InspectorElement): string => all(inspector, '[role=tabpanel]').filter(({ hidden }) => !hidden).map(({ textContent }) => textContent).join()
const button = (inspector: InspectorElement, name: string): HTMLElement => all(inspector, 'button').find(({ textContent }) => textContent === name) as HTMLElement

async function pair(world: World): Promise<[Room, Room]> {
  const rooms = [enter(world), enter(world)] as const
  await world.until(() => rooms.every(linked))
  return [...rooms]
}

test('importing defines the element, and it may have other names too', () => {
  expect(customElements.get('almenara-inspector')).toBe(InspectorElement)
  define()
  define('my-inspector')
  define('my-inspector')
  expect(document.createElement('my-inspector')).toBeInstanceOf(InspectorElement)
})

test('the room is shown as it is now: its state, its node, its relays', async () => {
  const world = make()
  world.path = 'relayed'
  const inspector = show()
  expect(shown(inspector)).toContain('No room is watched.')
  const [room] = await pair(world)
  inspector.watch(room, 'lobby')
  await world.until(() => shown(inspector).includes('1 of 1'))
  const values = Object.fromEntries(all(inspector, 'dt').map((name) => [name.textContent, name.nextElementSibling?.textContent]))
  expect(values).toMatchObject({ State: 'joined', Node: room.node?.name, Transport: 'websocket', Reconnects: '0, 0 lost', Answered: '0', 'Relayed links': '1 of 1', Credentials: '1, 0 paid', 'This peer': room.self })
  expect(all(inspector, 'h2').map(({ textContent }) => textContent)).toEqual(['lobby'])
})

test('rooms that are assigned take the place of those that were, and their rows go with them', async () => {
  const world = make()
  const inspector = show()
  const [a, b] = await pair(world)
  inspector.rooms = [a, b, b]
  expect(inspector.rooms).toEqual([a, b])
  tab(inspector, 'Peers').click()
  await world.pass(INTERVAL)
  expect(all(inspector, 'tbody tr')).toHaveLength(2)
  expect(all(inspector, 'tbody th').map(({ title }) => title)).toEqual([b.self, a.self])
  inspector.rooms = [b]
  expect(inspector.rooms).toEqual([b])
  expect(all(inspector, 'tbody th').map(({ title }) => title)).toEqual([a.self])
})

test('a row stays the same element while its cells change, and goes when its peer has left', async () => {
  const world = make()
  const inspector = show()
  const [a, b] = await pair(world)
  inspector.watch(a)
  tab(inspector, 'Peers').click()
  await world.pass(INTERVAL)
  const [row] = all(inspector, 'tbody tr')
  const cells = (): (string | null)[] => [...row?.children ?? []].map(({ textContent }) => textContent)
  expect(cells().slice(1, 4)).toEqual(['connected', expect.stringMatching(/^[01] s$/), 'direct: host ↔ host, udp'])
  await world.pass(5_000)
  expect(all(inspector, 'tbody tr')).toEqual([row])
  expect(cells()[2]).toMatch(/^[56] s$/)
  const leaving = b.leave()
  const none = all(inspector, '.none').find(({ textContent }) => textContent === 'Nobody else is here.') as HTMLElement
  expect(none.hidden).toBe(true)
  await world.until(() => !none.hidden)
  await leaving
  expect(all(inspector, 'tbody tr')).toEqual([])
})

test('the timeline grows, is narrowed by kind and by peer, and drops the oldest', async () => {
  const world = make()
  const inspector = show()
  inspector.recorder = new Recorder({ limit: 8 })
  const [a, b] = [enter(world), enter(world)]
  inspector.watch(a)
  tab(inspector, 'Timeline').click()
  await world.until(() => linked(a) && linked(b))
  await world.pass(INTERVAL)
  const lines = (): (string | null | undefined)[] => all(inspector, '[data-number]').map(({ lastElementChild }) => lastElementChild?.textContent)
  const { timeline } = inspector.recorder
  expect(lines()).toEqual(timeline.entries.map(({ text }) => text))
  expect(shown(inspector)).toContain(`${timeline.entries.length} of ${timeline.entries.length}`)

  const [kind, peer] = all<HTMLSelectElement>(inspector, 'select') as [HTMLSelectElement, HTMLSelectElement]
  const choose = (select: HTMLSelectElement, value: string): void => {
    select.value = value
    select.dispatchEvent(new Event('change'))
  }
  choose(kind, 'link')
  expect(lines()).toEqual(timeline.entries.filter((entry) => entry.kind === 'link').map(({ text }) => text))
  choose(peer, b.self as string)
  choose(kind, '')
  expect(lines()).toEqual(timeline.entries.filter((entry) => entry.peer === b.self).map(({ text }) => text))
  choose(peer, '')

  world.lose()
  await world.until(() => timeline.dropped > 0)
  await world.pass(INTERVAL)
  expect(lines()).toEqual(timeline.entries.map(({ text }) => text))
  expect(shown(inspector)).toContain(`8 of 8, ${timeline.dropped} older ones dropped`)
})

test('tabs are walked by the arrows, Home and End, and one of them is in the order of focus', () => {
  const inspector = show()
  const press = (key: string): void => void inspector.shadowRoot?.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  const chosen = (): (string | null)[] => all(inspector, '[role=tab][aria-selected=true]').map(({ textContent }) => textContent)
  tab(inspector, 'Rooms').focus()
  const walk = ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'Home', 'ArrowLeft', 'ArrowRight', 'End', 'Tab'].map((key) => {
    press(key)
    return chosen().join()
  })
  expect(walk).toEqual(['Peers', 'Timeline', 'Peers', 'Rooms', 'Export', 'Rooms', 'Export', 'Export'])
  expect(all(inspector, '[role=tab]').map(({ tabIndex }) => tabIndex)).toEqual([-1, -1, -1, 0])
  const panels = all(inspector, '[role=tabpanel]')
  expect(panels.map(({ hidden }) => hidden)).toEqual([true, true, true, false])
  expect(all(inspector, '[role=tab]').map((each) => each.getAttribute('aria-controls'))).toEqual(panels.map(({ id }) => id))
})

test('links are sampled once a second while the inspector can be seen, and not when it is hidden, out of view or removed', async () => {
  const world = make()
  const observers: { tell(seen: boolean): void; gone: boolean }[] = []
  vi.stubGlobal('IntersectionObserver', class {
    gone = false
    readonly tell: (seen: boolean) => void
    constructor(listener: (entries: { isIntersecting: boolean }[]) => void) {
      this.tell = (isIntersecting) => listener([{ isIntersecting }])
      observers.push(this)
    }
    observe(): void {}
    disconnect(): void { this.gone = true }
  })
  const [room] = await pair(world)
  const inspector = show()
  inspector.watch(room)
  const sample = vi.spyOn(inspector.recorder, 'sample')
  const during = async (ms: number): Promise<number> => {
    sample.mockClear()
    await world.pass(ms)
    return sample.mock.calls.length
  }
  const see = (state: string): void => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }
  expect(await during(10 * INTERVAL)).toBe(10)
  see('hidden')
  expect(await during(10 * INTERVAL)).toBe(0)
  see('visible')
  expect(await during(10 * INTERVAL)).toBe(10)
  observers[0]?.tell(false)
  expect(await during(10 * INTERVAL)).toBe(0)
  observers[0]?.tell(true)
  expect(await during(10 * INTERVAL)).toBe(10)
  inspector.remove()
  expect([await during(10 * INTERVAL), observers[0]?.gone]).toEqual([0, true])
  document.body.append(inspector)
  expect(await during(10 * INTERVAL)).toBe(10)
})

test('what was assigned before the element was defined is taken over', () => {
  const world = make()
  const room = enter(world)
  const recorder = new Recorder()
  const inspector = document.createElement('almenara-inspector')
  Object.defineProperty(inspector, 'rooms', { value: [room], configurable: true, writable: true })
  Object.defineProperty(inspector, 'recorder', { value: recorder, configurable: true, writable: true })
  document.body.append(inspector)
  expect(inspector.recorder).toBe(recorder)
  expect(recorder.rooms).toEqual([room])
})

test('what is copied is the snapshot, masked as it was chosen, and trouble is told', async () => {
  const world = make()
  const inspector = show()
  const [room, other] = await pair(world)
  inspector.watch(room)
  tab(inspector, 'Export').click()
  const copied: Recording[] = []
  const writeText = vi.fn(async (text: string) => void copied.push(JSON.parse(text) as Recording))
  vi.stubGlobal('navigator', { clipboard: { writeText } })
  const status = (): string | null | undefined => all(inspector, '[role=status]')[0]?.textContent

  button(inspector, 'Copy JSON').click()
  await world.until(() => copied.length === 1)
  expect(copied[0]).toMatchObject({ schema: 'almenara-inspector', version: 1, masked: { addresses: true, ids: false }, rooms: [{ peers: [{ id: other.self }] }] })
  expect(status()).toBe(`Copied: ${copied[0]?.timeline.entries.length} entries, 1 rooms.`)

  const [addresses, ids] = all<HTMLInputElement>(inspector, 'input') as [HTMLInputElement, HTMLInputElement]
  expect([addresses.checked, ids.checked]).toEqual([true, false])
  addresses.click()
  ids.click()
  button(inspector, 'Copy JSON').click()
  await world.until(() => copied.length === 2)
  expect(copied[1]).toMatchObject({ masked: { addresses: false, ids: true }, rooms: [{ peers: [{ id: 'peer-2' }] }] })

  writeText.mockRejectedValueOnce(new Error('not allowed'))
  button(inspector, 'Copy JSON').click()
  await world.until(() => status() === 'That did not work: not allowed')
})

test('where sheets can\'t be adopted an element brings the style, with the nonce of the inspector', () => {
  const inspector = document.createElement('almenara-inspector')
  inspector.nonce = 'abc'
  Object.defineProperty(inspector.shadowRoot, 'adoptedStyleSheets', { value: undefined, configurable: true })
  document.body.append(inspector)
  inspector.remove()
  document.body.append(inspector)
  expect(all<HTMLStyleElement>(inspector, 'style').map(({ nonce }) => nonce)).toEqual(['abc'])
})
