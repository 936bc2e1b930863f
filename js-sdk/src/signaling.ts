import { Timer } from './clock.js'
import { Emitter } from './emitter.js'
import { AlmenaraError, left, mayRetry } from './errors.js'
import { randomId } from './ids.js'
import { type Failure, roomUrl } from './itinerary.js'
import { type Command, encode, type Joined, type Numbered, type Ok, OPENING, type Price, type Refused, type RoomEvent, type ServerMessage } from './messages.js'
import type { Relays } from './purse.js'
import { refusal, Requests } from './requests.js'
import type { Sealing, Send } from './sealing.js'
import { Seen } from './seen.js'
import type { Phase, RoomSignaling, Session, SignalingConfig, SignalingEvents, SignalingState } from './session.js'
import { Till } from './till.js'
import { AVOID, type End, TAKEN_OVER, type Transport, UNBEARABLE } from './transport.js'
import { JOIN_WITHIN, LEAVE_WITHIN, OPEN_WITHIN, PING_EVERY, PONG_WITHIN, WORK_WITHIN } from './waits.js'

/**
 * The room's connection to the cluster: joins, notices when the connection is lost, and resumes where it left off, on
 * another node if need be. Signals survive that: each is delivered once, in order. It knows nothing of WebRTC.
 */
export class Signaling extends Emitter<SignalingEvents> implements RoomSignaling {
  readonly #config: SignalingConfig
  readonly #requests = new Requests()
  readonly #seen = new Seen()
  readonly #till: Till
  readonly #retry: Timer
  readonly #deadline: Timer
  readonly #heartbeat: Timer
  #attempt = 0
  #misses = 0
  #phase: Phase = 'waiting'
  #state: SignalingState = 'connecting'
  #transport: Transport | undefined
  #session: Session | undefined
  #opening: Numbered | undefined
  /** What seals, in a room with a secret, from the first connection on. */
  sealing: Sealing | undefined
  #reached = false

