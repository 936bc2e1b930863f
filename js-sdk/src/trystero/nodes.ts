/** The nodes of a list, each of which one relay has at a time; the others are for when one is lost. */
export class Nodes {
  readonly #urls: readonly string[]
  readonly #warn: (text: string) => void
  /** What no relay has, longest first. */
  readonly #free: string[]
  #open = 0
  #failures = 0

  /** `warn` is told that no node can be reached, once until one is again. */
  constructor(urls: readonly string[], warn: (text: string) => void) {
    this.#urls = urls
    this.#warn = warn
    this.#free = [...urls]
  }

  /** The URL of a node for one relay more, of at most as many as there are nodes. */
  take(): string {
    return this.#free.shift() as string
  }

  /** The next one in the place of this; the same where all others are taken. */
  swap(url: string): string {
    this.#free.push(url)
    return this.take()
  }

  /** A connection stands. */
  opened(): void {
    this.#open++
    this.#failures = 0
  }

  /** A connection that stood has ended. */
  closed(): void {
    this.#open--
    this.#failures = 0
  }

  /** An attempt has come to nothing. */
  failed(): void {
    this.#failures++
    if (this.#open === 0 && this.#failures === this.#urls.length) this.#warn(`Almenara: none of ${this.#urls.join(', ')} can be reached; they are tried again.`)
  }
}
