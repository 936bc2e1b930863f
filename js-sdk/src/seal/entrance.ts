import { reason } from '../errors.js'
import { encode, type Numbered, type ServerMessage } from '../messages.js'
import type { OpenTransport, Transport, TransportListener } from '../transport.js'
import { SealError } from './errors.js'
import type { SignedRoom } from './room.js'

/** How often an opening is proven: the challenge of a node may have been too old once. */
const TRIES = 2
const POLICY = 1008
/** Milliseconds that a proof is used again: a challenge lives 120 s, and the join has to arrive. */
const GOOD_FOR = 90_000

/** A proof that, as far as is known, was not taken: work that was done for a join with it is good for the next try. */
interface Kept { readonly proof: string; readonly until: number }

/** What the connections of a room have in common. */
export interface Gatekeeper {
  readonly room: SignedRoom
  /** Those of each host. */
  readonly kept: Map<string, Kept>
  now(): number
  report(error: unknown): void
}

interface EntranceConfig {
  readonly keeper: Gatekeeper
  readonly opening: Numbered
  readonly host: string
  readonly listener: TransportListener
}

/** One connection on its way into a sealed room: signs the challenge of the node, and lets nobody but this peer be who has joined. */
class Entrance implements TransportListener {
  readonly #config: EntranceConfig
  #transport: Transport | undefined
  #phase: 'entering' | 'closed' = 'entering'
  #tries = 0

  constructor(config: EntranceConfig) {
    this.#config = config
  }

  enter(transport: Transport): Transport {
    this.#transport = transport
    return { send: (command) => transport.send(command), close: () => this.#close() }
  }

  opened(): void {
    this.#config.listener.opened()
  }

  message(message: ServerMessage): void {
    const { host, listener, keeper } = this.#config
    const challenge = this.#asked(message)
    if (challenge !== undefined && this.#tries < TRIES) {
      this.#tries++
      this.#prove(challenge).catch((error) => this.#fail(error))
    } else if (message.type === 'joined' && message.self !== keeper.room.identity.peer) this.#fail(new SealError('forged', 'who joined'))
    else if (message.type !== 'challenge') {
      if (message.type === 'joined') keeper.kept.delete(host)
      listener.message(message)
    }
  }

  closed(end: { code: number; text: string }): void {
    this.#config.listener.closed(end)
  }

  /** The challenge to answer: the first of the connection, unless there is a proof already, or that of a refusal. */
  #asked(message: ServerMessage): string | undefined {
    const { opening } = this.#config
    if (message.type === 'challenge') return opening.proof === '' ? message.challenge : undefined
    return message.type === 'refused' && message.ref === opening.ref ? message.challenge : undefined
  }

  async #prove(challenge: string): Promise<void> {
    const { keeper, opening, host } = this.#config
    const proof = await keeper.room.joinProof(challenge, host)
    if (this.#phase === 'closed') return
    keeper.kept.set(host, { proof, until: keeper.now() + GOOD_FOR })
    // Should the node ask for work, what is paid for has it too.
    opening.proof = proof
    this.#transport?.send({ ref: opening.ref, text: encode(opening), proof })
  }

  #fail(error: unknown): void {
    if (this.#phase === 'closed') return
    this.#close()
    this.#config.keeper.report(error)
    this.#config.listener.closed({ code: POLICY, text: reason(error) })
  }

  #close(): void {
    this.#phase = 'closed'
    this.#transport?.close()
  }
}

/** Opens connections that prove to the node what it asks for. */
export function entrance(keeper: Gatekeeper, open: OpenTransport): OpenTransport {
  return (url, opening, listener) => {
    const { host } = new URL(url)
    const kept = keeper.kept.get(host)
    opening.proof = kept && keeper.now() < kept.until ? kept.proof : ''
    const entering = new Entrance({ keeper, opening, listener, host })
    return entering.enter(open(url, opening, entering))
  }
}
