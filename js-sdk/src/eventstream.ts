/**
 * Parser of server-sent events (WHATWG HTML, section 9.2.6): takes text in pieces of any size and
 * gives the data of each event. The TextDecoder has taken the BOM away. Comments, `id` and `retry` are passed over, for cursors come in the data.
 */
export class EventStreamParser {
  readonly #emit: (data: string) => void
  #rest = ''
  #data: string[] = []

  constructor(emit: (data: string) => void) {
    this.#emit = emit
  }

  push(text: string): void {
    this.#rest += text
    // A CR at the very end may be half of a CRLF: it waits for the next piece.
    const lines = this.#rest.split(/\r\n|\n|\r(?!$)/)
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#line(line)
  }

  #line(line: string): void {
    if (line === '') return this.#dispatch()
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    if (field === 'data') this.#data.push(colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, ''))
  }

  #dispatch(): void {
    if (this.#data.length === 0) return
    const data = this.#data.join('\n')
    this.#data = []
    this.#emit(data)
  }
}
