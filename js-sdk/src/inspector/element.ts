import type { Room } from '../room.js'
import { ExportView } from './exportview.js'
import { INTERVAL } from './limits.js'
import { PeersView } from './peersview.js'
import { Recorder } from './recorder.js'
import { RoomsView } from './roomsview.js'
import { dress } from './style.js'
import { Tabs } from './tabs.js'
import { TimelineView } from './timelineview.js'
import type { View } from './view.js'

/** On a server there are no elements, but the module may be imported there. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement

/** Shows what rooms do. While it can't be seen it does nothing; what happens is recorded all the same. */
export class InspectorElement extends Base {
  #recorder = new Recorder()
  #unwatch = new Map<Room, () => void>()
  readonly #views: readonly View[] = [new RoomsView(), new PeersView(), new TimelineView(), new ExportView()]
  readonly #tabs = new Tabs(this.#views, () => this.#draw())
  #timer: ReturnType<typeof setTimeout> | undefined
  #end: AbortController | undefined
  #seen: 'in view' | 'out of view' = 'in view'

  constructor() {
    super()
    this.attachShadow({ mode: 'open' }).append(this.#tabs.node)
  }

  /** What records; another one may be given, such as one that began with the page. */
  get recorder(): Recorder {
    return this.#recorder
  }

  set recorder(recorder: Recorder) {
    for (const unwatch of [...this.#unwatch.values()]) unwatch()
    this.#recorder = recorder
    this.#draw()
  }

  /** The rooms that are watched. Those that are assigned take the place of those that were. */
  get rooms(): readonly Room[] {
    return this.#recorder.rooms
  }

  set rooms(rooms: readonly Room[]) {
    for (const [room, unwatch] of this.#unwatch) if (!rooms.includes(room)) unwatch()
    for (const room of new Set(rooms)) if (!this.rooms.includes(room)) this.watch(room)
  }

  /** Watches a room, under a label of its own, until the function that is returned is called. */
  watch(room: Room, label?: string): () => void {
    const end = this.#recorder.watch(room, label)
    const unwatch = (): void => {
      if (this.#unwatch.get(room) !== unwatch) return
      this.#unwatch.delete(room)
      end()
      this.#draw()
    }
    this.#unwatch.set(room, unwatch)
    this.#draw()
    return unwatch
  }

  /** @internal */
  connectedCallback(): void {
    this.#takeOver('recorder')
    this.#takeOver('rooms')
    dress(this.shadowRoot as ShadowRoot, this.nonce)
    const { signal } = (this.#end = new AbortController())
    document.addEventListener('visibilitychange', () => this.#tick(), { signal })
    const observer = globalThis.IntersectionObserver && new IntersectionObserver((entries) => {
      this.#seen = entries.at(-1)?.isIntersecting === false ? 'out of view' : 'in view'
      this.#tick()
    })
    observer?.observe(this)
    signal.addEventListener('abort', () => observer?.disconnect())
    this.#tick()
  }

  /** @internal */
  disconnectedCallback(): void {
    this.#end?.abort()
    this.#end = undefined
    clearTimeout(this.#timer)
  }

  /** What was assigned before the element was defined hides the accessor. */
  #takeOver<K extends 'recorder' | 'rooms'>(name: K): void {
    if (!Object.hasOwn(this, name)) return
    const value = this[name]
    delete (this as Partial<InspectorElement>)[name]
    this[name] = value as this[K]
  }

  get #visible(): boolean {
    return this.isConnected && this.#seen === 'in view' && document.visibilityState === 'visible'
  }

  /** Samples and draws, and does so again later, while somebody may look. */
  #tick(): void {
    clearTimeout(this.#timer)
    if (!this.#visible) return
    this.#timer = setTimeout(() => this.#tick(), INTERVAL)
    void this.#recorder.sample().then(() => this.#draw())
  }

  #draw(): void {
    if (this.#visible) this.#views[this.#tabs.index]?.update(this.#recorder)
  }
}

/**
 * Defines the element, as importing the module does under the name `almenara-inspector`. Under a name that is taken, and where there are no elements,
 * nothing happens.
 */
export function define(name = 'almenara-inspector'): void {
  const { customElements } = globalThis as { customElements?: CustomElementRegistry }
  if (!customElements || customElements.get(name)) return
  // A class stands for one name.
  customElements.define(name, name === 'almenara-inspector' ? InspectorElement : class extends InspectorElement {})
}

declare global {
  interface HTMLElementTagNameMap { 'almenara-inspector': InspectorElement }
}
