// The tools of a room as tabs, one in sight at a time.

import { byId } from './dom.js'

const TOOLS = ['chat', 'board', 'files', 'graph', 'inspector']
const STEPS = { ArrowRight: 1, ArrowLeft: -1 }

export class Tabs {
  #listeners = new Set()

  constructor(signal) {
    for (const tool of TOOLS) tabOf(tool).addEventListener('click', () => this.show(tool), { signal })
    byId('tools').addEventListener('keydown', event => this.#move(event), { signal })
    for (const tool of TOOLS) delete tabOf(tool).dataset.news
    this.show('chat')
  }

  /** The listener is called with the tool that has come into sight. */
  onShow(listener) {
    this.#listeners.add(listener)
  }

  show(tool) {
    for (const each of TOOLS) {
      const chosen = each === tool
      tabOf(each).setAttribute('aria-selected', String(chosen))
      tabOf(each).tabIndex = chosen ? 0 : -1
      byId(`${each}-panel`).hidden = !chosen
    }
    byId('room-grid').dataset.tool = tool
    delete tabOf(tool).dataset.news
    for (const listener of this.#listeners) listener(tool)
  }

  /** Something has come that is not in sight. */
  announce(tool) {
    if (byId(`${tool}-panel`).hidden) tabOf(tool).dataset.news = 'new'
  }

  #move(event) {
    const at = TOOLS.findIndex(tool => tabOf(tool) === event.target)
    const ends = { Home: 0, End: TOOLS.length - 1 }
    const next = ends[event.key] ?? (event.key in STEPS ? (at + STEPS[event.key] + TOOLS.length) % TOOLS.length : -1)
    if (at < 0 || next < 0) return
    event.preventDefault()
    this.show(TOOLS[next])
    tabOf(TOOLS[next]).focus()
  }
}

const tabOf = tool => byId(`${tool}-tab`)
