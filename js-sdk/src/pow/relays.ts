import { endingWith } from '../ending.js'
import { isObject } from '../messages.js'
import type { Relays } from '../purse.js'

/** How often the price may rise while a credential is being paid for. */
const TRIES = 4
/** Milliseconds within which the node has to answer. */
const ANSWER_WITHIN = 10_000
/** Seconds that a credential is good when the node does not say. */
const USUAL_LIFE = 600

export interface RelayOrder {
  /** The address of the token at a node. */
  readonly url: string
  readonly room: string
  /** The session's token. */
  readonly token: string
  readonly fetch: typeof fetch
  /** Ends the purchase. */
  readonly signal: AbortSignal
  /** Makes the payment that a quote asks. */
  pay(quote: string, body: string): Promise<string>
}

/** Buys a TURN credential (section 7 of docs/protocol.md). No servers where the node has none, or sells none now; rejects when it can't be reached or paid. */
export async function relays({ url, room, token, fetch, signal, pay }: RelayOrder): Promise<Relays> {
  const body = JSON.stringify({ room, token })
  let payment = ''
  for (let tries = 0; tries <= TRIES; tries++) {
    const headers = { 'Content-Type': 'application/json', ...(payment && { Authorization: `PoW ${payment}` }) }
    const answer = await ask(fetch, url, { method: 'POST', credentials: 'omit', headers, body, signal })
    if (!isObject(answer)) break
    if (typeof answer.quote !== 'string') {
      const servers = Array.isArray(answer.iceServers) ? answer.iceServers.filter(isRelay) : []
      return { servers, ttl: Number(answer.ttl) > 0 ? Number(answer.ttl) : USUAL_LIFE }
    }
    payment = await pay(answer.quote, body)
  }
  return { servers: [], ttl: 0 }
}

/** The JSON of the answer, within the time. */
async function ask(fetch: RelayOrder['fetch'], url: string, { signal, ...init }: RequestInit): Promise<unknown> {
  const ending = endingWith(signal)
  const late = setTimeout(() => ending.abort(new DOMException('The node did not answer in time.', 'TimeoutError')), ANSWER_WITHIN)
  try {
    return await (await fetch(url, { ...init, signal: ending.signal })).json()
  } finally {
    clearTimeout(late)
    ending.abort()
  }
}

/** A connection refuses a configuration with anything else, and with it everything. */
function isRelay(server: unknown): server is RTCIceServer {
  if (!isObject(server) || typeof server.username !== 'string' || typeof server.credential !== 'string') return false
  const urls: unknown[] = [server.urls].flat()
  return urls.length > 0 && urls.every((url) => typeof url === 'string' && /^turns?:[\w.:[\]-]+(\?transport=(udp|tcp))?$/.test(url))
}
