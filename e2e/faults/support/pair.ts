import { expect } from '@playwright/test'
import { spread } from './crowd.js'
import { History } from './history.js'
import { RawClient } from '../../support/raw-client.js'
import { newRoom } from '../../support/room-page.js'

const PERIOD = 50
const MOST_LATE = 5000
/** How often they speak at least, however short the harm is. */
const LEAST = 40

/** Two well-behaved clients on two nodes, of whom one tells the other numbers all the time: they ought to notice nothing of what others do. */
export class Pair {
  readonly #speaker: RawClient
  readonly #listener: RawClient
  readonly #history = new History()
  readonly #delays: number[] = []
  readonly #answers: Promise<unknown>[] = []
  readonly #clock: NodeJS.Timeout

  private constructor(speaker: RawClient, listener: RawClient) {
    this.#speaker = speaker
    this.#listener = listener
    this.#history.entered('listener')
    listener.heard = (event) => {
      if (event.type !== 'signal') return
      const { n, time } = event.data as { n: number; time: number }
      this.#delays.push(Date.now() - time)
      this.#history.delivered('listener', 'speaker', n)
    }
    let n = 0
    this.#clock = setInterval(() => this.#say(++n), PERIOD)
  }

  static async begin(speaks: string, listens: string): Promise<Pair> {
    const room = newRoom()
    return new Pair(await RawClient.join(speaks, room), await RawClient.join(listens, room))
  }

  /** Ends the talk; every number has come once and in order, and none was late beyond a generous bound. */
  async expectUndisturbed(): Promise<Record<string, string | number>> {
    await expect.poll(() => this.#answers.length).toBeGreaterThanOrEqual(LEAST)
    clearInterval(this.#clock)
    await Promise.all(this.#answers)
    await expect.poll(() => this.#history.verdict().lost).toBe(0)
    const verdict = this.#history.verdict()
    expect(verdict).toMatchObject({ acknowledged: verdict.published, lost: 0, duplicated: 0, outOfOrder: 0, invented: 0 })
    expect(Math.max(...this.#delays)).toBeLessThan(MOST_LATE)
    this.#speaker.close()
    this.#listener.close()
    return { 'signals of others': verdict.published, 'lost by them': verdict.lost, 'their latency ms p50/p99/max': spread(this.#delays) }
  }

  #say(n: number): void {
    this.#history.published('speaker', n)
    this.#answers.push(this.#speaker.command('signal', { data: { n, time: Date.now() } }).then(({ type }) => {
      if (type === 'ok') this.#history.acknowledged('speaker', n)
    }))
  }
}
