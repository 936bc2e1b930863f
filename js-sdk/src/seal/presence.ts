/** Whether there is a node, for those who wait for one, or for the loss of the last. */
export class Presence {
  readonly #connections = new Set<unknown>()
  #state: 'away' | 'here' | 'over' = 'away'
  #here = signal()
  #away = signal()

  constructor() {
    this.#away.tell()
  }

  /** Resolves when there is a node, or never will be one any more. */
  get here(): Promise<void> {
    return this.#here.told
  }

  /** Resolves when there is none. */
  get away(): Promise<void> {
    return this.#away.told
  }

  /** The room was joined over that connection. */
  come(connection: unknown): void {
    this.#connections.add(connection)
    if (this.#state !== 'away') return
    this.#state = 'here'
    this.#here.tell()
    this.#away = signal()
  }

  go(connection: unknown): void {
    if (!this.#connections.delete(connection) || this.#connections.size > 0 || this.#state !== 'here') return
    this.#state = 'away'
    this.#away.tell()
    this.#here = signal()
  }

  end(): void {
    this.#state = 'over'
    this.#here.tell()
    this.#away.tell()
  }
}

function signal(): { told: Promise<void>; tell(): void } {
  let tell!: () => void
  const told = new Promise<void>((resolve) => { tell = resolve })
  return { told, tell }
}
