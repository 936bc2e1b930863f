import type { Clock } from '../clock.js'
import type { Stop } from '../itinerary.js'
import type { Joined, RoomEvent } from '../messages.js'
import type { Sealing } from '../sealing.js'
import type { MakeSignaling, RoomSignaling } from '../session.js'
import type { OpenTransport, TransportListener } from '../transport.js'
import type { MeshNode } from './ports.js'
import { ATTEMPTS, GIVE_UP_AFTER, MOST_MEMBERS, PART_WITHIN } from './roaminglimits.js'

/** What happens at a place. */
export interface PlaceListener {
  joined(place: Place, joined: Joined): void
  happened(place: Place, event: RoomEvent): void
  lost(place: Place): void
  /** The node has refused for good, or does not take this peer for what it pays. */
  refused(place: Place, error: Error | undefined): void
  dear(place: Place): void
  note(text: string): void
}

export interface PlaceConfig {
  /** Undefined: the nodes that were given, of which nothing is known. */
  readonly node: MeshNode | undefined
  readonly urls: readonly string[]
  readonly time: Clock
  readonly sealing: Sealing
  readonly make: MakeSignaling
  readonly listener: PlaceListener
}

/** The room at one node: its signaling there, who is there, and how that goes. */
export class Place {
  readonly node: MeshNode | undefined
  readonly url: string
  readonly signaling: RoomSignaling
  members: ReadonlySet<string> = new Set()
  /** What the node has said last when it let the room in, and over what. */
  entry: { readonly joined: Joined; readonly stop: Stop } | undefined
  /** Since when the room is there, or is not. */
  since: number
  /** Until when it has to prove that it stays. */
  trial = 0
  /** When the node was heard last. */
  heard = -Infinity
  readonly #time: Clock
  readonly #listener: PlaceListener
  #attempts = 0
  /** The node asks for work that is being done. */
  #paying = false
  #phase: 'held' | 'left' = 'held'

  constructor(config: PlaceConfig) {
    const { node, urls, time, make, sealing, listener } = config
    this.node = node
    this.url = node?.url ?? urls.join()
    this.since = time.now()
    this.#time = time
    this.#listener = listener
    // Sealed once for all nodes, and not here: of the room's sealing a place has only its way in.
    this.signaling = make(urls, Promise.resolve<Sealing>({
      ...passing(sealing),
      transport: (open) => this.#watched(sealing.transport(open)),
    }))
    this.#listen()
  }

  /** Whether the room is there now. */
  get here(): boolean {
    return this.#phase === 'held' && this.signaling.connected
  }

  /** Whether the room has been there, so that a session may be resumed. */
  get known(): boolean {
    return this.entry !== undefined
  }

  /** When it counts as unreachable. */
  get overdueAt(): number {
    if (this.here || this.#paying) return Infinity
    return this.#attempts >= ATTEMPTS ? this.since : this.since + GIVE_UP_AFTER
  }

  /** Somebody has come to the room at this node, or left it. */
  meet(event: RoomEvent): void {
    if (event.type === 'peer-joined' && this.members.size < MOST_MEMBERS) this.members = new Set([...this.members, event.peer])
    if (event.type === 'peer-left') this.members = new Set([...this.members].filter((peer) => peer !== event.peer))
  }

  /** There was no way to any node, but now there is: it has a time of its own. */
  again(): void {
    this.since = this.#time.now()
    this.#attempts = 0
    this.signaling.wake()
  }

  /** Closes it without a word. */
  close(): void {
    this.#phase = 'left'
    this.signaling.close()
  }

  /** Leaves the room at this node, but not those in it. */
  async part(): Promise<void> {
    const { here } = this
    this.#phase = 'left'
    const over = new Promise<void>((resolve) => void this.#time.after(PART_WITHIN, resolve))
    if (here) await Promise.race([this.signaling.request({ type: 'leave', keep: true }).catch(() => {}), over])
    this.signaling.close()
  }

  /** Leaves the room; nothing that happens from now on is told. */
  leave(): Promise<void> {
    this.#phase = 'left'
    return this.signaling.leave()
  }

  #listen(): void {
    const { signaling } = this
    const held = <T extends unknown[]>(told: (...args: T) => void) => (...args: T): void => { if (this.#phase === 'held') told(...args) }
    signaling.on('log', (text) => this.#listener.note(`${this.url}: ${text}`))
    signaling.on('joined', held((joined, stop) => {
      this.since = this.heard = this.#time.now()
      this.#attempts = 0
      this.entry = { joined, stop }
      if (joined.members) this.members = new Set(joined.members.slice(0, MOST_MEMBERS).map(({ peer }) => peer))
      this.#listener.joined(this, joined)
    }))
    signaling.on('event', held((event) => this.#listener.happened(this, event)))
    signaling.on('state', held((state) => {
      if (state !== 'reconnecting') return
      this.since = this.#time.now()
      this.#listener.lost(this)
    }))
    signaling.on('closed', held((error) => this.#listener.refused(this, error)))
  }

  /** Sees what comes over the connections to the node, and when they end. */
  #watched(open: OpenTransport): OpenTransport {
    return (url, opening, listener) => {
      let asked = false
      const ended = (): void => {
        this.#paying = false
        if (this.#phase !== 'held') return
        this.#attempts++
        if (asked) this.#listener.dear(this)
        else this.#listener.lost(this)
      }
      const watching: TransportListener = {
        opened: () => listener.opened(),
        message: (message) => {
          this.heard = this.#time.now()
          if (message.type === 'refused' && message.code === 'price' && !this.here) asked = this.#paying = true
          listener.message(message)
        },
        closed: (end) => {
          asked = false
          listener.closed(end)
        },
      }
      const transport = open(url, opening, watching)
      return {
        send: (command) => {
          asked = false
          transport.send(command)
        },
        close: () => {
          transport.close()
          // After whoever closes it has done what it does then.
          queueMicrotask(ended)
        },
      }
    }
  }
}

/** What goes through as it is. */
function passing(sealing: Sealing): Sealing {
  return {
    room: sealing.room,
    transport: (open) => sealing.transport(open),
    ask: (command, send) => send(command),
    pass: (_name, _told, deliver) => deliver(),
    idle: () => Promise.resolve(),
    link: (peer, link) => sealing.link(peer, link),
    sign: (to, message) => sealing.sign(to, message),
    check: (from, message) => sealing.check(from, message),
  }
}
