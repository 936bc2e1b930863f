import { Lane } from './lane.js'
import type { Links } from './links.js'

export function event(name: string, fields: object = {}): Event {
  return Object.assign(new Event(name), fields)
}

type Outgoing = { data: string | ArrayBuffer; size: number }

/** A data channel whose other end is in the same process: reliable, and in order. */
export class FakeChannel extends EventTarget {
  readonly label: string
  readyState: 'connecting' | 'open' | 'closed' = 'connecting'
  binaryType = 'blob'
  bufferedAmount = 0
  other: FakeChannel | undefined
  readonly sent: unknown[] = []
  readonly #links: Links
  readonly #lane: Lane
  /** What was sent while no packet came through. */
  readonly #held: Outgoing[] = []

  constructor(label: string, links: Links) {
    super()
    this.label = label
    this.#links = links
    this.#lane = new Lane(links.clock, () => links.wait())
  }

  open(): void {
    if (this.readyState !== 'connecting') return
    this.readyState = 'open'
    this.dispatchEvent(event('open'))
  }

  send(data: string | ArrayBufferView): void {
    if (this.readyState !== 'open') throw new DOMException('not open', 'InvalidStateError')
    this.sent.push(data)
    const copy = typeof data === 'string' ? data : new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice().buffer
    const size = typeof copy === 'string' ? new TextEncoder().encode(copy).length : copy.byteLength
    this.bufferedAmount += size
    this.#held.push({ data: copy, size })
    this.flush()
  }

  /** Sends what was held back, once packets come through. */
  flush(): void {
    if (this.#links.path === 'blocked') return
    for (const { data, size } of this.#held.splice(0)) {
      this.#lane.carry(() => {
        this.bufferedAmount -= size
        if (this.other?.readyState === 'open') this.other.dispatchEvent(event('message', { data }))
      })
    }
  }

  close(): void {
    if (this.readyState === 'closed') return
    this.readyState = 'closed'
    this.dispatchEvent(event('close'))
    if (this.#links.path !== 'blocked') this.#lane.carry(() => this.other?.close())
  }
}
