import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export const TEXT = 0x1
export const BINARY = 0x2
export const CLOSE = 0x8

export interface FrameOptions { readonly opcode?: number; readonly final?: boolean; readonly reserved?: number; readonly masked?: boolean }

/** A frame of RFC 6455 as a client sends it, or, by its options, as no client should. */
export function frame(payload: string | Buffer, { opcode = TEXT, final = true, reserved = 0, masked = true }: FrameOptions = {}): Buffer {
  const bytes = Buffer.from(payload as string)
  const mask = masked ? randomBytes(4) : Buffer.alloc(0)
  const first = Buffer.of((final ? 0x80 : 0) | reserved << 4 | opcode)
  const body = masked ? bytes.map((byte, index) => byte ^ (mask[index % 4] as number)) : bytes
  return Buffer.concat([first, length(bytes.length, masked), mask, body])
}

function length(bytes: number, masked: boolean): Buffer {
  const bit = masked ? 0x80 : 0
  if (bytes < 126) return Buffer.of(bit | bytes)
  const long = bytes > 0xffff
  const buffer = Buffer.alloc(long ? 9 : 3)
  buffer[0] = bit | (long ? 127 : 126)
  if (long) buffer.writeBigUInt64BE(BigInt(bytes), 1)
  else buffer.writeUInt16BE(bytes, 1)
  return buffer
}

interface Heard { readonly opcode: number; readonly payload: Buffer }

/** A TCP connection to a node that sends what it likes and reads only when it is told to. */
export class RawSocket {
  readonly socket: Socket
  /** True when the node has ended the connection. */
  ended = false
  #bytes = Buffer.alloc(0)
  #body = 0

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk) => { this.#bytes = Buffer.concat([this.#bytes, chunk]) })
    socket.on('error', () => {})
    for (const end of ['end', 'close']) socket.on(end, () => { this.ended = true })
  }

  static open(node: string): Promise<RawSocket> {
    const { hostname, port } = new URL(node)
    const socket = connect(Number(port), hostname)
    return new Promise((resolve, reject) => {
      socket.once('error', reject)
      socket.once('connect', () => resolve(new RawSocket(socket)))
    })
  }

  /** A WebSocket whose handshake is done. */
  static async upgraded(node: string, room: string): Promise<RawSocket> {
    const key = randomBytes(16).toString('base64')
    return await RawSocket.#asked(node, room, `Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13`)
  }

  /** A stream of server-sent events whose headers have come. */
  static async stream(node: string, room: string): Promise<RawSocket> {
    return await RawSocket.#asked(node, room, 'Accept: text/event-stream')
  }

  static async #asked(node: string, room: string, headers: string): Promise<RawSocket> {
    const raw = await RawSocket.open(node)
    raw.socket.write(`GET /room/${room} HTTP/1.1\r\nHost: ${new URL(node).host}\r\n${headers}\r\n\r\n`)
    await raw.until(() => raw.#bytes.includes('\r\n\r\n'))
    raw.#body = raw.#bytes.indexOf('\r\n\r\n') + 4
    return raw
  }

  write(bytes: Buffer | string): void {
    this.socket.write(bytes)
  }

  /** Joins and waits for `joined`; the handshake has been done. */
  async join(): Promise<void> {
    this.write(frame('{"type":"join"}'))
    await this.until(() => this.texts().some((text) => text.includes('"joined"')))
  }

  /** Takes no byte from here on, so that everything the node sends piles up. */
  stopReading(): void {
    this.socket.pause()
  }

  readOn(): void {
    this.socket.resume()
  }

  /** Resolves when it is so, which is looked at after every byte that comes, or when the node has ended the connection. */
  until(so: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!so() && !this.ended) return
        for (const event of ['data', 'end', 'close']) this.socket.off(event, look)
        resolve()
      }
      for (const event of ['data', 'end', 'close']) this.socket.on(event, look)
      look()
    })
  }

  /** Resolves when the node has ended the connection. */
  end(): Promise<void> {
    return this.until(() => this.ended)
  }

  /** The whole frames that the node has sent. */
  frames(): Heard[] {
    const heard: Heard[] = []
    let at = this.#body
    while (at + 2 <= this.#bytes.length) {
      const short = (this.#bytes[at + 1] as number) & 0x7f
      const head = short < 126 ? 2 : short === 126 ? 4 : 10
      if (at + head > this.#bytes.length) break
      const size = short < 126 ? short : short === 126 ? this.#bytes.readUInt16BE(at + 2) : Number(this.#bytes.readBigUInt64BE(at + 2))
      if (at + head + size > this.#bytes.length) break
      heard.push({ opcode: (this.#bytes[at] as number) & 0xf, payload: this.#bytes.subarray(at + head, at + head + size) })
      at += head + size
    }
    return heard
  }

  texts(): string[] {
    return this.frames().filter(({ opcode }) => opcode === TEXT).map(({ payload }) => payload.toString())
  }

  /** The close code that the node gave, if it gave one. */
  closeCode(): number | undefined {
    const payload = this.frames().find(({ opcode }) => opcode === CLOSE)?.payload
    return payload === undefined || payload.length < 2 ? undefined : payload.readUInt16BE(0)
  }

  destroy(): void {
    this.socket.destroy()
  }
}
