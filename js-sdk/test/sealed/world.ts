import { expect, vi } from 'vitest'
import { systemClock } from '../../src/clock.js'
import type { Options } from '../../src/index.js'
import { Room } from '../../src/room.js'
import { newSecret, openRoom } from '../../src/seal/index.js'
import { Links } from '../../src/testing/links.js'
import { Network } from '../../src/testing/network.js'
import { Toll } from '../../src/testing/toll.js'
import { effort, faults } from '../pow/payment.js'
import { connected } from '../world.js'
import { Checkpoint } from './checkpoint.js'

export const SEALED_NODES = ['http://one.example', 'http://two.example']

/** A sealed room at two nodes that ask for proofs, on the real clock, for WebCrypto does not wait for another. */
export class SealedWorld {
  readonly rtc = new Links(systemClock)
  readonly rooms: Room[] = []
  readonly network: Network
  readonly checkpoint: Checkpoint
  readonly secret: string

  private constructor(secret: string, id: string) {
    this.secret = secret
    this.network = new Network(systemClock, new Toll({ effort, faults }))
    this.checkpoint = new Checkpoint(this.network, id)
  }

  static async open(): Promise<SealedWorld> {
    const secret = newSecret()
    return new SealedWorld(secret, (await openRoom(secret)).room)
  }

  enter(options: Options = {}, nodes: string | string[] = SEALED_NODES, secret = this.secret): Room {
    const { webSocket, fetch } = this.checkpoint
    const room = new Room(nodes, secret, { webSocket, fetch, peerConnection: this.rtc.class, backoff: () => 20, ...options })
    this.rooms.push(room)
    if (process.env.SDK_LOG) {
      room.on('log', ({ kind, text, peer }) => console.log(room.self?.slice(-2), kind, text, peer?.slice(-2) ?? ''))
      room.on('error', (error) => console.log(room.self?.slice(-2), error.code, error.message))
    }
    return room
  }

  /** Two peers whose link is up, the second having come later. */
  async pair(options: Options = {}): Promise<[Room, Room]> {
    const a = this.enter(options)
    await a.joined
    if (options.pool !== false) await eventually(() => expect(this.offers()).toBe(2))
    const b = this.enter(options)
    await eventually(() => expect([connected(a), connected(b)]).toEqual([1, 1]))
    return [a, b]
  }

  /** How many offers stand in the table. */
  offers(): number {
    return [...this.checkpoint.served.offers.values()].filter(({ state }) => state === 'open').length
  }

  async close(): Promise<void> {
    await Promise.all(this.rooms.splice(0).map((room) => room.leave()))
  }
}

/** Waits until it holds. */
export function eventually(holds: () => void): Promise<void> {
  return vi.waitFor(holds, { timeout: 20_000, interval: 5 })
}
