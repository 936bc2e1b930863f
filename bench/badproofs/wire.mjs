// A WebSocket as a client has it (RFC 6455), over a socket that leaves from an address of one's choice.
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'

const TEXT = 0x81
const CLOSE = 0x8
const PING = 0x9
const PONG = 0x8a

/** The frame of a client with that payload. The mask is zeros, which is a mask as well, and costs nothing to apply. */
export function frame(payload, head = TEXT) {
  const bytes = Buffer.from(payload)
  const long = bytes.length > 125
  const start = Buffer.alloc(long ? 8 : 6)
  start[0] = head
  start[1] = 0x80 | (long ? 126 : bytes.length)
  if (long) start.writeUInt16BE(bytes.length, 2)
  return Buffer.concat([start, bytes])
}

/** Opens a room at a node; what comes goes to the listener: text(string) and closed(code). */
export class Wire {
  /** Bytes that the socket has not taken yet. */
  get waiting() {
    return this.#socket.writableLength
  }

  open = false
  #socket
  #bytes = Buffer.alloc(0)
  #listener

  constructor(node, room, localAddress, listener) {
    const { hostname, port } = new URL(node)
    this.#listener = listener
    this.#socket = connect({ host: hostname, port: Number(port), localAddress, noDelay: true })
    this.#socket.on('connect', () => this.#socket.write(`GET /room/${room} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n`
      + `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`))
    this.#socket.on('data', (chunk) => this.#take(chunk))
    this.#socket.on('error', () => {})
    this.#socket.on('close', () => this.end(1006))
  }

  send(frames) {
    this.#socket.write(frames)
  }

  end(code) {
    if (!this.#listener) return
    const listener = this.#listener
    this.#listener = undefined
    this.open = false
    this.#socket.destroy()
    listener.closed(code)
  }

  #take(chunk) {
    this.#bytes = this.#bytes.length ? Buffer.concat([this.#bytes, chunk]) : chunk
    if (!this.open && !this.#answered()) return
    for (let next; this.#listener && (next = this.#next());) {
      if (next.kind === CLOSE) this.end(next.payload.length > 1 ? next.payload.readUInt16BE() : 1005)
      else if (next.kind === PING) this.send(frame(next.payload, PONG))
      else this.#listener.text(next.payload)
    }
  }

  #answered() {
    const end = this.#bytes.indexOf('\r\n\r\n')
    if (end < 0) return false
    if (!this.#bytes.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) {
      this.end(1006)
      return false
    }
    this.#bytes = this.#bytes.subarray(end + 4)
    this.open = true
    return true
  }

  #next() {
    const bytes = this.#bytes
    if (bytes.length < 2) return undefined
    const short = bytes[1] & 0x7f
    const start = short < 126 ? 2 : short === 126 ? 4 : 10
    if (bytes.length < start) return undefined
    const size = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
    if (bytes.length < start + size) return undefined
    this.#bytes = bytes.subarray(start + size)
    return { kind: bytes[0] & 0xf, payload: bytes.subarray(start, start + size) }
  }
}

/** A room where nobody has been. */
export const newRoom = () => randomBytes(32).toString('base64url')
