import { type Clock, systemClock } from '../clock.js'
import { HIGH_WATER, type LinkedPeer, type LinkedRoom, type RoomAction } from '../data/room.js'
import { Emitter } from '../emitter.js'
import { misuse } from '../errors.js'
import { Action, type ActionHost } from './action.js'
import { ActionError, closed, harmless } from './errors.js'
import { Handlings } from './handlings.js'
import { type ActionFault, Inbox, type Incoming } from './inbox.js'
import { actionLimits, type ActionLimits, isName, NAME_LENGTH } from './limits.js'
import { decode, type Refusal } from './messages.js'
import { Outbox } from './outbox.js'
import type { Outgoing } from './outgoing.js'

/** Something that a peer has sent was not taken. */
export interface ActionRefused {
  /** The id of the peer. */
  readonly peer: string
  /** Why. */
  readonly reason: ActionFault
}

/** What actions tell of, by name. */
export type ActionsEvents = {
  /** Something was not taken. */
  refused: [refused: ActionRefused]
}

const ACTION = 'almenara/actions'
/** Who does not take its data channel's messages gets no answers that would pile up beyond this. */
const ANSWER_WATER = 2 * HIGH_WATER

/** The actions of a room: messages and requests of any size between peers. Made by `createActions`. */
export class Actions {
  readonly #room: LinkedRoom
  readonly #action: RoomAction
  readonly #events = new Emitter<ActionsEvents>()
  readonly #defined = new Map<string, Action>()
  readonly #outbox: Outbox
  readonly #inbox: Inbox
  readonly #handlings: Handlings
  readonly #host: ActionHost
  readonly #off: (() => void)[]
  #phase: 'open' | 'closed' = 'open'
  #self: string | undefined

