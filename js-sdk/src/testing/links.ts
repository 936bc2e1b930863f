import type { Clock } from '../clock.js'
import { FakePeerConnection } from './fakertc.js'

/** The connections among the peers of a test, and what stands in their way. */
export class Links {
  readonly all: FakePeerConnection[] = []
  readonly clock: Clock
  readonly #random: () => number
  #path: 'free' | 'relayed' | 'blocked' = 'free'
  #counter = 0
  gathering: 'quick' | 'slow' = 'quick'
  padding = ''
  /** Milliseconds that a message takes over a data channel, at least and at most. */
  delay: readonly [least: number, most: number] = [0, 0]

  constructor(clock: Clock, random: () => number = Math.random) {
    this.clock = clock
    this.#random = random
  }

  /** `relayed`: only relays find a path. `blocked`: none is found, and none comes back. `gathering` `slow`: it does not end by itself. */
  get path(): 'free' | 'relayed' | 'blocked' {
    return this.#path
  }

  set path(path: 'free' | 'relayed' | 'blocked') {
    this.#path = path
    for (const pc of this.open) pc.flush()
  }

  get class(): typeof RTCPeerConnection {
    const links = this
    return class extends FakePeerConnection {
      constructor(configuration: RTCConfiguration = {}) {
        super(links, configuration)
        links.all.push(this)
      }
    } as unknown as typeof RTCPeerConnection
  }

  get open(): FakePeerConnection[] {
    return this.all.filter(({ signalingState }) => signalingState !== 'closed')
  }

  /** A number that no other one of these links has. */
  next(): number {
    return ++this.#counter
  }

  /** How long the next message takes, in milliseconds. */
  wait(): number {
    const [least, most] = this.delay
    return Math.round(least + this.#random() * (most - least))
  }

  /** Breaks every path that stands. */
  lose(state: 'disconnected' | 'failed' = 'disconnected'): void {
    for (const pc of this.open) if (pc.iceConnectionState === 'connected') pc.ice(state)
  }
}
