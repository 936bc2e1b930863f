import type { OverlayFrame } from '../../src/overlay/frames.js'
import { Gossip } from '../../src/overlay/gossip.js'
import { Neighbours } from '../../src/overlay/neighbours.js'
import type { Ports } from '../../src/overlay/ports.js'
import { Routes } from '../../src/overlay/routes.js'
import { seeded } from './random.js'
import { Timeline } from './timeline.js'

export interface Bare {
  readonly neighbours: Neighbours
  readonly gossip: Gossip
  readonly routes: Routes
  readonly signals: { data: string; path: readonly string[] }[]
  readonly heard: string[]
  readonly sent: OverlayFrame[]
}

/** Peers that only gossip and carry, with the links that the test gives them; a link takes a millisecond. */
export class BarePeers {
  readonly clock = new Timeline()
  readonly peers = new Map<string, Bare>()

  /** Peers in a row, each linked with the next. */
  static row(...ids: string[]): BarePeers {
    const peers = new BarePeers()
    ids.forEach((id, index) => {
      peers.add(id)
      if (index > 0) peers.link(ids[index - 1] as string, id)
    })
    return peers
  }

  of(id: string): Bare {
    return this.peers.get(id) as Bare
  }

  add(id: string): void {
    const [signals, heard, sent]: [Bare['signals'], string[], OverlayFrame[]] = [[], [], []]
    const ports: Ports = {
      clock: this.clock, random: seeded(id.charCodeAt(0)),
      links: {
        open: () => {}, close: () => {},
        send: (to, frame) => {
          sent.push(frame)
          this.clock.after(1, () => this.deliver(to, id, frame))
          return true
        },
      },
      entrance: { members: undefined, enter: () => {}, leave: () => {}, stand: () => {}, claim: () => {} },
      delivered: () => {},
      signal: (data, path) => signals.push({ data, path }),
    }
    const neighbours = new Neighbours(id, ports)
    const gossip = new Gossip({ neighbours, ports, heard: (cast) => heard.push(cast.data) })
    this.peers.set(id, { neighbours, gossip, routes: new Routes(neighbours, ports), signals, heard, sent })
  }

  link(one: string, other: string): void {
    this.of(one).neighbours.up(other, 'here')
    this.of(other).neighbours.up(one, 'there')
  }

  deliver(to: string, by: string, frame: OverlayFrame): void {
    const { gossip, routes } = this.of(to)
    if (frame.o === 'cast') gossip.hear(by, frame)
    if (frame.o === 'carry' || frame.o === 'find' || frame.o === 'found') routes.hear(by, frame)
  }
}
