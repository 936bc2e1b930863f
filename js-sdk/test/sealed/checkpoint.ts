import type { Command, Refused } from '../../src/messages.js'
import type { Network } from '../../src/testing/network.js'
import type { ServedRoom } from '../../src/testing/servedroom.js'
import { Proofs } from './proofs.js'
import { tampered } from './tampered.js'

type Opening = Command & { ref?: number; token?: string; proof?: string }
/** What a node may make of a frame on its way: any number of frames. */
export type Tamper = (frame: Frame) => Frame[]

/** A frame on its way between a client and its node. */
export interface Frame { readonly way: 'up' | 'down'; readonly client: number; readonly text: string }

/** Stands before the nodes of a network and lets nobody into a sealed room without a proof. What goes through is there to be read, and to be tampered with. */
export class Checkpoint {
  readonly proofs = new Proofs()
  /** Every frame of a WebSocket as it was sent, and every body that was posted. */
  readonly frames: Frame[] = []
  /** What was proven: the peers that have joined, in their order. */
  readonly joined: string[] = []
  tamper: Tamper = (frame) => [frame]
  /** The room as the nodes have it. */
  readonly served: ServedRoom
  readonly #network: Network
  readonly #room: string
  /** The proof in the head of the request for an event stream. */
  #head: string | undefined

  /** `room`: the id without the sign in front. */
  constructor(network: Network, room: string) {
    this.#network = network
    this.#room = room
    network.challenge = () => this.proofs.challenge()
    const served = this.served = network.in(`~${room}`)
    const [enter, dropped] = [served.enter.bind(served), served.dropped.bind(served)]
    // Who was not let in has no session.
    served.dropped = (session, line) => { if (session) dropped(session, line) }
    served.enter = (command, line, node) => {
      const opening = command as Opening
      if (this.#known(opening.token)) return enter(command, line, node)
      const peer = this.proofs.peer(opening.proof ?? this.#head, this.#room)
      if (peer === undefined) {
        line.deliver(this.#refusal(opening.ref))
        return undefined as never
      }
      this.joined.push(peer)
      return enter({ type: 'resume', ref: opening.ref, token: this.#token(peer), epoch: 'none', offset: 0 } as Opening, line, node)
    }
  }

  get webSocket(): typeof WebSocket {
    return tampered(this.#network.webSocket, (way, client, text) => this.#pass({ way, client, text }).map(({ text }) => text), (url) => this.#check(url))
  }

  get fetch(): typeof fetch {
    const inner = this.#network.fetch
    return (async (input: string, init: RequestInit = {}) => {
      this.#check(input)
      const headers = init.headers as Record<string, string>
      if (init.method === 'POST') this.frames.push({ way: 'up', client: 0, text: String(init.body) })
      else {
        this.#head = headers['Almenara-Proof']
        const known = this.#known(headers.Authorization?.replace('Bearer ', ''))
        if (!known && !this.#head) return Response.json(this.#refusal(undefined), { status: 401 })
      }
      return inner(input, { ...init, headers: this.#known(headers.Authorization?.replace('Bearer ', '')) || /^PoW/.test(headers.Authorization ?? '') ? headers : { 'Almenara-Proof': this.#head ?? '' } })
    }) as typeof fetch
  }

  #known(token: string | undefined): boolean {
    return token !== undefined && [...this.served.sessions.values()].some((session) => session.token === token)
  }

  /** The token of the peer's session, which is made if there is none: so whoever joins again takes the older one over. */
  #token(peer: string): string {
    const { sessions } = this.served
    const session = sessions.get(peer) ?? { peer, token: `of ${peer}`, line: undefined, present: false, claims: new Set(), grace: () => {} }
    sessions.set(peer, session)
    return session.token
  }

  #refusal(ref: number | undefined): Refused {
    return { type: 'refused', code: 'proof', message: 'this takes a proof', challenge: this.proofs.challenge(), ...(ref === undefined ? {} : { ref }) }
  }

  /** The room stands on the wire with its sign; the secret never does. */
  #check(url: string): void {
    const { pathname } = new URL(url)
    if (pathname !== `/room/~${this.#room}` && pathname !== '/token') throw new Error(`asked for ${pathname}`)
  }

  #pass(frame: Frame): Frame[] {
    this.frames.push(frame)
    return this.tamper(frame)
  }
}