  /** @internal */
  constructor(room: LinkedRoom, options: Partial<ActionLimits>, clock: Clock = systemClock) {
    const limits = actionLimits(options)
    const { bytes, patience } = limits
    this.#room = room
    this.#self = room.self
    this.#action = room.action(ACTION)
    this.#outbox = new Outbox({
      clock, patience, peers: room.peers,
      send: (message, peer) => this.#send(message, peer),
      over: ({ peer, head }) => this.#inbox.dropReply(peer, head.id),
    })
    const answer = (message: object, peer: string): void => this.#answer(message, peer)
    this.#handlings = new Handlings({ bytes, answer, start: (...what) => this.#outbox.start(...what) })
    this.#inbox = new Inbox({
      clock, limits, answer,
      handled: (peer) => this.#handlings.of(peer),
      unwanted: (incoming) => this.#unwanted(incoming),
      progress: (incoming) => this.#progress(incoming),
      complete: (incoming, value) => this.#complete(incoming, value),
      lost: (incoming, refusal) => this.#request(incoming)?.fail(new ActionError(incoming.peer, refusal)),
      refused: (peer, reason) => this.#refuse(peer, reason),
    })
    this.#host = {
      clock, bytes,
      check: () => this.#check(),
      linked: () => [...room.peers.values()].filter(isLinked).map(({ id }) => id),
      start: (...what) => this.#outbox.start(...what),
      decline: (incoming) => this.#inbox.drop(incoming, { code: 'declined', message: 'The peer does not want it.' }),
    }
    this.#off = [
      this.#action.on((data, peer) => this.#hear(data, peer)),
      room.on('close', ({ id }) => this.#gone(id)),
      room.on('left', ({ id }) => this.#gone(id)),
      room.on('state', (state) => state === 'closed' ? this.close() : this.#renamed()),
    ]
  }

  /** The action of that name, 1 to 64 characters: the same one each time. */
  define<Data = unknown, Reply = void, Meta = unknown>(name: string): Action<Data, Reply, Meta> {
    this.#check()
    if (!isName(name)) throw misuse(`A name has 1 to ${NAME_LENGTH} characters.`)
    const action = this.#defined.get(name) ?? new Action(name, this.#host)
    this.#defined.set(name, action)
    return action as unknown as Action<Data, Reply, Meta>
  }

  /** Listens to an event; the returned function unsubscribes. */
  on<K extends keyof ActionsEvents>(name: K, listener: (...args: ActionsEvents[K]) => void): () => void {
    return this.#events.on(name, listener)
  }

  /** Ends whatever is under way; sends and takes nothing any more. Idempotent. */
  close(): void {
    if (this.#phase === 'closed') return
    this.#phase = 'closed'
    for (const off of this.#off.splice(0)) off()
    this.#handlings.close()
    this.#outbox.close(closed())
    this.#inbox.close()
  }

  #check(): void {
    if (this.#phase === 'closed') throw closed()
  }

  #hear(data: unknown, { id: peer }: LinkedPeer): void {
    const message = decode(data)
    if (!message) return this.#refuse(peer, 'malformed')
    switch (message.type) {
      case 'begin': return this.#inbox.begin(peer, message.head, message.bytes)
      case 'chunk': return this.#inbox.chunk(peer, message.id, message.at, message.bytes)
      case 'cancel':
        this.#handlings.cancel(peer, message.id)
        return this.#inbox.cancel(peer, message.id)
      default: if (!this.#outbox.hear(peer, message)) this.#refuse(peer, 'malformed')
    }
  }

  #unwanted(incoming: Incoming): Refusal | undefined {
    const { peer, head } = incoming
    if (head.kind !== 'reply') return this.#defined.get(head.name)?.wants(head.kind) ? undefined : { code: 'no-handler', message: 'The peer has nothing that takes it.' }
    if (this.#request(incoming)?.answer()) return undefined
    this.#refuse(peer, 'unasked')
    return { code: 'declined', message: 'It was not asked for.' }
  }

  #progress(incoming: Incoming): void {
    const { peer, head, held } = incoming
    if (head.kind !== 'reply') return this.#defined.get(head.name)?.arriving(incoming, head)
    const listener = this.#request(incoming)?.onReply
    if (listener) harmless(() => listener({ peer, bytes: held, size: head.size }))
  }

  #complete(incoming: Incoming, value: unknown): void {
    const { peer, head } = incoming
    if (head.kind === 'reply') return this.#request(incoming)?.finish(value)
    const action = this.#defined.get(head.name)
    const { id, metadata } = head
    if (head.kind === 'message') action?.deliver(value, peer, metadata)
    else void this.#handlings.run(peer, id, (signal) => action?.call(value, { peer, metadata, signal }))
  }

  /** The request that a reply is for. */
  #request({ peer, head }: Incoming): Outgoing | undefined {
    return head.kind === 'reply' ? this.#outbox.find(peer, head.to) : undefined
  }

  #gone(peer: string): void {
    this.#inbox.gone(peer)
    this.#outbox.gone(peer)
    this.#handlings.gone(peer)
  }

  /** With a new id this end is another peer to the others, and what it has begun is over there. */
  #renamed(): void {
    const former = this.#self
    this.#self = this.#room.self
    if (former !== undefined && former !== this.#self) for (const peer of this.#room.peers.keys()) this.#gone(peer)
  }

  #refuse(peer: string, reason: ActionFault): void {
    this.#events.emit('refused', { peer, reason })
  }

  #answer(message: object, peer: string): void {
    if ((this.#room.peers.get(peer)?.channel?.bufferedAmount ?? 0) < ANSWER_WATER) this.#send(message, peer)
  }

  /** Whether it went to the peer. */
  #send(message: object, peer: string): boolean {
    try {
      return this.#action.send(message, peer) > 0
    } catch {
      return false
    }
  }
}

/** A channel of the platform may be there before it is open. */
function isLinked({ channel }: LinkedPeer): boolean {
  return channel !== undefined && (!('readyState' in channel) || channel.readyState === 'open')
}

/** Typed messages and requests between peers, of any size; once for a room. Nothing is sent before an action is used. */
export function createActions(room: LinkedRoom, options: Partial<ActionLimits> = {}): Actions {
  return new Actions(room, options)
}

