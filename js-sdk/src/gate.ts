/** Lets at most `width` tasks run at a time; the others wait in order. */
export class Gate {
  readonly #waiting: (() => void)[] = []
  #free: number

  constructor(width: number) {
    this.#free = width
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (--this.#free < 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await task()
    } finally {
      this.#free++
      this.#waiting.shift()?.()
    }
  }
}
