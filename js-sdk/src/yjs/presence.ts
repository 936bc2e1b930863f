import { applyAwarenessUpdate, type Awareness, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness'
import { byteLength } from '../frames.js'
import { STATE_SIZE } from './limits.js'
import { decodePresence, encodePresence } from './messages.js'

export type PresenceFault = 'malformed' | 'too-large' | 'taken'

export interface PresenceConfig {
  readonly awareness: Awareness
  /** Marks what comes from peers in the events of the awareness. */
  readonly origin: object
  /** Sends to all. */
  spread(message: Uint8Array): void
  /** The own state takes more than 32 KiB as JSON: it was not sent. */
  tooLarge(): void
}

/** The awareness among peers: each peer speaks for one client, its own, which goes with it. */
export class Presence {
  readonly #config: PresenceConfig
  readonly #clients = new Map<string, number>()
  #phase: 'quiet' | 'changed' | 'closed' = 'quiet'

  readonly #update = ({ added, updated, removed }: { added: number[]; updated: number[]; removed: number[] }): void => {
    if (this.#phase !== 'quiet' || ![...added, ...updated, ...removed].includes(this.#config.awareness.clientID)) return
    this.#phase = 'changed'
    queueMicrotask(() => this.#spread())
  }

  constructor(config: PresenceConfig) {
    this.#config = config
    config.awareness.on('update', this.#update)
  }

  /** The own state, for a peer that is new; undefined where there is none. */
  message(): Uint8Array | undefined {
    return this.#config.awareness.getLocalState() ? this.#encode() : undefined
  }

  /** Takes the state of a peer; tells why it does not. */
  heard(peer: string, body: Uint8Array): PresenceFault | undefined {
    if (body.length > 2 * STATE_SIZE) return 'too-large'
    const presence = decodePresence(body)
    if (!presence) return 'malformed'
    const { client, clock, state } = presence
    if (byteLength(JSON.stringify(state)) > STATE_SIZE) return 'too-large'
    const { awareness, origin } = this.#config
    const former = this.#clients.get(peer)
    const others = [...this.#clients].some(([other, theirs]) => other !== peer && theirs === client)
    if (client === awareness.clientID || others) return 'taken'
    if (former !== undefined && former !== client) this.gone(peer)
    if (state === null) {
      this.gone(peer)
      return undefined
    }
    this.#clients.set(peer, client)
    const one = { meta: new Map([[client, { clock, lastUpdated: 0 }]]) } as unknown as Awareness
    applyAwarenessUpdate(awareness, encodeAwarenessUpdate(one, [client], new Map([[client, state]])), origin)
    return undefined
  }

  /** Whether the peer has told a state. */
  knows(peer: string): boolean {
    return this.#clients.has(peer)
  }

  /** Forgets what the peer has said. */
  gone(peer: string): void {
    const client = this.#clients.get(peer)
    if (client === undefined) return
    const { awareness, origin } = this.#config
    this.#clients.delete(peer)
    removeAwarenessStates(awareness, [client], origin)
    awareness.meta.delete(client)
  }

  /** Tells all that this client is gone, and forgets what peers have said. */
  close(): void {
    const { awareness, spread } = this.#config
    if (this.#phase === 'closed') return
    this.#phase = 'closed'
    awareness.off('update', this.#update)
    spread(encodePresence({ client: awareness.clientID, clock: this.#clock, state: null }))
    for (const peer of [...this.#clients.keys()]) this.gone(peer)
  }

  get #clock(): number {
    const { awareness } = this.#config
    return awareness.meta.get(awareness.clientID)?.clock ?? 0
  }

  #spread(): void {
    if (this.#phase === 'closed') return
    this.#phase = 'quiet'
    const message = this.#encode()
    if (message) this.#config.spread(message)
  }

  #encode(): Uint8Array | undefined {
    const { awareness } = this.#config
    const state = awareness.getLocalState()
    if (byteLength(JSON.stringify(state)) <= STATE_SIZE) return encodePresence({ client: awareness.clientID, clock: this.#clock, state })
    this.#config.tooLarge()
    return undefined
  }
}
