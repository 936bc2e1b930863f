import { AlmenaraError } from '../errors.js'
import { Job, type Progress } from './job.js'
import { platform, type Platform } from './platform.js'
import { Pool } from './pool.js'
import { sha256 } from './sha256.js'
import type { Answer, Errand } from './thread.js'
import { type Order, order, type Work } from './work.js'

/** How work is done. */
export interface SolveOptions {
  /** Gives the work up: the promise rejects with the code `aborted`. */
  readonly signal?: AbortSignal | undefined
  /** Is told how far the work is, at most twenty times a second. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Whether to go on while the page is hidden; otherwise the work rests until it is seen again. */
  readonly whileHidden?: boolean | undefined
}

/** Makes payments. */
export interface Solver {
  /** Does the work and gives the payment, `<quote>.<proof>`, to be used once. Wrong work throws at once. */
  solve(work: Work, options?: SolveOptions): Promise<string>
  /** Begins work that will be wanted soon, while there is nothing else to do: `solve` with the same work takes it over. At most 4 are kept. */
  presolve(work: Work): void
  /** Ends the threads; what is under way rejects with the code `closed`. */
  close(): void
}

/** Work under way. */
interface Task {
  job: Job
  /** When the quote is out of date. */
  until: number
  options: SolveOptions
  /** Whether somebody waits for it. */
  wanted: boolean
  reported: number
  payment: Promise<string>
  settle(payment: string): void
  fail(error: AlmenaraError): void
}

const KEPT = 4
const REPORT_MS = 50

/** Makes a solver. Its threads start with the first work. */
export function createSolver(): Solver {
  return new Tasks(platform)
}

/** The tasks of a solver: which of them the pool works at, and what becomes of them. */
export class Tasks implements Solver {
  readonly #platform: Platform
  readonly #pool: Pool
  readonly #open = new Map<number, Task>()
  readonly #ahead = new Map<string, Task>()
  readonly #closing = new AbortController()
  #last = 0

  constructor(platform: Platform) {
    this.#platform = platform
    this.#pool = new Pool(platform, { next: (most) => this.#next(most), answer: (answer) => this.#answer(answer) })
    platform.watch(() => this.#pool.wake(), this.#closing.signal)
  }

  solve(work: Work, options: SolveOptions = {}): Promise<string> {
    const wanted = order(work)
    const { signal } = options
    if (this.#closing.signal.aborted) return Promise.reject(closed())
    if (signal?.aborted) return Promise.reject(aborted(signal))
    const task = this.#takeOver(key(wanted)) ?? this.#begin(wanted)
    Object.assign(task, { options, wanted: true })
    const abort = (): void => this.#end(task, () => task.fail(aborted(signal!)))
    signal?.addEventListener('abort', abort, { once: true })
    this.#pool.wake()
    return task.payment.finally(() => signal?.removeEventListener('abort', abort))
  }

  presolve(work: Work): void {
    const wanted = order(work)
    if (this.#closing.signal.aborted) return
    this.#dropStale()
    const name = key(wanted)
    if (this.#ahead.has(name)) return
    this.#ahead.set(name, this.#begin(wanted))
    const [oldest] = this.#ahead
    if (this.#ahead.size > KEPT && oldest) this.#drop(...oldest)
    this.#pool.wake()
  }

  close(): void {
    this.#closing.abort()
    this.#pool.close()
    for (const task of this.#open.values()) task.fail(closed())
    this.#open.clear()
    this.#ahead.clear()
  }

  #begin(wanted: Order): Task {
    const { promise, resolve, reject } = withResolvers<string>()
    // Nobody waits for what is begun ahead.
    promise.catch(() => {})
    const task: Task = {
      job: new Job(wanted, this.#platform.salt()),
      until: this.#platform.now() + wanted.quote.ttl * 1000,
      options: {},
      wanted: false,
      reported: 0,
      payment: promise,
      settle: resolve,
      fail: reject,
    }
    this.#open.set(++this.#last, task)
    return task
  }

  /** What was begun ahead is taken once: a payment is good for one use. */
  #takeOver(name: string): Task | undefined {
    this.#dropStale()
    const task = this.#ahead.get(name)
    this.#ahead.delete(name)
    return task
  }

  #dropStale(): void {
    const now = this.#platform.now()
    for (const [name, task] of this.#ahead) if (task.until <= now) this.#drop(name, task)
  }

  #drop(name: string, task: Task): void {
    this.#ahead.delete(name)
    this.#end(task, () => {})
  }

  /** Those that somebody waits for first, in the order they came. */
  #next(most: number): Errand | undefined {
    const hidden = this.#platform.hidden()
    this.#dropStale()
    const ready = [...this.#open].filter(([, { options }]) => !hidden || options.whileHidden)
    const first = ready.find(([, { wanted }]) => wanted) ?? ready[0]
    if (!first) return undefined
    const [id, { job }] = first
    return { job: id, words: job.words, block: job.block(most, this.#pool.threads), target: job.target }
  }

  /** Answers to work that has ended are passed over. */
  #answer({ job: id, block, nonces }: Answer): void {
    const task = this.#open.get(id)
    if (!task) return
    task.job.take(block, nonces)
    const payment = task.job.payment()
    this.#report(task, payment !== undefined)
    if (payment !== undefined) this.#end(task, () => task.settle(payment))
  }

  #report(task: Task, last: boolean): void {
    const now = this.#platform.now()
    if (!last && now - task.reported < REPORT_MS) return
    task.reported = now
    try {
      task.options.onProgress?.(task.job.progress)
    } catch (error) {
      // Who listens disturbs nobody else.
      queueMicrotask(() => { throw error })
    }
  }

  #end(task: Task, settle: () => void): void {
    for (const [id, open] of this.#open) if (open === task) this.#open.delete(id)
    settle()
  }
}

/** Two works with the same key are the same. */
function key({ price, prefix }: Order): string {
  return `${price} ${String.fromCharCode(...sha256(prefix))}`
}

function aborted(signal: AbortSignal): AlmenaraError {
  return new AlmenaraError('aborted', 'The work was given up.', { cause: signal.reason })
}

function closed(): AlmenaraError {
  return new AlmenaraError('closed', 'The solver has been closed.')
}

function withResolvers<T>(): { promise: Promise<T>; resolve(value: T): void; reject(error: Error): void } {
  let resolve!: (value: T) => void
  let reject!: (error: Error) => void
  const promise = new Promise<T>((...both) => { [resolve, reject] = both })
  return { promise, resolve, reject }
}
