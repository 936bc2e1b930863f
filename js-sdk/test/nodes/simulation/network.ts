import type { Timeline } from '../../overlay/timeline.js'
import type { Dice, Nodes, SimNode } from './population.js'

/** Records of an answer for a rank key, and of one without. */
const NEAR = 16
const SAMPLE = 32

export interface Traffic { requests: number; bytes: number; asked: Set<string>; failed: number }

/** What pages ask, and what nodes answer, after the time it takes. */
export class Network {
  readonly #nodes: Nodes
  readonly #clock: Timeline
  readonly #dice: Dice
  readonly #near: boolean

  /** `near`: whether nodes answer with the best for a rank key, or with any. */
  constructor(nodes: Nodes, clock: Timeline, dice: Dice, near: boolean) {
    this.#nodes = nodes
    this.#clock = clock
    this.#dice = dice
    this.#near = near
  }

  /** The `fetch` of a page, whose traffic is counted. */
  fetch(traffic: Traffic): typeof fetch {
    return async (input, init) => {
      const [, url = '', near = ''] = /^(.*\/)nodes\?full&near=(.*)$/.exec(String(input)) ?? []
      const node = this.#nodes.at(url)
      traffic.requests++
      traffic.asked.add(url)
      if (!node || !(await this.reach(node, init?.signal))) {
        traffic.failed++
        throw new TypeError('nobody is there')
      }
      node.requests++
      const text = this.#answer(node, near)
      traffic.bytes += text.length
      return answerOf(text)
    }
  }

  /** Whether a node answers; takes its round trip, or as long as the signal lets it where nobody is. */
  async reach(node: SimNode, signal?: AbortSignal | null): Promise<boolean> {
    const there = node.isAlive(this.#clock.now())
    await new Promise<void>((resolve) => {
      signal?.addEventListener('abort', () => resolve())
      if (there || !node.silent || !signal) this.#clock.after(there || !node.silent ? node.roundTrip : 3_000, resolve)
    })
    return there && !signal?.aborted
  }

  #answer(server: SimNode, near: string): string {
    const now = this.#clock.now()
    const list: SimNode[] = []
    if (this.#near) {
      for (const node of this.#nodes.order(Buffer.from(near, 'base64url'))) {
        if (this.#nodes.lists(server, node, now)) list.push(node)
        if (list.length === NEAR) break
      }
    } else {
      const { all } = this.#nodes
      for (let tries = 0; list.length < SAMPLE && tries < 20 * SAMPLE; tries++) {
        const node = all[Math.floor(this.#dice() * all.length)] as SimNode
        if (this.#nodes.lists(server, node, now) && !list.includes(node)) list.push(node)
      }
    }
    return `[${list.map((node) => node.record(now)).join()}]`
  }
}

/** As much of a response as is read of it. */
function answerOf(text: string): Response {
  const chunks = [new TextEncoder().encode(text)]
  const read = async (): Promise<{ done: boolean; value: Uint8Array | undefined }> => ({ done: chunks.length === 0, value: chunks.shift() })
  return { status: 200, body: { getReader: () => ({ read }) } } as unknown as Response
}
