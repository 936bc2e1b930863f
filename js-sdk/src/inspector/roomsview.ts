import { make, mark, write } from './dom.js'
import { NOTHING, span } from './format.js'
import type { Recorder } from './recorder.js'
import type { RoomSnapshot } from './recording.js'
import { ROOMS, type View } from './view.js'

type Value = (room: RoomSnapshot, now: number) => string

const count = (value: number, what: string): string => `${value} ${what}`

/** What is shown of a room, by the group it is in. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  Signaling: {
    State: ({ state }) => state,
    Node: ({ signaling }) => signaling.node ?? NOTHING,
    Address: ({ signaling }) => signaling.url ?? NOTHING,
    Transport: ({ signaling }) => signaling.transport ?? NOTHING,
    Reconnects: ({ signaling: { reconnects, lost } }) => `${reconnects}, ${count(lost, 'lost')}`,
    Work: ({ work }) => `${work.paid} paid, ${span(work.took)}`,
    'Work refused': ({ work }) => `${work.refused}, ${count(work.givenUp, 'given up')}`,
    'This peer': ({ self }) => self ?? NOTHING,
  },
  Offers: {
    Answered: ({ pool }) => String(pool.answered),
    Claimed: ({ pool }) => String(pool.claimed),
    Failed: ({ pool }) => String(pool.failed),
  },
  Relays: {
    'Relayed links': ({ relays }) => `${relays.relayed} of ${relays.links}`,
    Credentials: ({ relays }) => `${relays.credentials}, ${count(relays.paid, 'paid')}`,
    'Good for': ({ relays: { until } }, now) => until === undefined ? NOTHING : span(until - now),
  },
}

/** Values that are long. */
const WIDE: readonly string[] = ['Address', 'This peer']

/** The state of each room: its signaling, its offers, its relays. */
export class RoomsView implements View {
  readonly name = 'Rooms'
  readonly node: HTMLElement
  readonly #none = make('p', { class: 'none' }, 'No room is watched.')
  readonly #rooms: RoomSection[] = []

  constructor() {
    this.node = make('div', { class: 'rooms' }, this.#none)
  }

  update(recorder: Recorder): void {
    const { rooms, time } = recorder.snapshot(ROOMS)
    this.#none.hidden = rooms.length > 0
    while (this.#rooms.length > rooms.length) this.#rooms.pop()?.node.remove()
    rooms.forEach((room, index) => {
      const section = this.#rooms[index] ?? new RoomSection()
      if (this.#rooms[index] === undefined) this.node.append(section.node)
      this.#rooms[index] = section
      section.update(room, time)
    })
  }
}

class RoomSection {
  readonly node: HTMLElement
  readonly #title = make('h2')
  readonly #values: { readonly element: HTMLElement; readonly value: Value }[] = []

  constructor() {
    const groups = Object.entries(GROUPS).map(([name, values]) => make('section', {}, make('h3', {}, name), this.#list(values)))
    this.node = make('section', { class: 'room' }, this.#title, ...groups)
  }

  update(room: RoomSnapshot, now: number): void {
    write(this.#title, room.label)
    mark(this.node, 'data-state', room.state)
    for (const { element, value } of this.#values) write(element, value(room, now))
  }

  #list(values: Readonly<Record<string, Value>>): HTMLElement {
    const pairs = Object.entries(values).map(([name, value]) => {
      const element = make('dd')
      this.#values.push({ element, value })
      return make('div', WIDE.includes(name) ? { class: 'wide' } : {}, make('dt', {}, name), element)
    })
    return make('dl', {}, ...pairs)
  }
}
