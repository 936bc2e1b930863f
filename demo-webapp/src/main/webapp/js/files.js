// The files of the room: dropped or chosen, listed, fetched from all who have them.

import { byId, element } from './dom.js'
import { explainFileError } from './errors.js'
import { FileRow } from './filerow.js'
import { showMessage } from './messages.js'
import { Shelf } from './shelf.js'

/** Milliseconds until the browser may forget what it has saved. */
const SAVED = 60_000

export class FilesPanel {
  #shelf
  #profiles
  #tabs
  #rows = new Map()
  #signal

  constructor(room, profiles, tabs, signal) {
    this.#profiles = profiles
    this.#tabs = tabs
    this.#signal = signal
    this.#shelf = new Shelf(room, signal)
    this.#shelf.onChange(() => this.#draw())
    profiles.onChange(() => this.#draw())
    byId('file-list').replaceChildren()
    byId('file-choose').addEventListener('click', () => byId('file-input').click(), { signal })
    byId('file-input').addEventListener('change', ({ target }) => this.#choose(target), { signal })
    this.#takeDrops()
    this.#draw()
  }

  // Anywhere on the page: a browser would open a file that falls beside the mark.
  #takeDrops() {
    const listen = (name, listener) => addEventListener(name, event => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      listener(event)
    }, { signal: this.#signal })
    const mark = () => { byId('file-drop').dataset.over = 'over' }
    const unmark = () => { delete byId('file-drop').dataset.over }
    listen('dragenter', () => {
      this.#tabs.show('files')
      mark()
    })
    listen('dragover', mark)
    listen('dragleave', event => { if (!event.relatedTarget) unmark() })
    listen('drop', ({ dataTransfer }) => {
      unmark()
      this.#tabs.show('files')
      this.#share(dataTransfer.files)
    })
    this.#signal.addEventListener('abort', unmark, { once: true })
  }

  #choose(input) {
    this.#share(input.files)
    input.value = ''
  }

  // The list of an input is emptied with it.
  #share(files) {
    for (const file of [...files]) void this.#shelf.add(file).catch(error => this.#explain(file.name, error))
  }

  #draw() {
    const files = this.#shelf.files()
    const ids = files.map(({ id }) => id)
    for (const [id, { root }] of [...this.#rows]) {
      if (ids.includes(id)) continue
      root.remove()
      this.#rows.delete(id)
    }
    for (const file of files) this.#drawRow(file)
    byId('file-empty').hidden = files.length > 0
  }

  #drawRow(file) {
    if (!this.#rows.has(file.id)) {
      this.#rows.set(file.id, new FileRow(file.id, this.#does(file.name)))
      byId('file-list').append(this.#rows.get(file.id).root)
      if (file.state === 'offered') this.#tabs.announce('files')
    }
    this.#rows.get(file.id).draw(file, id => this.#profiles.nameOf(id))
  }

  #does(name) {
    const fetch = id => void this.#shelf.fetch(id).catch(error => this.#explain(name, error))
    const remove = id => void this.#shelf.remove(id).catch(error => this.#explain(name, error))
    return { fetch, resume: fetch, cancel: remove, remove, pause: id => this.#shelf.pause(id), save: id => save(this.#shelf.blobOf(id)) }
  }

  #explain(name, error) {
    if (!this.#signal.aborted) showMessage(explainFileError(name, error))
  }
}

// As plain bytes: the browser should open nothing that somebody else calls a page.
function save(file) {
  const address = URL.createObjectURL(new Blob([file], { type: 'application/octet-stream' }))
  element('a', { href: address, download: file.name || 'file' }).click()
  setTimeout(() => URL.revokeObjectURL(address), SAVED)
}
