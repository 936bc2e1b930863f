// The drawing that all share: a map of parts of strokes, in the SDK's shared state. A long stroke has several parts.

import { showMessage } from './messages.js'
import { MOST_POINTS, passes, readPart, simplify, writePart } from './strokes.js'

/** Milliseconds for which it is remembered what was erased: who was away for longer brings it back. */
const REMEMBERED = 60 * 60_000
/** A line that is being drawn is shown to the others so often, in milliseconds. */
const SHOWN = 80

export class Sheet {
  #state
  #parts = new Map()
  #listeners = new Set()
  /** Under this name, one's own for this visit, one's strokes are found again. */
  #me = newName()

  constructor(shareState, room, signal) {
    this.#state = shareState(room, 'board', { tombstone: REMEMBERED })
    this.#state.on('change', ({ key, value }) => this.#take(key, value))
    signal.addEventListener('abort', () => this.#state.close(), { once: true })
  }

  /** The parts in the order in which their strokes were begun. */
  parts() {
    return [...this.#parts.values()].sort((one, other) => one.at - other.at || (one.key < other.key ? -1 : 1))
  }

  get strokes() {
    return new Set([...this.#parts.values()].map(({ stroke }) => stroke)).size
  }

  onChange(listener) {
    this.#listeners.add(listener)
  }

  /** Begins a stroke: {to(x, y), end()}. */
  begin(colour, width) {
    return new Line({ by: this.#me, at: Date.now(), colour, width }, (key, value) => this.#set(key, value))
  }

  /** Erases one's own strokes that pass a place. */
  eraseAt(place, reach) {
    const hit = this.#own().filter(part => passes(part, place, reach))
    for (const { stroke } of hit) this.#erase(part => part.stroke === stroke)
  }

  /** Erases the last of one's own strokes. */
  undo() {
    const last = this.#own().at(-1)
    if (last) this.#erase(part => part.stroke === last.stroke)
  }

  clearOwn() {
    this.#erase(part => part.by === this.#me)
  }

  clearAll() {
    this.#erase(() => true)
  }

  #own() {
    return this.parts().filter(({ by }) => by === this.#me)
  }

  #erase(chosen) {
    for (const part of [...this.#parts.values()].filter(chosen)) this.#state.delete(part.key)
  }

  #set(key, value) {
    try {
      this.#state.set(key, value)
    } catch (error) {
      // What was drawn while the room was left.
      if (error.code === 'closed') return
      showMessage({ what: 'The board is full.', advice: 'Erase something. What was erased makes room after an hour.', detail: error.message, topic: 'board' })
    }
  }

  #take(key, value) {
    const part = value === undefined ? undefined : readPart(key, value)
    if (part) this.#parts.set(key, part)
    else this.#parts.delete(key)
    for (const listener of this.#listeners) listener()
  }
}

/** A stroke that is being drawn; what is complete is simplified. */
class Line {
  #stroke
  #set
  #name = newName()
  #points = []
  #part = 0
  #waiting

  constructor(stroke, set) {
    this.#stroke = stroke
    this.#set = set
  }

  to(x, y) {
    const last = this.#points.at(-1)
    if (last?.[0] === x && last[1] === y) return
    this.#points.push([x, y])
    if (this.#points.length === MOST_POINTS) return this.#turn()
    this.#waiting ??= setTimeout(() => this.#write(this.#points), SHOWN)
  }

  end() {
    if (this.#points.length > 1 || this.#part === 0) this.#write(simplify(this.#points))
    clearTimeout(this.#waiting)
  }

  // The next part begins where this one ends.
  #turn() {
    const last = this.#points.at(-1)
    this.#write(simplify(this.#points))
    this.#part += 1
    this.#points = [last]
  }

  #write(points) {
    clearTimeout(this.#waiting)
    this.#waiting = undefined
    this.#set(`${this.#name}/${this.#part}`, writePart(this.#stroke, points))
  }
}

function newName() {
  return crypto.getRandomValues(new Uint32Array(3)).reduce((text, word) => text + word.toString(36), '')
}
