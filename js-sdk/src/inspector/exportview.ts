import { reason } from '../errors.js'
import { make, write } from './dom.js'
import type { Recorder } from './recorder.js'
import type { View } from './view.js'

/** Saves what was recorded as a file, or puts it on the clipboard. */
export class ExportView implements View {
  readonly name = 'Export'
  readonly node: HTMLElement
  #recorder: Recorder | undefined
  readonly #addresses = make('input', { type: 'checkbox', checked: '' })
  readonly #ids = make('input', { type: 'checkbox' })
  readonly #status = make('p', { role: 'status' })

  constructor() {
    const download = make('button', { type: 'button' }, 'Download JSON')
    const copy = make('button', { type: 'button' }, 'Copy JSON')
    download.addEventListener('click', () => void this.#do('Saved', (json) => save(json)))
    copy.addEventListener('click', () => void this.#do('Copied', (json) => navigator.clipboard.writeText(json)))
    this.node = make('div', { class: 'export' },
      make('p', {}, 'The timeline, and what is known of every room. Secrets and ids of rooms, tokens and passwords are never in it.'),
      make('label', {}, this.#addresses, ' Mask IP addresses'),
      make('label', {}, this.#ids, ' Mask peer ids'),
      make('div', { class: 'buttons' }, download, copy),
      this.#status)
  }

  update(recorder: Recorder): void {
    this.#recorder = recorder
  }

  async #do(done: string, give: (json: string) => void | Promise<void>): Promise<void> {
    const recorder = this.#recorder
    if (!recorder) return
    try {
      await recorder.sample()
      const recording = recorder.snapshot({ maskAddresses: this.#addresses.checked, maskIds: this.#ids.checked })
      await give(JSON.stringify(recording, null, 2))
      write(this.#status, `${done}: ${recording.timeline.entries.length} entries, ${recording.rooms.length} rooms.`)
    } catch (error) {
      write(this.#status, `That did not work: ${reason(error)}`)
    }
  }
}

function save(json: string): void {
  const url = URL.createObjectURL(new Blob([json], { type: 'application/json' }))
  make('a', { href: url, download: `almenara-${new Date().toISOString().replace(/[:.]/g, '-')}.json` }).click()
  // The download has begun by then, and the browser keeps what it needs.
  setTimeout(() => URL.revokeObjectURL(url), 0)
}
