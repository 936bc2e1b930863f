import { isObject } from '../messages.js'

/** How often the price may rise while a credential is being paid for. */
const TRIES = 4

export interface RelayOrder {
  /** The address of the token at a node. */
  readonly url: string
  readonly room: string
  /** The session's token. */
  readonly token: string
  readonly fetch: typeof fetch
  /** Makes the payment that a quote asks. */
  pay(quote: string, body: string): Promise<string>
}

/** Buys a TURN credential (section 7 of docs/protocol.md). No servers where the node has none, or sells none now; rejects when it can't be reached or paid. */
export async function relays({ url, room, token, fetch, pay }: RelayOrder): Promise<RTCIceServer[]> {
  const body = JSON.stringify({ room, token })
  let payment = ''
  for (let tries = 0; tries <= TRIES; tries++) {
    const headers = { 'Content-Type': 'application/json', ...(payment && { Authorization: `PoW ${payment}` }) }
    const response = await fetch(url, { method: 'POST', credentials: 'omit', headers, body })
    const answer: unknown = await response.json()
    if (!isObject(answer)) return []
    if (typeof answer.quote !== 'string') return Array.isArray(answer.iceServers) ? answer.iceServers : []
    payment = await pay(answer.quote, body)
  }
  return []
}
