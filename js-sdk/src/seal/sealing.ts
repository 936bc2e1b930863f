import { AlmenaraError } from '../errors.js'
import { isLinkMessage } from '../host.js'
import { type Command, isObject, type Ok, type RoomEvent } from '../messages.js'
import type { SealedLink, Sealing, Send } from '../sealing.js'
import type { SignalingEvents } from '../session.js'
import type { OpenTransport, TransportListener } from '../transport.js'
import { Descriptions } from './descriptions.js'
import { entrance, type Gatekeeper } from './entrance.js'
import { SealError } from './errors.js'
import { Presence } from './presence.js'
import { ProvenLink } from './provenlink.js'
import { Reports } from './reports.js'
import { openRoom, type SealedRoom } from './room.js'
import { platform } from './webcrypto.js'

type Sealed = Extract<RoomEvent, { type: 'signal' | 'answer' }>
type With<T extends Command['type']> = Extract<Command, { type: T }>

/**
 * Makes what a room with that secret goes through; `now` gives milliseconds since the epoch, `tell` hears what has been dropped because it was not what it
 * claimed to be. Rejects with `unsupported` where WebCrypto lacks what it takes. @internal
 */
export async function createSealing(secret: string, now: () => number, tell: (error: AlmenaraError) => void): Promise<Sealing> {
  return new RoomSealing({ room: await openRoom(secret, { means: { ...platform, now } }), now, report: new Reports(now, tell).report })
}

/** Seals what this peer sends through the node and opens what comes: what is not as its author made it is dropped and reported. */
class RoomSealing implements Sealing {
  readonly room: string
  readonly #room: SealedRoom
  readonly #descriptions: Descriptions
  readonly #report: (error: unknown) => void
  readonly #keeper: Gatekeeper
  readonly #presence = new Presence()
  #outbox: Promise<unknown> = Promise.resolve()
  #inbox: Promise<void> = Promise.resolve()
  #waiting = 0

  constructor(keeper: Gatekeeper & { readonly room: SealedRoom }) {
    const { room, report } = keeper
    this.room = `~${room.room}`
    this.#room = room
    this.#descriptions = new Descriptions(room)
    this.#report = report
    this.#keeper = keeper
  }

  transport(open: OpenTransport): OpenTransport {
    const opened = entrance(this.#keeper, open)
    return (url, opening, listener) => {
      const transport = opened(url, opening, this.#watching(listener))
      return {
        send: (command) => transport.send(command),
        close: () => {
          this.#presence.go()
          transport.close()
        },
      }
    }
  }

  ask(command: Command, send: Send, wanted: () => boolean = () => true): Promise<Ok> {
    switch (command.type) {
      case 'signal': return this.#signal(command, send, wanted)
      case 'offer': case 'refresh': return this.#offer(command, send)
      case 'claim': return this.#claim(command, send)
      case 'answer': return this.#answer(command, send)
      default: return send(command)
    }
  }

  pass(name: keyof SignalingEvents, told: unknown, deliver: () => void): void {
    const event = name === 'event' ? told as RoomEvent : undefined
    const sealed = event?.type === 'signal' || event?.type === 'answer' ? event : undefined
    if (name === 'closed') this.#presence.end()
    if (!sealed && this.#waiting === 0) return deliver()
    this.#waiting++
    this.#inbox = this.#inbox.then(async () => {
      if (sealed) await this.#open(sealed)
      deliver()
    }).catch(this.#report).finally(() => { this.#waiting-- })
  }

  idle(): Promise<unknown> {
    return Promise.race([this.#outbox, this.#presence.away])
  }

  link(peer: string, link: string): SealedLink {
    return new ProvenLink({ room: this.#room, peer, link, descriptions: this.#descriptions, report: this.#report })
  }

  #watching(listener: TransportListener): TransportListener {
    return {
      opened: () => listener.opened(),
      message: (message) => {
        listener.message(message)
        if (message.type === 'joined') this.#presence.come()
      },
      closed: (end) => {
        this.#presence.go()
        listener.closed(end)
      },
    }
  }

  /** Sealed no sooner than there is a node: what is for everybody grows old. */
  #signal({ data, to, ...command }: With<'signal'>, send: Send, wanted: () => boolean): Promise<Ok> {
    const said = this.#outbox.then(async () => {
      await this.#presence.here
      if (!wanted()) return undefined
      const signed = to !== undefined && isLinkMessage(data) ? await this.#descriptions.outward(to, data.link, data) : data
      const sealed = await this.#room.seal('signal', to, signed)
      return { answer: send({ ...command, to, data: { sealed } }) }
    })
    this.#outbox = said.catch(() => {})
    return said.then((sent) => sent?.answer ?? { type: 'ok' })
  }

  async #offer(command: With<'offer' | 'refresh'>, send: Send): Promise<Ok> {
    const { data, stands } = await this.#descriptions.standing(command.data)
    const sealed = await this.#room.seal('offer', undefined, data)
    if (command.type === 'refresh') stands(command.offer)
    const ok = await send({ ...command, data: { sealed } })
    if (ok.offer !== undefined) stands(ok.offer)
    return ok
  }

  /** An offer that is not as its author made it is as good as none. */
  async #claim(command: With<'claim'>, send: Send): Promise<Ok> {
    const lease = await send(command)
    const { offer, from } = lease
    if (offer === undefined) return lease
    try {
      const author = command.from ?? from ?? ''
      const { data } = await this.#room.unseal('offer', author, sealedIn(lease.data))
      return { ...lease, data: await this.#descriptions.claimed(author, offer, data) }
    } catch (cause) {
      this.#report(cause)
      send({ type: 'release', offer }).catch(() => {})
      throw new AlmenaraError('no-offer', 'The offer is not of its author.', { cause })
    }
  }

  async #answer(command: With<'answer'>, send: Send): Promise<Ok> {
    const { author, data } = await this.#descriptions.answer(command.offer, command.data)
    return send({ ...command, data: { sealed: await this.#room.seal('answer', author, data) } })
  }

  /** Puts into the event what was sealed, and for whom it was. */
  async #open(event: Sealed): Promise<void> {
    const { from } = event
    const { data, toAll } = await this.#room.unseal(event.type, from, sealedIn(event.data))
    if (event.type === 'answer') {
      event.data = await this.#descriptions.answered(event.from, event.offer, data)
      return
    }
    if (!toAll && isLinkMessage(data)) {
      // Nobody has a new id in a sealed room: a link that is said to go on under one is somebody else's.
      if (data.self !== undefined) throw new SealError('malformed', 'a message about a link')
      await this.#descriptions.inward(from ?? '', data.link, data)
    }
    event.data = data
    if (toAll) delete event.to
    else event.to = this.#room.identity.peer
  }
}

function sealedIn(data: unknown): unknown {
  return isObject(data) ? data.sealed : undefined
}
