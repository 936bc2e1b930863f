import { reason } from './errors.js'
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
    socket.onopen = () => {
      listener.opened()
      // Empty: the proof takes the challenge of the node, and comes as a command.
      if (opening.proof !== '') socket.send(encode(opening))
    }
    socket.onmessage = (event: MessageEvent) => {
      try {
        const message = decode(String(event.data))
        if (message) listener.message(message)
      } catch (error) {
        listener.closed({ code: 1002, text: reason(error) })
      }
    }
    socket.onclose = (event) => listener.closed({ code: event.code, text: event.reason })
    socket.onerror = () => {}
    return {
      send: (command) => {
        if (socket.readyState === 1) socket.send(command.text)
      },
      close: () => {
        socket.onopen = socket.onmessage = socket.onclose = null
        socket.close()
      },
    }
  }
}
