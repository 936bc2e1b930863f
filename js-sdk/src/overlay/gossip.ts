import { misuse } from '../errors.js'
import type { Cast, CastKind } from './frames.js'
import { DATA, HOPS } from './limits.js'
import type { Neighbours } from './neighbours.js'
import { Recent } from './recent.js'
import type { Ports } from './ports.js'

export interface GossipConfig {
  readonly neighbours: Neighbours
  readonly ports: Ports
  /** Heard for the first time. */
  heard(cast: Cast): void
}

/** Broadcasts: whoever hears one for the first time sends it to all neighbours but the one it came from. */
export class Gossip {
  readonly #config: GossipConfig
  readonly #recent: Recent
  /** Tells the casts of this peer apart from those of a session before it with the same id. */
  readonly #run: string
  #sent = 0

  constructor(config: GossipConfig) {
    this.#config = config
    this.#recent = new Recent(config.ports.clock)
    this.#run = Math.floor(config.ports.random() * 2 ** 48).toString(36)
  }

  /** How many casts are remembered. */
  get size(): number {
    return this.#recent.size
  }

  /** Sends it to everybody. Who has no link now does not get it. */
  cast(kind: CastKind, data: string): void {
    if (data.length > DATA) throw misuse(`Broadcast ${DATA} characters at most.`)
    const { neighbours } = this.#config
    const frame: Cast = { o: 'cast', kind, from: neighbours.self, id: `${this.#run}.${(this.#sent++).toString(36)}`, hops: HOPS, data }
    neighbours.sendAll(frame)
  }

  hear(by: string, cast: Cast): void {
    const { neighbours, heard } = this.#config
    if (cast.from === neighbours.self || !this.#recent.add(`${cast.from} ${cast.id}`)) return
    if (cast.hops > 0) neighbours.sendAll({ ...cast, hops: cast.hops - 1 }, by)
    heard(cast)
  }
}
