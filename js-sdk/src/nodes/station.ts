import { type Clock, Timer } from '../clock.js'
import { AlmenaraError, reason } from '../errors.js'
import type { Joined, RoomEvent } from '../messages.js'
import type { Settings } from '../options.js'
import type { Sealing } from '../sealing.js'
import type { MakeSignaling } from '../session.js'
import { choose, placeOf } from './choice.js'
import { Place, type PlaceListener } from './place.js'
import type { MeshNode, NodeBook } from './ports.js'
import { FIND_AGAIN, FIND_EVERY, LOOK_AGAIN, MOST_REFUSALS, PASS_OVER, STEADY } from './roaminglimits.js'
import { Shunned } from './shunned.js'

export interface StationConfig {
  readonly make: MakeSignaling
  readonly time: Clock
  readonly options: Settings
  readonly book: NodeBook
  readonly urls: readonly string[]
  readonly redundancy: number
  joined(place: Place, joined: Joined): void
  happened(place: Place, event: RoomEvent): void
  /** Nodes were lost, given up, left, or are steady now. */
  changed(): void
  /** No node lets the room in. */
  failed(error: AlmenaraError): void
  unreachable(): void
  note(text: string): void
}

/** Keeps the room at the best nodes: finds them, joins it there, gives up those that can't be reached and goes back to them when they are steady. */
export class Station {
  readonly #config: StationConfig
  readonly #review: Timer
  readonly #search: Timer
  #places: readonly Place[] = []
  #ranked: readonly MeshNode[] = []
  #sealing: Sealing | undefined
  #phase: 'resting' | 'running' | 'closed' = 'resting'
  readonly #shunned = new Shunned()
  #refusals = 0
  /** Whether the nodes to begin with belong to no mesh. */
  #plain = false
  /** Whether the last look-up has failed. */
  #blind = false
  #looking = false
  #again = false
  #searched = -Infinity
  /** Nodes given up in a row, and until when no other one is tried. */
  #misses = 0
  #pause = 0

  constructor(config: StationConfig) {
    this.#config = config
    this.#review = new Timer(config.time)
    this.#search = new Timer(config.time)
  }

