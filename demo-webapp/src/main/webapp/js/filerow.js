// One file in the list: what it is, who has it, how far it is, and what can be done about it.

import { element, write } from './dom.js'

const ACTIONS = { fetch: 'Fetch', pause: 'Pause', resume: 'Resume', cancel: 'Cancel', save: 'Save', remove: 'Stop sharing' }
const OFFERED = {
  reading: [], offered: ['fetch'], fetching: ['pause', 'cancel'], paused: ['resume', 'cancel'], here: ['save', 'remove']
}
const UNITS = ['bytes', 'kB', 'MB', 'GB']

export class FileRow {
  root
  #name = element('bdi', { class: 'file-name', 'data-testid': 'file-name' })
  #size = element('span', { class: 'file-size' })
  #from = element('p', { class: 'hint', 'data-testid': 'file-from' })
  #own = bar('Fetched')
  #takers = element('ul', { class: 'takers' })
  #buttons = new Map()
  #bars = new Map()

  /** The does object has a function for each action. */
  constructor(id, does) {
    for (const [action, words] of Object.entries(ACTIONS)) {
      const button = element('button', { type: 'button', 'data-testid': `file-${action}` }, words)
      button.addEventListener('click', () => does[action](id))
      this.#buttons.set(action, button)
    }
    this.root = element('li', { class: 'file', 'data-testid': 'file', 'data-file': id },
      element('p', { class: 'file-head' }, this.#name, ' ', this.#size), this.#from, this.#own.root, this.#takers,
      element('div', { class: 'buttons' }, ...this.#buttons.values()))
  }

  draw(file, nameOf) {
    this.root.dataset.state = file.state
    write(this.#name, file.name || 'without a name')
    write(this.#size, sizeOf(file.size))
    write(this.#from, from(file, nameOf))
    this.#own.root.hidden = !['fetching', 'paused'].includes(file.state)
    drawBar(this.#own, file, file.state === 'paused' ? 'paused' : `from ${file.sources} ${file.sources === 1 ? 'source' : 'sources'}`)
    this.#drawTakers(file, nameOf)
    for (const [action, button] of this.#buttons) {
      button.hidden = !OFFERED[file.state].includes(action)
      button.setAttribute('aria-label', `${ACTIONS[action]} ${file.name}`)
    }
  }

  // Those who fetch it, so that who shares sees how far they are.
  #drawTakers({ holders, size }, nameOf) {
    const taking = holders.filter(({ received }) => received < size)
    for (const [peer, { root }] of [...this.#bars]) {
      if (taking.some(each => each.peer === peer)) continue
      root.remove()
      this.#bars.delete(peer)
    }
    for (const { peer, received } of taking) {
      if (!this.#bars.has(peer)) this.#addTaker(peer, nameOf(peer))
      drawBar(this.#bars.get(peer), { received, size }, `fetched by ${nameOf(peer)}`)
    }
  }

  #addTaker(peer, name) {
    const taker = bar(`Fetched by ${name}`)
    taker.root = element('li', { 'data-testid': 'taker', 'data-peer': peer }, taker.root)
    this.#bars.set(peer, taker)
    this.#takers.append(taker.root)
  }
}

function bar(label) {
  const progress = element('progress', { max: '1', value: '0', 'aria-label': label })
  const words = element('span', { class: 'file-progress', 'data-testid': 'file-progress' })
  return { root: element('p', { class: 'file-bar' }, progress, ' ', words), progress, words }
}

function drawBar({ progress, words }, { received, size }, note) {
  const part = size === 0 ? 1 : received / size
  progress.value = part
  write(words, `${Math.floor(part * 100)} %, ${note}`)
}

function from({ state, size, holders }, nameOf) {
  if (state === 'reading') return 'Being read…'
  const whole = holders.filter(({ received }) => received === size).map(({ peer }) => nameOf(peer))
  const who = state === 'here' ? ['you', ...whole] : whole
  return who.length === 0 ? 'Nobody here has all of it.' : `Shared by ${who.join(', ')}`
}

export function sizeOf(bytes) {
  const unit = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return `${unit === 0 ? bytes : (bytes / 1000 ** unit).toFixed(1)} ${UNITS[unit]}`
}
