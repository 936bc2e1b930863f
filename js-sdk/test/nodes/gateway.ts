import { isSigned, type ItemJson, readItem } from '../../src/nodes/item.js'
import { faults, quote } from '../pow/payment.js'

/** A node that is a gateway to a DHT of its own, as docs/protocol.md has it. */
export class FakeGateway {
  item: ItemJson | undefined
  /** Asks so many hashes for a post. */
  effort = 0
  #price: string | undefined
  copies = 8
  state: 'alive' | 'dead' | 'silent' = 'alive'
  instead: (() => Response) | undefined
  readonly paid: string[] = []
  readonly asked: string[] = []

  async answer(url: URL, init: RequestInit = {}): Promise<Response> {
    this.asked.push(url.pathname)
    if (this.state === 'dead') throw new TypeError('nobody is there')
    if (this.state === 'silent') return new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))))
    if (this.instead) return this.instead()
    return url.pathname === '/dht-get' ? this.#get(url.searchParams) : this.#put(init)
  }

  #get(query: URLSearchParams): Response {
    const { item } = this
    return item && query.get('k') === item.k && query.get('salt') === item.salt ? Response.json(item) : refused(404, 'no-item')
  }

  async #put({ body, headers }: RequestInit): Promise<Response> {
    const authorization = new Headers(headers).get('authorization') ?? ''
    const price = this.#price ??= quote(this.effort)
    if (this.effort > 0) {
      if (!authorization) return refused(401, 'price', { quote: price, action: 5 })
      const wrong = faults(authorization.slice(4), { quote: price, action: 'dht-put', body: String(body) })
      if (wrong.length > 0) return refused(401, 'price', { quote: price, action: 5 })
      this.paid.push(authorization)
    }
    const { cas, ...item } = JSON.parse(String(body)) as ItemJson & { cas?: number }
    if (!(await isSigned(readItem(item)!))) return refused(400, 'bad-message')
    if (cas !== undefined && this.item?.seq !== cas) return refused(409, 'cas-mismatch', { seq: this.item?.seq })
    if (this.item && (this.item.seq > item.seq || (this.item.seq === item.seq && this.item.v !== item.v))) return refused(409, 'seq-too-low', { seq: this.item.seq })
    this.item = item
    return Response.json({ type: 'ok', copies: this.copies })
  }
}

export function refused(status: number, code: string, more: object = {}): Response {
  return Response.json({ type: 'refused', code, message: code, ...more }, { status })
}
