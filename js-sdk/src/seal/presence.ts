/** Whether there is a node, for those who wait for one, or for its loss. */
export class Presence {
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

  come(): void {
    if (this.#state !== 'away') return
    this.#state = 'here'
    this.#here.tell()
    this.#away = signal()
  }

  go(): void {
    if (this.#state !== 'here') return
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
