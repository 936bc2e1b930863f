import { make } from './dom.js'

export interface Panel { readonly name: string; readonly node: HTMLElement }

/** Panels of which one is shown, by the pattern of the ARIA practices: the arrows go from tab to tab. */
export class Tabs {
  readonly node: HTMLElement
  readonly #tabs: readonly HTMLButtonElement[]
  readonly #panels: readonly HTMLElement[]
  readonly #chosen: () => void
  #index = 0

  /** `chosen` is called when somebody has chosen a panel. */
  constructor(panels: readonly Panel[], chosen: () => void) {
    this.#chosen = chosen
    this.#tabs = panels.map(({ name }, index) => make('button', { type: 'button', role: 'tab', id: `tab-${index}`, 'aria-controls': `panel-${index}` }, name))
    this.#panels = panels.map(({ node }, index) => make('div', { role: 'tabpanel', id: `panel-${index}`, 'aria-labelledby': `tab-${index}`, tabindex: '0' }, node))
    const list = make('div', { role: 'tablist', 'aria-label': 'Inspector' }, ...this.#tabs)
    this.#tabs.forEach((tab, index) => tab.addEventListener('click', () => this.#choose(index)))
    list.addEventListener('keydown', (event) => this.#key(event))
    this.node = make('div', { class: 'inspector' }, list, ...this.#panels)
    this.#show(0)
  }

  /** Which panel is shown, counted from 0. */
  get index(): number {
    return this.#index
  }

  #show(index: number): void {
    this.#index = index
    this.#tabs.forEach((tab, other) => {
      tab.setAttribute('aria-selected', String(other === index))
      tab.tabIndex = other === index ? 0 : -1
    })
    this.#panels.forEach((panel, other) => { panel.hidden = other !== index })
  }

  #choose(index: number): void {
    this.#show(index)
    this.#chosen()
  }

  #key(event: KeyboardEvent): void {
    const count = this.#tabs.length
    const index = { ArrowRight: this.#index + 1, ArrowLeft: this.#index - 1 + count, Home: 0, End: count - 1 }[event.key]
    if (index === undefined) return
    event.preventDefault()
    this.#choose(index % count)
    this.#tabs[this.#index]?.focus()
  }
}
