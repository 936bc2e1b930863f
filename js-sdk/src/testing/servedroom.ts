import type { Clock } from '../clock.js'
import type { Command, RoomEvent, ServerMessage } from '../messages.js'

/** An event with the ids of those who are to get it. */
type Entry = { offset: number; event: RoomEvent; reaches(peer: string): boolean }
type Loose = Command & { ref?: number; token?: string } & Record<string, unknown>

export interface Line {
  deliver(message: ServerMessage): void
  end(code: number): void
}

interface Session { peer: string; token: string; line: Line | undefined; present: boolean; claims: Set<string>; grace: () => void }
interface Offer { offer: string; from: string; to?: string; data: unknown; state: 'open' | 'held' | 'claimed' | 'over'; claimer?: string }

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

function peerId(number: number): string {
  let rest = number
  let id = ''
  for (; id.length < 26; rest = Math.floor(rest / 32)) id = ALPHABET[rest % 32] + id
  return id
}

/** A room in memory that any number of nodes share, as docs/protocol.md has it. */
export class ServedRoom {
  readonly sessions = new Map<string, Session>()
  readonly offers = new Map<string, Offer>()
  readonly heard: Loose[] = []
  epoch = 'e1'
  offset = 0
  readonly #log: Entry[] = []
  readonly #clock: Clock
  readonly #next: () => number

  /** `next` gives numbers that nothing else in the cluster has. */
  constructor(clock: Clock, next: () => number) {
    this.#clock = clock
    this.#next = next
  }

  /** The first command of a connection. Returns the session. */
  enter(command: Loose, line: Line, node: string): Session {
    const known = command.type === 'resume' ? [...this.sessions.values()].find(({ token }) => token === command.token) : undefined
    const session = known ?? this.#newSession()
    const recovered = known ? command.epoch === this.epoch : command.type === 'resume' ? false : undefined
    session.grace()
    const older = session.line
    session.line = line
    if (older) older.end(4409)
    const cursor = recovered ? Number(command.offset) : this.offset
    if (!session.present) this.#arrive(session)
    line.deliver({
      type: 'joined', ref: command.ref as number, self: session.peer, epoch: this.epoch, offset: recovered ? cursor : this.offset, node, token: session.token,
      ...(recovered === undefined ? {} : { recovered }),
      ...(recovered ? {} : { members: this.members(session.peer) }),
    })
    if (recovered) for (const entry of this.#log) if (entry.offset > cursor && entry.reaches(session.peer)) line.deliver(entry.event)
    return session
  }

  members(except: string): { peer: string }[] {
    return [...this.sessions.values()].filter(({ peer, present }) => present && peer !== except).map(({ peer }) => ({ peer }))
  }

  /** Carries out a command and gives its answer. */
  handle(session: Session, command: Loose): ServerMessage {
    this.heard.push(command)
    const { ref } = command
    const refuse = (code: string): ServerMessage => ({ type: 'refused', ref, code, message: code }) as ServerMessage
    const ok = (more: object = {}): ServerMessage => ({ type: 'ok', ref, ...more }) as ServerMessage
    switch (command.type) {
      case 'ping': return ok()
      case 'leave': this.#depart(session, command.keep ? 'detached' : 'left'); return ok()
      case 'signal': return this.#signal(session.peer, command, ok, refuse)
      case 'offer': {
        const offer = `offer${this.#next()}`
        this.offers.set(offer, { offer, from: session.peer, data: command.data, state: 'open' })
        return ok({ offer, expires: 60 })
      }
      case 'claim': return this.#claim(session, command, ok, refuse)
      case 'answer': return this.#answer(session, command, ok, refuse)
      default: return this.#own(session, command, ok, refuse)
    }
  }

  #own(session: Session, command: Loose, ok: (more?: object) => ServerMessage, refuse: (code: string) => ServerMessage): ServerMessage {
    const offer = this.offers.get(String(command.offer))
    if (!offer || offer.state === 'over') return refuse('unknown-offer')
    if (command.type === 'release') {
      offer.state = 'open'
      return ok()
    }
    if (offer.from !== session.peer) return refuse('not-yours')
    if (command.type === 'hold') {
      if (offer.state === 'claimed') return refuse('offer-claimed')
      offer.state = 'held'
      return ok({ expires: 20 })
    }
    if (command.type === 'refresh') Object.assign(offer, { state: 'open', data: command.data })
    if (command.type === 'withdraw') offer.state = 'over'
    return ok({ offer: offer.offer, expires: 60 })
  }

