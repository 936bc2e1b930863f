import type { Clock } from './clock.js'
import { reason } from './errors.js'
import type { OpenTransport, Transport } from './transport.js'

/** Server-sent events and POST; their code is fetched when it is needed, for few networks let no WebSocket through. */
export function eventStreams(fetchFunction: typeof fetch, clock: Clock): OpenTransport {
  return (url, opening, listener) => {
    let transport: Transport | undefined
    let closed = false
    const open = async (): Promise<void> => {
      const { sseTransport } = await import('./sse.js')
      if (!closed) transport = sseTransport(fetchFunction, clock)(url, opening, listener)
    }
    open().catch((error) => { if (!closed) listener.closed({ code: 1006, text: reason(error) }) })
    return {
      send: (command) => transport?.send(command),
      close: () => {
        closed = true
        transport?.close()
      },
    }
  }
}
