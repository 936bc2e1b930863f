/** Keeps what comes in its order while some of it has to be opened first. */
export class Inbox {
  readonly #report: (error: unknown) => void
  #last: Promise<void> = Promise.resolve()
  #waiting = 0

  /** `report` hears why something was not delivered. */
  constructor(report: (error: unknown) => void) {
    this.#report = report
  }

  /** Delivers after everything before, and at once if nothing waits. What has to be opened is delivered when that is done, and not at all when it fails. */
  take(open: (() => Promise<unknown>) | undefined, deliver: () => void): void {
    if (!open && this.#waiting === 0) return deliver()
    this.#waiting++
    this.#last = this.#last.then(async () => {
      await open?.()
      deliver()
    }).catch(this.#report).finally(() => { this.#waiting-- })
  }
}
