// Where the others have their pens: told while they move, forgotten soon after.

import { during } from './dom.js'
import { onPaper } from './strokes.js'

/** Milliseconds between two tellings, and until a pen that rests is gone. */
const TOLD = 60
const RESTED = 3_000

export class Cursors {
  #action
  #profiles
  #pens = new Map()
  #moved
  #told = 0

  /** The moved function is called when a pen has come, moved or gone. */
  constructor(room, profiles, moved, signal) {
    this.#action = room.action('board-pen')
    this.#profiles = profiles
    this.#moved = moved
    const off = this.#action.on((place, peer) => { if (!signal.aborted) this.#hear(place, peer) })
    signal.addEventListener('abort', off, { once: true })
    during(signal, room, 'close', peer => this.#forget(peer.id))
    during(signal, room, 'left', peer => this.#forget(peer.id))
  }

  tell(x, y) {
    if (performance.now() - this.#told < TOLD) return
    this.#told = performance.now()
    this.#action.send([x, y])
  }

  all() {
    return [...this.#pens].map(([id, { x, y }]) => ({ x, y, name: this.#profiles.nameOf(id) }))
  }

  #hear(place, { id }) {
    if (!Array.isArray(place) || place.length !== 2 || !place.every(Number.isFinite)) return
    clearTimeout(this.#pens.get(id)?.timer)
    const [x, y] = onPaper(...place)
    this.#pens.set(id, { x, y, timer: setTimeout(() => this.#forget(id), RESTED) })
    this.#moved()
  }

  #forget(id) {
    clearTimeout(this.#pens.get(id)?.timer)
    if (this.#pens.delete(id)) this.#moved()
  }
}
