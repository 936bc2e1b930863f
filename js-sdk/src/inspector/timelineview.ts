import { make, write } from './dom.js'
import { moment, short } from './format.js'
import type { Recorder } from './recorder.js'
import { type Entry, type Kind, KINDS } from './recording.js'
import type { Timeline } from './timeline.js'
import type { View } from './view.js'

/** The label of the choice that leaves nothing out. */
const ALL = ''
/** Within so many pixels of its end the list follows what is new. */
const NEAR = 40

/** What has happened, the newest last; of one kind, or about one peer, where that was chosen. */
export class TimelineView implements View {
  readonly name = 'Timeline'
  readonly node: HTMLElement
  readonly #kind = make('select', {}, make('option', { value: ALL }, 'all'), ...KINDS.map((kind) => make('option', { value: kind }, kind)))
  readonly #peer = make('select', {}, make('option', { value: ALL }, 'all'))
  readonly #count = make('span', { class: 'count' })
  readonly #list = make('div', { role: 'rowgroup' })
  readonly #scroll: HTMLElement
  #recorder: Recorder | undefined
  /** Whether the end is in view, so that what is new is shown when it comes. */
  #follows: 'yes' | 'no' = 'yes'
  #peers = ''
  #shown = 0

  constructor() {
    const heads = ['Time', 'Kind', 'Peer', 'What'].map((name) => make('span', { role: 'columnheader' }, name))
    const head = make('div', { role: 'rowgroup', class: 'head' }, make('div', { role: 'row', class: 'entry' }, ...heads))
    this.#scroll = make('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Entries' }, make('div', { role: 'table', 'aria-label': 'Timeline' }, head, this.#list))
    const filters = make('div', { class: 'filters' }, make('label', {}, 'Kind ', this.#kind), make('label', {}, 'Peer ', this.#peer), this.#count)
    this.node = make('div', { class: 'timeline' }, filters, this.#scroll)
    this.#scroll.addEventListener('scroll', () => this.#scrolled())
    for (const select of [this.#kind, this.#peer]) select.addEventListener('change', () => this.#filtered())
  }

  update(recorder: Recorder): void {
    const { timeline, rooms } = recorder
    if (recorder !== this.#recorder) this.#clear()
    this.#recorder = recorder
    this.#offer(timeline)
    const kind = (this.#kind.value || undefined) as Kind | undefined
    const peer = this.#peer.value || undefined
    this.#forget(timeline.dropped)
    const fresh = timeline.after(this.#shown, { kind, peer })
    this.#list.append(...fresh.map((entry) => line(entry, rooms.length > 1)))
    this.#shown = timeline.entries.at(-1)?.number ?? this.#shown
    write(this.#count, `${this.#list.childElementCount} of ${timeline.entries.length}${timeline.dropped > 0 ? `, ${timeline.dropped} older ones dropped` : ''}`)
    if (this.#follows === 'yes') this.#scroll.scrollTop = this.#scroll.scrollHeight
  }

  /** While it is hidden it has no height, and is not scrolled by anybody. */
  #scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroll
    if (clientHeight > 0) this.#follows = scrollHeight - scrollTop - clientHeight < NEAR ? 'yes' : 'no'
  }

  #filtered(): void {
    this.#clear()
    if (this.#recorder) this.update(this.#recorder)
  }

  /** Begins again with the first entry. */
  #clear(): void {
    this.#list.replaceChildren()
    this.#shown = 0
  }

  /** Takes away the lines of entries that were dropped. */
  #forget(dropped: number): void {
    for (let first = this.#list.firstElementChild; first && Number(first.getAttribute('data-number')) <= dropped; first = this.#list.firstElementChild) first.remove()
  }

  /** The peers that can be chosen are those of the entries; a list that is open is left alone. */
  #offer({ entries }: Timeline): void {
    const ids = [...new Set(entries.flatMap(({ peer }) => peer ?? []))].sort()
    const root = this.node.getRootNode() as Partial<ShadowRoot>
    if (ids.join() === this.#peers || root.activeElement === this.#peer) return
    const { value } = this.#peer
    this.#peers = ids.join()
    const known = value === ALL || ids.includes(value) ? ids : [value, ...ids]
    this.#peer.replaceChildren(make('option', { value: ALL }, 'all'), ...known.map((id) => make('option', { value: id }, short(id))))
    this.#peer.value = value
  }
}

function line({ number, time, kind, peer, text, room }: Entry, named: boolean): HTMLElement {
  const cell = (words: string, more: Record<string, string> = {}): HTMLElement => make('span', { role: 'cell', ...more }, words)
  return make('div', { role: 'row', class: 'entry', 'data-number': String(number), 'data-kind': kind },
    cell(moment(time), { class: 'time' }), cell(kind, { class: 'kind' }), cell(peer === undefined ? '' : short(peer), { title: peer ?? '' }), cell(named ? `${room}: ${text}` : text))
}
