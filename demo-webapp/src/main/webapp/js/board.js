// The whiteboard: the drawing of the room on shared state, with its tools.

import { Canvas } from './canvas.js'
import { Cursors } from './cursors.js'
import { byId, write } from './dom.js'
import { clearMessages, showMessage } from './messages.js'
import { part } from './parts.js'
import { Pen } from './pen.js'
import { Sheet } from './sheet.js'

/** Milliseconds within which strokes are counted once. */
const COUNTED = 50

export class Board {
  #tabs
  #signal
  #sheet
  #canvas
  #cursors
  #pen
  #counting

  constructor(room, profiles, tabs, signal) {
    this.#tabs = tabs
    this.#signal = signal
    this.#cursors = new Cursors(room, profiles, () => this.#canvas?.draw(), signal)
    write(byId('board-count'), 'Loading…')
    write(byId('board-pen'), '')
    byId('board').dataset.strokes = '0'
    void this.#open(room)
  }

  // Also before the board is looked at: what is drawn survives with those who keep it.
  async #open(room) {
    const signal = this.#signal
    const state = await part('state')
    if (!state || signal.aborted) return
    this.#sheet = new Sheet(state.shareState, room, signal)
    this.#canvas = new Canvas(byId('board'), () => this.#scene(), signal)
    this.#pen = new Pen(byId('board'), {
      sheet: this.#sheet,
      style: () => style(),
      toPaper: (x, y) => this.#canvas.toPaper(x, y),
      moved: (x, y) => this.#moved(x, y)
    }, signal)
    this.#sheet.onChange(() => this.#changed())
    this.#listen()
    this.#drawCount()
  }

  #listen() {
    const signal = this.#signal
    signal.addEventListener('abort', () => clearMessages('board'), { once: true })
    const actions = { 'board-undo': () => this.#sheet.undo(), 'board-clear-own': () => this.#sheet.clearOwn(), 'board-clear-all': () => this.#askToClear() }
    for (const [id, action] of Object.entries(actions)) byId(id).addEventListener('click', action, { signal })
    byId('board').addEventListener('keydown', event => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 'z') return
      event.preventDefault()
      this.#sheet.undo()
    }, { signal })
  }

  #scene() {
    return { parts: this.#sheet.parts(), pens: this.#cursors.all(), cross: this.#pen.cross }
  }

  #moved(x, y) {
    this.#cursors.tell(x, y)
    this.#canvas.draw()
    write(byId('board-pen'), this.#pen.cross ? `Pen ${this.#pen.down ? 'down' : 'up'} at ${x}, ${y}` : '')
  }

  #changed() {
    this.#canvas.draw()
    // A drawing that comes at once has thousands of parts.
    this.#counting ??= setTimeout(() => this.#drawCount(), COUNTED)
    this.#tabs.announce('board')
  }

  #drawCount() {
    this.#counting = undefined
    if (this.#signal.aborted) return
    const { strokes } = this.#sheet
    byId('board').dataset.strokes = String(strokes)
    write(byId('board-count'), strokes === 0 ? 'Nothing is drawn yet.' : `${strokes} ${strokes === 1 ? 'stroke' : 'strokes'}.`)
  }

  #askToClear() {
    showMessage({
      what: 'Clear the whole board?', advice: 'Also what the others have drawn goes.', about: 'board', topic: 'board-clear',
      choice: { label: 'Clear all', run: () => this.#sheet.clearAll() }
    })
  }
}

function style() {
  const { tool, colour, width } = Object.fromEntries(new FormData(byId('board-tools')))
  return { erases: tool === 'eraser', colour, width }
}
