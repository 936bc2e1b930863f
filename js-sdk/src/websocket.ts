import { decode, encode } from './messages.js'
import type { OpenTransport } from './transport.js'

/** The address of a room for WebSockets: `http` becomes `ws`, `https` becomes `wss`. */
function socketUrl(url: string): string {
  return url.replace(/^http/, 'ws')
}

/** The WebSocket transport: one text frame a message (section 3 of the protocol). */
export function webSocketTransport(WebSocketClass: typeof WebSocket): OpenTransport {
  return (url, opening, listener) => {
    const socket = new WebSocketClass(socketUrl(url))
    let phase: 'live' | 'ended' = 'live'
    const end = (code: number, text: string): void => {
      if (phase === 'ended') return
      phase = 'ended'
      listener.closed({ code, text })
    }
    socket.onopen = () => {
      if (phase === 'ended') return socket.close()
      listener.opened()
      socket.send(encode(opening))
    }
    socket.onmessage = (event: MessageEvent) => {
      if (phase === 'ended') return
      try {
        const message = decode(String(event.data))
        if (message) listener.message(message)
      } catch (error) {
        end(1002, String(error))
        socket.close()
      }
    }
    socket.onclose = (event) => end(event.code, event.reason)
    socket.onerror = () => {}
    return {
      send: (command) => {
        if (socket.readyState === 1) socket.send(encode(command))
      },
      close: () => {
        phase = 'ended'
        // Closing a socket that is still connecting only makes browsers complain; onopen closes it.
        if (socket.readyState === 1) socket.close()
      },
    }
  }
}
