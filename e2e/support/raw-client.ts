import { type RawData, WebSocket } from 'ws'

export interface Message { readonly type: string; readonly ref?: string | number; readonly code?: string; readonly [field: string]: unknown }

/** The address of a room at a node, for WebSockets. */
export function socketUrl(node: string, room: string): string {
  return `${node.replace(/^http/, 'ws')}/room/${room}`
}

/** A client that speaks the protocol itself, command by command, and never resumes. */
export class RawClient {
  readonly self: string
  readonly joined: Message
  /** Hears every event that is no answer. */
  heard: (event: Message) => void = () => {}
  readonly #socket: WebSocket
  readonly #waiting: Map<number, (answer: Message) => void>
  #lastRef = 0

  private constructor(socket: WebSocket, joined: Message) {
    this.#socket = socket
    this.joined = joined
    this.self = joined.self as string
    this.#waiting = new Map()
    socket.on('message', (text) => this.#message(JSON.parse(String(text)) as Message))
    socket.on('close', (code) => {
      for (const settle of this.#waiting.values()) settle({ type: 'closed', code: String(code) })
    })
  }

  /** Opens a connection and joins. */
  static join(node: string, room: string): Promise<RawClient> {
    const socket = new WebSocket(socketUrl(node, room))
    return new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('close', (code) => reject(new Error(`closed with ${code}`)))
      socket.once('open', () => socket.send('{"type":"join"}'))
      const answer = (text: RawData): void => {
        const joined = JSON.parse(String(text)) as Message
        if (joined.type === 'challenge') return
        socket.off('message', answer)
        if (joined.type === 'joined') resolve(new RawClient(socket, joined))
        else reject(new Error(String(text)))
      }
      socket.on('message', answer)
    })
  }

  /** The answer to the command: `ok`, `refused`, or `closed` when the connection ended before it. */
  command(type: string, fields: Readonly<Record<string, unknown>> = {}): Promise<Message> {
    const ref = ++this.#lastRef
    return new Promise((resolve) => {
      this.#waiting.set(ref, resolve)
      this.#socket.send(JSON.stringify({ ...fields, type, ref }))
    })
  }

  close(): void {
    this.#socket.close()
  }

  #message(message: Message): void {
    const settle = this.#waiting.get(Number(message.ref))
    if (settle === undefined) return this.heard(message)
    this.#waiting.delete(Number(message.ref))
    settle(message)
  }
}