  constructor(config: SignalingConfig) {
    super()
    this.#config = config
    this.#retry = new Timer(config.clock)
    this.#deadline = new Timer(config.clock)
    this.#heartbeat = new Timer(config.clock)
    this.#till = new Till(config.purse, {
      self: () => this.#session?.self,
      bearer: () => config.itinerary.stop.transport === 'sse' ? this.token ?? '' : undefined,
      longest: () => this.#requests.limit,
      send: (sent) => {
        if (this.#phase === 'paying') this.#phase = 'entering'
        this.#transport?.send(sent)
      },
      refuse: (answer) => this.#message(answer),
      log: (text) => this.emit('log', text),
    })
  }

  get state(): SignalingState { return this.#state }

  /** Whether commands can be sent. */
  get connected(): boolean { return this.#phase === 'joined' }

  /** Whether any node was ever reached. */
  get reached(): boolean { return this.#reached }
  get token(): string | undefined { return this.#session?.token }

  /** The address of the room at the node in use. */
  get url(): string { return roomUrl(this.#config.itinerary.stop.node, this.room) }

  /** The room as the nodes know it. */
  get room(): string { return this.sealing?.room ?? this.#config.room }

  start(): void {
    const { sealing } = this.#config
    if (!sealing) return this.#open()
    sealing.then((sealing) => { this.sealing = sealing }).then(() => this.#open(), (error) => this.close(error))
  }

  /** In a sealed room everything is told in its order, and later when it has to be opened first. */
  override emit<K extends keyof SignalingEvents>(name: K, ...args: SignalingEvents[K]): void {
    const deliver = (): void => super.emit(name, ...args)
    if (this.sealing) this.sealing.pass(name, args[0], deliver)
    else deliver()
  }

  /** Sends a command over the standing connection. Rejects when there is none, or when it breaks before the answer. */
  request(command: Command): Promise<Ok> {
    return this.#seal(command, async (command) => {
      if (!this.connected) throw new AlmenaraError('unavailable', 'There is no node.')
      return this.#requests.add(command, (sent) => this.#till.send(sent))
    })
  }

  /** Sends a signal, now or as soon as the connection is back; over a new connection again while `wanted()`. */
  signal(data: unknown, to?: string, wanted: () => boolean = () => true, id = randomId()): Promise<Ok> {
    return this.#seal({ type: 'signal', data, id, to }, async (command) => {
      if (this.#phase === 'closed') throw left()
      return this.#requests.add(command, (sent) => { if (this.connected) this.#till.send(sent) }, wanted)
    }, wanted)
  }

  async #seal(command: Command, send: Send, wanted?: () => boolean): Promise<Ok> {
    const { sealing } = this.#config
    return sealing ? (this.sealing ?? await sealing).ask(command, send, wanted) : send(command)
  }

  /** TURN servers that the node in use sells. */
  async relays(): Promise<Relays> {
    return this.token === undefined ? { servers: [], ttl: 0 } : this.#till.relays(`${this.#config.itinerary.stop.node}/token`, this.token)
  }

  /** The page is visible or online again: tries the connection now instead of at the next occasion, unless it rests. */
  wake(): void {
    if (this.#state !== 'joined' || this.#retry.running) this.start()
    this.ping()
  }

  /** Asks the node whether it is there, if there is one and it is not asked already. */
  ping(): void {
    if (!this.connected || this.#deadline.running) return
    this.request({ type: 'ping' }).catch(() => {})
    this.#deadline.set(PONG_WITHIN, () => this.#drop('broken', 'no answer'))
  }

  /** Goes away from the node, whom somebody else tells so; `start` joins the room there again. */
  rest(): void {
    this.#disconnect()
    this.#retry.stop()
    this.#session = undefined
    this.#phase = 'waiting'
    this.#requests.lost()
  }

  /** Leaves the room and closes; who has not joined yet leaves right after it. Resolves when the node has answered, or after a second. */
  async leave(): Promise<void> {
    if (this.connected && this.sealing) await this.sealing.idle()
    if (this.connected || this.#phase === 'entering') {
      const answered = this.#requests.add({ type: 'leave' }, (sent) => this.#till.send(sent)).catch(() => {})
      this.#phase = 'leaving'
      this.#heartbeat.stop()
      await Promise.race([answered, new Promise<void>((resolve) => this.#deadline.set(LEAVE_WITHIN, resolve))])
    }
    this.close()
  }

  /** Closes without a word to the node. Idempotent. */
  close(error?: AlmenaraError): void {
    if (this.#phase === 'closed') return
    this.#disconnect()
    this.#retry.stop()
    this.#till.end()
    this.#phase = 'closed'
    this.#requests.close(error ?? left())
    this.#become('closed')
    this.emit('closed', error)
  }

  #open(): void {
    if (this.#phase !== 'waiting') return
    this.#retry.stop()
    this.#phase = 'opening'
    const { itinerary, transports } = this.#config
    const { node, transport } = itinerary.stop
    this.emit('log', `connecting to ${node} by ${transport}`)
    this.#deadline.set(OPEN_WITHIN, () => this.#drop('slow', 'too slow'))
    const { token, epoch, offset } = this.#session ?? {}
    const opening = this.#opening = { type: token ? 'resume' : 'join', token, epoch, offset, ref: OPENING } as Numbered
    const open = transports[transport]
    try {
      this.#transport = (this.sealing?.transport(open) ?? open)(this.url, opening, {
        opened: () => this.#opened(),
        message: (message) => this.#message(message),
        closed: (end) => this.#closed(end),
      })
    } catch (cause) {
      this.#drop('broken', String(cause))
    }
  }

  #opened(): void {
    this.#phase = 'entering'
    this.#reached = true
    this.#deadline.set(JOIN_WITHIN, () => this.#drop('avoid', 'no answer'))
  }

  #closed(end: End): void {
    if (end.code === TAKEN_OVER) return this.close(new AlmenaraError('closed', 'It was resumed elsewhere.'))
    if (UNBEARABLE.includes(end.code)) this.#requests.lost(true)
    this.#drop(AVOID.includes(end.code) ? 'avoid' : 'broken', `${end.code} ${end.text}`.trim())
  }

  /** The connection is of no use (any more): the next one is made after the back-off. */
  #drop(failure: Failure, why: string): void {
    if (this.#phase === 'closed') return
    if (this.#phase === 'leaving') return this.close()
    const wasJoined = this.connected
    this.#disconnect()
    this.#phase = 'waiting'
    this.#requests.lost()
    const { itinerary, backoff } = this.#config
    if (wasJoined) itinerary.lost(failure)
    else itinerary.failed(failure)
    this.#retry.set(backoff(this.#attempt++), () => this.start())
    // A listener may leave the room, so they come last.
    this.emit('log', `connection lost: ${why}`)
    if (wasJoined) this.#become('reconnecting')
    else if (++this.#misses === itinerary.round) this.emit('error', new AlmenaraError('unreachable', `No node can be reached (${why}).`))
  }

  #disconnect(): void {
    const transport = this.#transport
    this.#transport = undefined
    this.#till.reset()
    this.#deadline.stop()
    this.#heartbeat.stop()
    transport?.close()
  }

  #message(message: ServerMessage): void {
    if (this.connected) this.#alive()
    if (message.type === 'price' || message.type === 'refused' && message.quote) return this.#quoted(message)
    if (message.type === 'ok') return this.#settle(message)
    if (message.type === 'refused') return message.ref === OPENING ? this.#refused(message) : this.#settle(message)
    if (this.#phase === 'leaving') return
    switch (message.type) {
      case 'joined': return this.#joined(message)
      case 'drain': return this.#drain(message.delay)
      default: return this.#event(message)
    }
  }

  #joined(joined: Joined): void {
    this.#session = { ...joined }
    this.#config.itinerary.arrived()
    this.#till.settled(OPENING)
    this.#requests.limit = joined.limits?.message ?? this.#requests.limit
    if (!this.connected) {
      this.#phase = 'joined'
      this.#attempt = this.#misses = 0
      this.#alive()
      for (const command of this.#requests.kept()) this.#till.send(command)
    }
    this.emit('joined', joined, this.#config.itinerary.stop)
    this.#become('joined')
  }

  #refused(answer: Refused): void {
    if (answer.code === 'bad-token') this.#session = undefined
    // Who is in the room already, by those in it, does not lose it.
    if (!mayRetry(answer.code) && this.#state !== 'joined') return this.close(refusal(answer))
    // There is a node, and the application has been told what it asks.
    if (answer.code === 'price') this.#misses = 0
    this.#drop('avoid', answer.message)
  }

  /** The node asks for work. Who has no session (any more) joins, which is what has to be paid. */
  #quoted(message: Price | Refused): void {
    const transport = this.#transport
    let sent = this.#requests.sent(message.ref)
    if (message.ref === OPENING) {
      if (this.#phase === 'leaving') return this.close()
      this.#phase = 'paying'
      this.#session = undefined
      const { proof } = this.#opening as Numbered
      sent = { ref: OPENING, text: encode({ type: 'join', ref: OPENING, proof }), proof }
      this.#deadline.set(WORK_WITHIN, () => this.#drop('avoid', 'the work took too long'))
    }
    void this.#till.quoted(message, sent, () => transport === this.#transport)
  }

  #settle(answer: Ok | Refused): void {
    this.#till.settled(Number(answer.ref))
    if (this.#requests.settle(answer)) this.#drop('avoid', (answer as Refused).message)
  }

  #drain(delay: number): void {
    this.emit('log', `the node drains; moving on in ${delay} ms`)
    this.#retry.set(delay, () => this.#drop('avoid', 'the node drains'))
  }

  #event(event: RoomEvent): void {
    if (this.#session && 'offset' in event) this.#session.offset = event.offset
    if (event.type === 'signal' && event.from !== undefined && event.id !== undefined && !this.#seen.add(event.from, event.id)) return
    this.emit('event', event)
  }

  /** Something was heard: the connection lives. */
  #alive(): void {
    this.#deadline.stop()
    this.#heartbeat.set(PING_EVERY, () => this.ping())
  }

  #become(state: SignalingState): void {
    if (this.#state === state || this.#state === 'closed') return
    this.#state = state
    this.emit('state', state)
  }
}
