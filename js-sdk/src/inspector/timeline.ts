import { TEXT_LENGTH } from './limits.js'
import type { Entry, Kind } from './recording.js'
import { withoutSecrets } from './redact.js'

/** Which entries are wanted; what is not given does not matter. */
export interface Filter {
  /** Entries of that kind. */
  readonly kind?: Kind | undefined
  /** Entries about the peer of that id. */
  readonly peer?: string | undefined
}

/** What has happened, in order: the last entries up to a limit, and how many were dropped before them. */
export class Timeline {
  /** How many entries are kept. */
  readonly limit: number
  readonly #entries: Entry[] = []
  #count = 0

  constructor(limit: number) {
    this.limit = limit
  }

  /** The oldest first. */
  get entries(): readonly Entry[] {
    return this.#entries
  }

  /** How many older ones had to go. */
  get dropped(): number {
    return this.#count - this.#entries.length
  }

  /** Nothing secret gets in. @internal */
  add(entry: Omit<Entry, 'number'>): void {
    const text = withoutSecrets(entry.text)
    const short = text.length > TEXT_LENGTH ? `${text.slice(0, TEXT_LENGTH - 1)}…` : text
    this.#entries.push({ ...entry, text: short, number: ++this.#count })
    if (this.#entries.length > this.limit) this.#entries.shift()
  }

  /** Those after the entry of that number, of one kind or about one peer. */
  after(number: number, { kind, peer }: Filter = {}): readonly Entry[] {
    const first = Math.max(0, number - this.dropped)
    const rest = this.#entries.slice(first)
    return rest.filter((entry) => (kind === undefined || entry.kind === kind) && (peer === undefined || entry.peer === peer))
  }
}
