// The hand on the board: mouse, touch or pen, or the arrow keys. It draws, or erases one's own strokes.

import { onPaper, PAPER } from './strokes.js'

/** Units of the paper. */
const REACH = 18
const STEP = 20
const LEAP = 100
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

export class Pen {
  #canvas
  #board
  #lines = new Map()
  /** The place for the keyboard, once it has been used. */
  cross

  /** The board: {sheet, style(), toPaper(x, y), moved(x, y)}. */
  constructor(canvas, board, signal) {
    this.#canvas = canvas
    this.#board = board
    const listen = (name, listener) => canvas.addEventListener(name, listener, { signal })
    listen('pointerdown', event => this.#press(event))
    listen('pointermove', event => this.#drag(event))
    for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) listen(name, ({ pointerId }) => this.#lift(pointerId))
    listen('keydown', event => this.#key(event))
    listen('blur', () => this.#putAway())
    signal.addEventListener('abort', () => this.#lines.clear(), { once: true })
  }

  /** Whether the keyboard's pen is on the paper. */
  get down() {
    return this.#lines.has('keyboard')
  }

  #press(event) {
    if (event.button !== 0) return
    this.#canvas.setPointerCapture(event.pointerId)
    this.#begin(event.pointerId)
    this.#drag(event)
  }

  #drag(event) {
    // What came between two frames is part of the line too.
    const all = event.getCoalescedEvents?.() ?? []
    for (const { clientX, clientY } of all.length > 0 ? all : [event]) this.#to(event.pointerId, this.#board.toPaper(clientX, clientY))
  }

  #begin(hand) {
    const { colour, width, erases } = this.#board.style()
    this.#lines.set(hand, erases ? 'eraser' : this.#board.sheet.begin(colour, width))
  }

  #to(hand, place) {
    const [x, y] = onPaper(...place)
    const line = this.#lines.get(hand)
    if (line === 'eraser') this.#board.sheet.eraseAt([x, y], REACH)
    else line?.to(x, y)
    this.#board.moved(x, y)
  }

  #lift(hand) {
    const line = this.#lines.get(hand)
    this.#lines.delete(hand)
    if (line && line !== 'eraser') line.end()
  }

  #key(event) {
    if (event.key in ARROWS) this.#step(ARROWS[event.key], event.shiftKey ? LEAP : STEP)
    else if (event.key === ' ' || event.key === 'Enter') this.#toggle()
    else if (event.key === 'Escape') this.#putAway()
    else return
    event.preventDefault()
  }

  #step([alongX, alongY], length) {
    const [x, y] = this.cross ?? middle()
    this.cross = onPaper(x + alongX * length, y + alongY * length)
    this.#to('keyboard', this.cross)
  }

  #toggle() {
    this.cross ??= middle()
    if (this.down) this.#lift('keyboard')
    else this.#begin('keyboard')
    this.#to('keyboard', this.cross)
  }

  #putAway() {
    this.#lift('keyboard')
    if (!this.cross) return
    const [x, y] = this.cross
    this.cross = undefined
    this.#board.moved(x, y)
  }
}

const middle = () => [PAPER.width / 2, PAPER.height / 2]
