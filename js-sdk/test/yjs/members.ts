import * as Y from 'yjs'
import { type YjsOptions, YjsProvider, type YjsRefused } from '../../src/yjs/index.js'
import { type FakeRoom, Hub, type Weather } from '../state/fakeroom.js'
import { FakeClock } from '../time.js'

/** A member of a room with a document. */
export interface Member {
  readonly room: FakeRoom
  readonly doc: Y.Doc
  readonly text: Y.Text
  readonly provider: YjsProvider
  readonly synced: boolean[]
  readonly refused: YjsRefused[]
}

/** Members who share a document, under one clock. */
export class Circle {
  readonly clock = new FakeClock()
  readonly hub: Hub
  #clients = 0

  constructor(weather: Partial<Weather> = {}, seed = 1) {
    this.hub = new Hub(this.clock, seed)
    this.hub.weather = { delay: [5, 5], lost: 0, twice: 0, rate: Infinity, ...weather }
  }

  enter(name: string, options: YjsOptions = {}, doc = new Y.Doc()): Member {
    const room = this.hub.enter(name)
    // The ids that Yjs takes by chance would make every run another one.
    doc.clientID = ++this.#clients
    const provider = new YjsProvider(room, doc, { clock: this.clock, ...options })
    const member = { room, doc, text: doc.getText('text'), provider, synced: [] as boolean[], refused: [] as YjsRefused[] }
    provider.on('synced', (synced) => member.synced.push(synced))
    provider.on('refused', (refused) => member.refused.push(refused))
    return member
  }
}

/** Whether all have the same: what was written, and what was deleted. */
export function agree(members: readonly Member[]): boolean {
  const states = members.map(({ doc }) => JSON.stringify([[...Y.encodeSnapshot(Y.snapshot(doc))], doc.getText('text').toDelta(), Object.entries(doc.getMap('map').toJSON()).sort()]))
  return new Set(states).size === 1
}
