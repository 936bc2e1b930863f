import { AlmenaraError, reason } from '../errors.js'
import { isLinkMessage, type LinkMessage } from '../host.js'
import type { Mesh, MeshHost } from '../mesh.js'
import { meshHost, type MeshParts } from '../meshhost.js'
import type { Command, Ok, RoomEvent } from '../messages.js'
import type { ContactOptions } from '../options.js'
import type { SealedLink, Sealing, Send } from '../sealing.js'
import type { SignalingEvents } from '../session.js'
import type { OpenTransport } from '../transport.js'
import { Descriptions } from './descriptions.js'
import { entrance, type Gatekeeper } from './entrance.js'
import { SealError } from './errors.js'
import { Inbox } from './inbox.js'
import type { Tell } from './known/index.js'
import { OpenSealing } from './opensealing.js'
import { Presence } from './presence.js'
import { ProvenLink } from './provenlink.js'
import { Reports } from './reports.js'
import { openPublicRoom, openRoom, type SignedRoom } from './room.js'
import { isSecret } from './secret.js'
import { platform } from './webcrypto.js'

type Sealed = Extract<RoomEvent, { type: 'signal' | 'answer' }>
type With<T extends Command['type']> = Extract<Command, { type: T }>

/** What a room is sealed for. */
interface SealingConfig extends MeshParts {
  /** The secret, or the id of a public room. */
  readonly id: string
  /** The module that makes what decides about its links, with a topology. */
  readonly overlay: { createMesh(host: MeshHost): Mesh } | undefined
  readonly contacts: ContactOptions | undefined
  /** Hears what has been dropped because it was not what it claimed to be, and who has proven to be a contact. */
  readonly tell: Tell
}

/**
 * Makes what the room with that secret goes through, or the public one of that id: in it peers are known by their keys, and what they say about links is signed where they carry it, or, with
 * `contacts`, is sealed between those who know each other. Rejects with `unsupported` where WebCrypto lacks what it takes. @hidden
 */
export async function createSealing(config: SealingConfig): Promise<Sealing> {
  const { id, keeper: links, overlay, contacts, tell } = config
  const host = meshHost(config)
  links.mesh = overlay?.createMesh(host)
  const now = (): number => host.time.now()
  const sealed = isSecret(id)
  const opened = await (sealed ? openRoom : openPublicRoom)(id, { means: { ...platform, now } })
  const { report } = new Reports(now, (error) => tell('error', error))
  const keeper: Gatekeeper = { room: opened, now, report, kept: new Map() }
  const open = !sealed && !host.topology
  const inner = open ? new OpenSealing(keeper) : new RoomSealing(keeper, sealed ? '~' : '')
  if (!contacts) return inner
  const { createKnown } = await import('./known/index.js').catch((cause) => {
    throw new AlmenaraError('unavailable', reason(cause), { cause })
  })
  return createKnown({ inner, room: opened, sealed, host, contacts, report, tell })
}

/** Signs, and in a room with a secret seals, what this peer sends through the node, and opens what comes: what is not as its author made it is dropped and reported. */
class RoomSealing implements Sealing {
  readonly room: string
  readonly #room: SignedRoom
  readonly #descriptions: Descriptions
  readonly #report: (error: unknown) => void
  readonly #keeper: Gatekeeper
  readonly #presence = new Presence()
  readonly #inbox: Inbox
  #outbox: Promise<unknown> = Promise.resolve()

  constructor(keeper: Gatekeeper, sign: '~' | '') {
    const { room, report } = keeper
    this.room = sign + room.room
    this.#room = room
    this.#descriptions = new Descriptions(room)
    this.#report = report
    this.#keeper = keeper
    this.#inbox = new Inbox(report)
  }

  transport(open: OpenTransport): OpenTransport {
    const opened = entrance(this.#keeper, open)
    return (url, opening, listener) => {
      const go = (): void => this.#presence.go(listener)
      const connection = opened(url, opening, {
        opened: () => listener.opened(),
        message: (message) => {
          // First, for who hears of it may close the connection at once.
          if (message.type === 'joined') this.#presence.come(listener)
          listener.message(message)
        },
        closed: (end) => {
          go()
          listener.closed(end)
        },
      })
      return {
        send: (command) => connection.send(command),
        close: () => {
          go()
          connection.close()
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
    this.#inbox.take(sealed && (() => this.#open(sealed)), deliver)
  }

  idle(): Promise<unknown> {
    return Promise.race([this.#outbox, this.#presence.away])
  }

  link(peer: string, link: string): SealedLink {
    const [room, descriptions] = [this.#room, this.#descriptions]
    return new ProvenLink({
      self: room.identity.peer, peer,
      proof: room.channel && (() => room.channel),
      sign: (message) => descriptions.outward(peer, link, message),
      check: (message) => descriptions.inward(peer, link, message),
      report: this.#report,
    })
  }

  sign(to: string, message: LinkMessage): Promise<LinkMessage> {
    return this.#descriptions.outward(to, message.link, message)
  }

  check(from: string, message: LinkMessage): Promise<void> {
    return this.#inward(from, message).catch((error) => {
      this.#report(error)
      throw error
    })
  }

  /** Nobody has a new id where ids are those of keys: a link that is said to go on under one is somebody else's. */
  async #inward(from: string, message: LinkMessage): Promise<void> {
    if (message.self !== undefined) throw new SealError('malformed', 'a message about a link')
    await this.#descriptions.inward(from, message.link, message)
  }

  /** Sealed no sooner than there is a node: what is for everybody grows old. */
  #signal({ data, to, ...command }: With<'signal'>, send: Send, wanted: () => boolean): Promise<Ok> {
    const said = this.#outbox.then(async () => {
      await this.#presence.here
      if (!wanted()) return undefined
      const signed = to !== undefined && isLinkMessage(data) ? await this.#descriptions.outward(to, data.link, data) : data
      const covered = await this.#room.cover('signal', to, signed)
      return { answer: send({ ...command, to, data: covered }) }
    })
    this.#outbox = said.catch(() => {})
    return said.then((sent) => sent?.answer ?? { type: 'ok' })
  }

  async #offer(command: With<'offer' | 'refresh'>, send: Send): Promise<Ok> {
    const { data, stands } = await this.#descriptions.standing(command.data)
    const covered = await this.#room.cover('offer', undefined, data)
    if (command.type === 'refresh') stands(command.offer)
    const ok = await send({ ...command, data: covered })
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
      const { data } = await this.#room.uncover('offer', author, lease.data)
      return { ...lease, data: await this.#descriptions.claimed(author, offer, data) }
    } catch (cause) {
      this.#report(cause)
      send({ type: 'release', offer }).catch(() => {})
      throw new AlmenaraError('no-offer', 'The offer is not of its author.', { cause })
    }
  }

  async #answer(command: With<'answer'>, send: Send): Promise<Ok> {
    const { author, data } = await this.#descriptions.answer(command.offer, command.data)
    return send({ ...command, data: await this.#room.cover('answer', author, data) })
  }

  /** Puts into the event what was sealed, and for whom it was. */
  async #open(event: Sealed): Promise<void> {
    const { from } = event
    const { data, toAll } = await this.#room.uncover(event.type, from, event.data, event.type === 'signal' ? event.to : from)
    if (event.type === 'answer') {
      event.data = await this.#descriptions.answered(event.from, event.offer, data)
      return
    }
    if (!toAll && isLinkMessage(data)) {
      await this.#inward(from ?? '', data)
    }
    event.data = data
    if (toAll) delete event.to
    else event.to = this.#room.identity.peer
  }
}
