import { AlmenaraError } from '../errors.js'
import type { Command, Ok } from '../messages.js'
import type { Place } from './place.js'

type Signal = Extract<Command, { type: 'signal' }>

/** What errands need to know of the nodes in use, best first. */
export interface Places {
  /** Those that are held, whether the room is there just now or not. */
  readonly held: readonly Place[]
}

/** A signal on its way: to one peer by the best node where that is, or to everybody by each. */
interface Errand {
  readonly signal: Signal
  wanted(): boolean
  resolve(answer: Ok): void
  reject(error: unknown): void
  /** Where it has been sent. */
  readonly sent: Set<Place>
  /** Where it was acknowledged, and where it was refused. */
  readonly done: Set<Place>
  readonly failed: Map<Place, unknown>
  /** To one peer: the node that it goes by. */
  by: Place | undefined
}

/** Brings signals to their peers whatever becomes of the nodes: one that was given up, or does not know the peer, is followed by another, with the same signal of the same id. */
export class Errands {
  readonly #places: Places
  readonly #errands = new Set<Errand>()

  constructor(places: Places) {
    this.#places = places
  }

  /** Resolves when the node of the peer, or every node where the room is, has acknowledged it; rejects with what a node has refused it for. */
  send(signal: Signal, wanted: () => boolean): Promise<Ok> {
    return new Promise((resolve, reject) => {
      this.#errands.add({ signal, wanted, resolve, reject, sent: new Set(), done: new Set(), failed: new Map(), by: undefined })
      this.pump()
    })
  }

  /** Looks, in their order, at what is on its way: nodes have come or gone. */
  pump(): void {
    for (const errand of [...this.#errands]) {
      if (!errand.wanted()) this.#end(errand, () => errand.resolve({ type: 'ok' }))
      else if (errand.signal.to === undefined) this.#broadcast(errand)
      else this.#carry(errand, errand.signal.to)
    }
  }

  close(error: AlmenaraError): void {
    for (const errand of [...this.#errands]) this.#end(errand, () => errand.reject(error))
  }

  #broadcast(errand: Errand): void {
    const { held } = this.#places
    // Where the room was, and is to be again, it waits for that.
    for (const place of held) if (place.known && !errand.sent.has(place)) this.#post(errand, place, () => true)
    const here = held.filter((place) => place.here)
    if (here.length === 0 || here.some((place) => !errand.done.has(place) && !errand.failed.has(place))) return
    const [failure] = errand.failed.values()
    if (here.some((place) => errand.done.has(place))) this.#end(errand, () => errand.resolve({ type: 'ok' }))
    else this.#end(errand, () => errand.reject(failure))
  }

  #carry(errand: Errand, to: string): void {
    const { held } = this.#places
    const here = held.filter((place) => place.here)
    if (errand.by && held.includes(errand.by)) {
      const others = here.some((place) => place !== errand.by && place.members.has(to) && !errand.failed.has(place))
      if (errand.by.here || !others) return
    }
    const left = held.filter((place) => place.members.has(to) && !errand.failed.has(place))
    // Where the peer is only at a node that is away for a moment, it waits for that.
    const by = left.find((place) => place.here) ?? left[0] ?? (errand.failed.size === 0 ? here[0] : undefined)
    const [failure] = errand.failed.values()
    if (by) this.#carryBy(errand, by)
    else if (failure && here.length > 0) this.#end(errand, () => errand.reject(failure))
  }

  #carryBy(errand: Errand, by: Place): void {
    errand.by = by
    this.#post(errand, by, () => errand.by === by)
  }

  #post(errand: Errand, place: Place, current: () => boolean): void {
    const { signal: { data, to, id }, sent, done, failed } = errand
    sent.add(place)
    const settle = (settled: () => void) => (): void => {
      if (!this.#errands.has(errand) || !current()) return
      settled()
      this.pump()
    }
    place.signaling.signal(data, to, () => current() && errand.wanted(), id).then(
      (answer) => settle(() => {
        done.add(place)
        if (to !== undefined) this.#end(errand, () => errand.resolve(answer))
      })(),
      (error: unknown) => settle(() => {
        errand.by = undefined
        // A node that was given up has said nothing about it.
        if (!this.#places.held.includes(place)) return
        failed.set(place, error)
      })(),
    )
  }

  #end(errand: Errand, settle: () => void): void {
    this.#errands.delete(errand)
    settle()
  }
}
