// The inspector of the SDK: what the room does, for developers. It is fetched when its panel is opened, and records from then on.

import { byId } from './dom.js'
import { part } from './parts.js'

export class Inspector {
  #room
  #signal
  #opening

  constructor(room, tabs, signal) {
    this.#room = room
    this.#signal = signal
    byId('inspector').replaceChildren()
    tabs.onShow(tool => { if (tool === 'inspector') void this.#open() })
  }

  async #open() {
    if (await (this.#opening ??= part('inspector'))) this.#show()
    else this.#opening = undefined
  }

  #show() {
    const place = byId('inspector')
    if (this.#signal.aborted || place.hasChildNodes()) return
    const inspector = document.createElement('almenara-inspector')
    const unwatch = inspector.watch(this.#room, byId('room-title').textContent.trim())
    this.#signal.addEventListener('abort', () => {
      unwatch()
      inspector.remove()
    }, { once: true })
    place.append(inspector)
  }
}
