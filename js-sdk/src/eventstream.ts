/**
 * Parser of server-sent events (WHATWG HTML, section 9.2.6): takes text in pieces of any size and
 * gives the data of each event. The TextDecoder has taken the BOM away. Comments, `id` and `retry` are passed over, for cursors come in the data.
 */
export class EventStreamParser {
  #rest = ''
  #data: string[] = []

  /** Takes in a piece of the stream and gives the events that are complete with it. */
  push(text: string): string[] {
    this.#rest += text
    // A CR at the very end may be half of a CRLF: it waits for the next piece.
    const lines = this.#rest.split(/\r\n|\n|\r(?!$)/)
    this.#rest = lines.pop() ?? ''
    return lines.flatMap((line) => this.#line(line))
  }

  /** An empty line ends an event. */
  #line(line: string): string[] {
    const data = /^data(?:: ?(.*))?$/s.exec(line)
    if (data) this.#data.push(data[1] ?? '')
    return line === '' && this.#data.length > 0 ? [this.#data.splice(0).join('\n')] : []
  }
}