  #claim(session: Session, command: Loose, ok: (more?: object) => ServerMessage, refuse: (code: string) => ServerMessage): ServerMessage {
    if (!this.#isMember(String(command.from))) return refuse('unknown-peer')
    const offer = [...this.offers.values()].find(({ from, state }) => from === command.from && state === 'open')
    if (!offer) return refuse('no-offer')
    Object.assign(offer, { state: 'claimed', claimer: session.peer })
    return ok({ offer: offer.offer, from: offer.from, data: offer.data, expires: 20 })
  }

  #answer(session: Session, command: Loose, ok: (more?: object) => ServerMessage, refuse: (code: string) => ServerMessage): ServerMessage {
    const offer = this.offers.get(String(command.offer))
    if (!offer || offer.state !== 'claimed' || offer.claimer !== session.peer) return refuse('claim-expired')
    offer.state = 'over'
    this.append({ type: 'answer', offset: 0, offer: offer.offer, from: session.peer, data: command.data }, (peer) => peer === offer.from)
    return ok({ epoch: this.epoch, offset: this.offset })
  }

  #signal(from: string, command: Loose, ok: (more?: object) => ServerMessage, refuse: (code: string) => ServerMessage): ServerMessage {
    const to = command.to as string | undefined
    if (to !== undefined && !this.#isMember(to)) return refuse('unknown-peer')
    const id = command.id as string | undefined
    this.append({ type: 'signal', offset: 0, from, data: command.data, ...(to ? { to } : {}), ...(id ? { id } : {}) }, (peer) => to ? peer === to : peer !== from)
    return ok({ epoch: this.epoch, offset: this.offset })
  }

  append(event: Extract<RoomEvent, { offset: number }>, reaches: (peer: string) => boolean): void {
    const entry = { offset: ++this.offset, event: { ...event, offset: this.offset }, reaches }
    this.#log.push(entry)
    for (const session of [...this.sessions.values()]) if (reaches(session.peer)) session.line?.deliver(entry.event)
  }

  /** The line of a session is gone; the grace begins. */
  dropped(session: Session, line: Line): void {
    if (session.line !== line || !this.sessions.has(session.peer)) return
    session.line = undefined
    for (const offer of this.offers.values()) if (offer.from === session.peer) offer.state = 'over'
    session.grace = this.#clock.after(15_000, () => this.#away(session))
  }

  /** Ends every session, as when the only node is started again. */
  restart(): void {
    const sessions = [...this.sessions.values()]
    this.sessions.clear()
    this.offers.clear()
    this.#log.length = 0
    this.offset = 0
    this.epoch = `e${this.#next()}`
    for (const { line, grace } of sessions) {
      grace()
      line?.end(1001)
    }
  }

  /** Continuity is lost under live connections. */
  breakEpoch(): void {
    this.epoch = `e${this.#next()}`
    this.offset = 0
    this.#log.length = 0
    for (const { peer, token, line } of this.sessions.values()) {
      line?.deliver({ type: 'joined', self: peer, epoch: this.epoch, offset: 0, node: 'n', token, recovered: false, members: this.members(peer) })
    }
  }

  #newSession(): Session {
    const session: Session = { peer: peerId(this.#next()), token: `t${this.#next()}`, line: undefined, present: false, claims: new Set(), grace: () => {} }
    this.sessions.set(session.peer, session)
    return session
  }

  #arrive(session: Session): void {
    session.present = true
    const { peer } = session
    this.append({ type: 'peer-joined', offset: 0, peer }, (other) => other !== peer)
  }

  #away(session: Session): void {
    session.present = false
    this.append({ type: 'peer-left', offset: 0, peer: session.peer, reason: 'timeout' }, (other) => other !== session.peer)
  }

  #depart(session: Session, reason: 'left' | 'timeout' | 'detached'): void {
    session.grace()
    this.sessions.delete(session.peer)
    for (const offer of this.offers.values()) if (offer.from === session.peer) offer.state = 'over'
    this.append({ type: 'peer-left', offset: 0, peer: session.peer, reason }, (other) => other !== session.peer)
  }

  #isMember(peer: string): boolean {
    return this.sessions.get(peer)?.present ?? false
  }
}