  /** Those that the room is at, or tries to be at, best first. */
  get held(): readonly Place[] { return this.#places }

  /** Those that it is at now. */
  get here(): readonly Place[] { return this.#places.filter(({ here }) => here) }

  /** Everybody who is in the room at one of them. */
  get members(): ReadonlySet<string> { return new Set(this.#places.flatMap(({ members }) => [...members])) }

  get #now(): number { return this.#config.time.now() }

  /** The best one, if it is steady; else that which was the best, while it is there. */
  best(former: Place | undefined): Place | undefined {
    const { here } = this
    const steady = here.find(({ trial }) => trial <= this.#now)
    if (!former?.here) return steady ?? here[0] ?? former
    return steady && this.#places.indexOf(steady) < this.#places.indexOf(former) ? steady : former
  }

  begin(sealing: Sealing): void {
    this.#sealing = sealing
    if (this.#phase !== 'resting') return
    this.#phase = 'running'
    this.#look()
    this.#find()
  }

  /** Goes away from all nodes: gives those it was at, which are closed unless the room is `leaving`. */
  rest(then: 'resting' | 'leaving' = 'resting'): readonly Place[] {
    const places = this.#places
    this.#phase = then === 'leaving' ? 'closed' : then
    this.#review.stop()
    this.#search.stop()
    this.#places = []
    if (then === 'resting') for (const place of places) place.close()
    return places
  }

  close(): void {
    this.rest()
    this.#phase = 'closed'
  }

  /** The page is seen again, or has its network back, or more may be paid. */
  wake(): void {
    if (this.#phase !== 'running') return
    this.#shunned.pays()
    this.#pause = 0
    for (const { signaling } of this.#places) signaling.wake()
    this.#look()
  }

  /** Looks for better nodes, now and every few minutes. */
  #find(): void {
    if (this.#phase !== 'running') return
    const wait = this.#searched + FIND_AGAIN - this.#now
    if (wait > 0) return this.#search.set(wait, () => this.#find())
    this.#searched = this.#now
    this.#search.set(FIND_EVERY * (0.75 + Math.random() / 2), () => {
      this.#shunned.forgive()
      this.#find()
    })
    this.#config.book.find(this.#room).then(() => { this.#plain = this.#blind = false }, (error: AlmenaraError) => {
      this.#config.note(`no better nodes: ${reason(error)}`)
      this.#blind = true
      this.#plain = error.code === 'no-mesh' || this.#ranked.length === 0
    }).finally(() => this.#look())
  }

  get #candidates(): readonly MeshNode[] {
    return this.#shunned.among(this.#ranked)
  }

  get #room(): string { return this.#sealing?.room ?? '' }

  /** Looks at how things are, one time after the other. */
  #look(): void {
    if (this.#phase !== 'running') return
    if (this.#looking) {
      this.#again = true
      return
    }
    this.#looking = true
    this.#again = false
    this.#config.book.ranked(this.#room).catch(() => []).then((ranked) => {
      this.#looking = false
      if (this.#phase !== 'running') return
      this.#ranked = ranked
      this.#apply()
      if (this.#again) this.#look()
    })
  }

  #apply(): void {
    this.#sort()
    this.#giveUp()
    if (this.#phase !== 'running') return
    const { redundancy } = this.#config
    const now = this.#now
    const held = this.#places.map((place) => ({ place, node: place.node, here: place.here, steady: place.here && place.trial <= now, overdue: place.overdueAt <= now }))
    const { open, part } = choose({
      ranked: this.#candidates, held, redundancy,
      passedOver: (node) => this.#shunned.isPassedOver(node, now),
      dear: (node) => this.#shunned.isDear(node),
    })
    for (const { place } of part) this.#part(place)
    if (now >= this.#pause && this.#refusals < MOST_REFUSALS) for (const node of open) this.#open(node)
    if (this.#plain && this.here.length === 0 && this.#places.every(({ overdueAt }) => overdueAt <= now) && this.#places.every(({ node }) => node)) this.#open(undefined)
    if (this.#places.length > 0 && this.here.length === 0 && this.#places.every(({ overdueAt }) => overdueAt <= now)) this.#config.unreachable()
    this.#plan()
    this.#config.changed()
  }

  /** What can't be reached is given up when others can, for then it is not this page that has no network. One that never was joined makes room for the next all the same. */
  #giveUp(): void {
    const now = this.#now
    const { redundancy } = this.#config
    const { here } = this
    for (const place of this.#places) {
      if (place.overdueAt > now) continue
      const reachable = here.some(({ heard }) => heard >= place.since)
      const spare = here.length === 0 && !place.known && place.node && this.#places.length > redundancy
      if (!reachable && !spare) continue
      this.#config.note(`${place.url} is given up`)
      if (reachable && place.node) this.#config.book.note(place.node, 'failed')
      if (place.node) this.#shunned.passOver(place.node, now + PASS_OVER)
      this.#drop(place)
      if (!reachable) this.#pause = now + this.#config.options.backoff(this.#misses++)
      this.#find()
    }
  }

  #open(node: MeshNode | undefined): void {
    const { urls, book, time, make } = this.#config
    const place = new Place({ node, time, make, urls: node ? [node.url] : urls, sealing: this.#sealing as Sealing, listener: this.#listener })
    // Those that come later have to show that they stay.
    if (this.here.length > 0) place.trial = Infinity
    this.#places = [...this.#places, place]
    this.#sort()
    place.signaling.start()
    if (node) book.prove(node).catch((error: AlmenaraError) => {
      if (error.code === 'proof') this.#lied(place, node)
    })
  }

  get #listener(): PlaceListener {
    return {
      joined: (place, joined) => this.#joined(place, joined),
      happened: (place, event) => {
        place.meet(event)
        this.#config.happened(place, event)
      },
      lost: (place) => {
        if (place.known) for (const { signaling } of this.here) signaling.ping()
        place.trial = Infinity
        this.#config.changed()
        this.#look()
      },
      refused: (place, error) => this.#refused(place, error),
      dear: (place) => this.#tooDear(place),
      note: (text) => this.#config.note(text),
    }
  }

  #joined(place: Place, joined: Joined): void {
    const { here } = this
    if (here.length === 1 && this.#places.some(({ overdueAt }) => overdueAt < Infinity)) {
      // There was no way to any node until now.
      for (const other of this.#places) if (other !== place) other.again()
    }
    this.#misses = this.#refusals = 0
    place.trial = place.trial === Infinity && here.length > 1 ? this.#now + STEADY : 0
    this.#measure(place)
    if (!place.node || this.#blind) this.#find()
    this.#config.joined(place, joined)
    this.#config.note(`${place.url}: the room is there`)
    this.#look()
  }

  /** How long a round trip takes. */
  #measure({ node, signaling }: Place): void {
    const begun = this.#now
    if (node) signaling.request({ type: 'ping' }).then(() => this.#config.book.note(node, { after: this.#now - begun }), () => {})
  }

  #refused(place: Place, error: Error | undefined): void {
    this.#config.note(`${place.url} refuses: ${reason(error)}`)
    this.#drop(place)
    if (place.node) this.#shunned.refuses(place.node)
    this.#refusals++
    if (this.#places.length === 0 && (this.#candidates.length === 0 || this.#refusals >= MOST_REFUSALS)) return this.#config.failed(error as AlmenaraError)
    this.#config.changed()
    this.#look()
  }

  /** A node that asks for too much is not taken beside another one. */
  #tooDear(place: Place): void {
    if (this.here.length > 0 && place.node) {
      this.#config.note(`${place.url} asks for more than maxWork: it is not taken`)
      this.#shunned.asksTooMuch(place.node)
      this.#drop(place)
    }
    this.#config.changed()
    this.#look()
  }

  #lied(place: Place, node: MeshNode): void {
    this.#config.note(`${place.url} is not what it says`)
    this.#config.book.note(node, 'lied')
    this.#shunned.lies(node)
    if (this.#places.includes(place)) this.#part(place)
    this.#config.changed()
    this.#look()
  }

  #part(place: Place): void {
    this.#config.note(`leaves ${place.url} for a better node`)
    this.#places = this.#places.filter((other) => other !== place)
    void place.part()
  }

  #drop(place: Place): void {
    this.#places = this.#places.filter((other) => other !== place)
    place.close()
  }

  #sort(): void {
    this.#places = [...this.#places].sort((one, other) => placeOf(this.#ranked, one.node) - placeOf(this.#ranked, other.node) || 0)
  }

  /** Looks again when something is due. */
  #plan(): void {
    const now = this.#now
    const due = [this.#pause, ...this.#shunned.ends, ...this.#places.flatMap(({ overdueAt, trial }) => [overdueAt, trial])].filter((at) => at > now && at < Infinity)
    // Whether it is this page that has no network is known when the others have answered, or have not.
    if (this.here.length > 0 && this.#places.some(({ overdueAt }) => overdueAt <= now)) {
      for (const { signaling } of this.here) signaling.ping()
      due.push(now + LOOK_AGAIN)
    }
    if (due.length > 0) this.#review.set(Math.min(...due) - now, () => this.#look())
    else this.#review.stop()
  }
}
