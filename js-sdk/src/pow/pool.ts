import type { Platform } from './platform.js'
import { type Answer, type Errand, inline, type Setup, type Thread, type ThreadListener } from './thread.js'

/** What the pool is given to do, and what it gives back. */
export interface Client {
  /** The next thing to search, at most so many nonces; undefined when there is nothing just now. */
  next(most: number): Errand | undefined
  answer(answer: Answer): void
}

const SMALLEST = 1_024
const LARGEST = 2 ** 18
/** Milliseconds that a block should take: little enough for other work to come in between. */
const LEAST = 8
const MOST = 24
/** Two errands for each thread, so that it does not wait for the page between them. */
const AHEAD = 2

/** A thread with what the pool knows of it. */
interface Lane {
  thread: Thread
  /** How many nonces it is given at a time, after how fast it was. */
  size: number
  ahead: number
  waiting: number
}

/**
 * The threads: started at the first work, all with the same module, and fed with small errands so that work can be
 * dropped, put off or overtaken by not handing out more of it. A thread that fails is not replaced; after the last one
 * the work is done on the page's own.
 */
export class Pool {
  readonly #platform: Platform
  readonly #client: Client
  readonly #lanes = new Set<Lane>()
  #state: 'new' | 'starting' | 'started' | 'closed' = 'new'

  constructor(platform: Platform, client: Client) {
    this.#platform = platform
    this.#client = client
  }

  /** How many threads there are, or will be. */
  get threads(): number {
    return this.#lanes.size || this.#platform.threads
  }

  /** There may be something to do. */
  wake(): void {
    if (this.#state === 'new') void this.#start()
    for (const lane of this.#lanes) this.#feed(lane)
  }

  close(): void {
    this.#state = 'closed'
    for (const { thread } of this.#lanes) thread.close()
    this.#lanes.clear()
  }

  async #start(): Promise<void> {
    this.#state = 'starting'
    const setup: Setup = { module: await this.#platform.compile() }
    // It may have been closed meanwhile.
    if ((this.#state as string) === 'closed') return
    this.#state = 'started'
    for (let count = this.#platform.threads; count > 0; count--) this.#open(setup, AHEAD, (...thread) => this.#platform.start(...thread))
    this.wake()
  }

  #open(setup: Setup, ahead: number, start: Platform['start']): void {
    const listener: ThreadListener = {
      answer: (answer) => this.#answered(lane, answer),
      failed: () => this.#failed(lane, setup),
    }
    const lane: Lane = { thread: { post() {}, close() {} }, size: SMALLEST, ahead, waiting: 0 }
    this.#lanes.add(lane)
    try {
      lane.thread = start(setup, listener)
    } catch {
      this.#failed(lane, setup)
    }
  }

  #failed(lane: Lane, setup: Setup): void {
    lane.thread.close()
    if (!this.#lanes.delete(lane) || this.#lanes.size > 0) return
    this.#open(setup, 1, inline)
    this.wake()
  }

  #answered(lane: Lane, answer: Answer): void {
    if (!this.#lanes.has(lane)) return
    lane.waiting--
    if (answer.took < LEAST && answer.block.count >= lane.size) lane.size = Math.min(lane.size * 2, LARGEST)
    if (answer.took > MOST) lane.size = Math.max(lane.size / 2, SMALLEST)
    this.#client.answer(answer)
    this.#feed(lane)
  }

  #feed(lane: Lane): void {
    while (lane.waiting < lane.ahead && this.#lanes.has(lane)) {
      const errand = this.#client.next(lane.size)
      if (!errand) return
      lane.waiting++
      lane.thread.post(errand)
    }
  }
}
