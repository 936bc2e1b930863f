import { make, mark, write } from './dom.js'

export interface Column { readonly name: string; readonly wide?: boolean }
/** A row by its key, with the text of each cell; `title` is shown for the first one in full, `state` is for its colour. */
export interface Row { readonly key: string; readonly title: string; readonly state: string; readonly cells: readonly string[] }

/** A table whose rows stay the same elements while their contents change. Its roles are spelt out, for in a narrow element its rows are laid out as cards. */
export class Table {
  readonly node: HTMLTableElement
  readonly #columns: readonly Column[]
  readonly #body: HTMLTableSectionElement
  readonly #rows = new Map<string, HTMLTableRowElement>()

  constructor(label: string, columns: readonly Column[]) {
    this.#columns = columns
    this.#body = make('tbody', { role: 'rowgroup' })
    const heads = columns.map(({ name, wide }) => make('th', { role: 'columnheader', scope: 'col', ...(wide ? { class: 'wide' } : {}) }, name))
    const head = make('thead', { role: 'rowgroup' }, make('tr', { role: 'row' }, ...heads))
    this.node = make('table', { role: 'table', 'aria-label': label }, head, this.#body)
  }

  update(rows: readonly Row[]): void {
    const gone = new Set(this.#rows.keys())
    rows.forEach((row, index) => {
      gone.delete(row.key)
      const element = this.#rows.get(row.key) ?? this.#row(row.key)
      if (this.#body.children[index] !== element) this.#body.insertBefore(element, this.#body.children[index] ?? null)
      mark(element, 'data-state', row.state)
      mark(element.cells[0] as HTMLTableCellElement, 'title', row.title)
      row.cells.forEach((text, column) => write(element.cells[column] as HTMLTableCellElement, text))
    })
    for (const key of gone) {
      this.#rows.get(key)?.remove()
      this.#rows.delete(key)
    }
  }

  #row(key: string): HTMLTableRowElement {
    const cells = this.#columns.map(({ name }, index) => make(index === 0 ? 'th' : 'td', { role: index === 0 ? 'rowheader' : 'cell', 'data-label': name, ...(index === 0 ? { scope: 'row' } : {}) }))
    const row = make('tr', { role: 'row' }, ...cells)
    this.#rows.set(key, row)
    return row
  }
}
