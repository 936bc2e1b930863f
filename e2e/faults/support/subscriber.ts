import { WebSocket } from 'ws'

/** The close of a connection: when, and by which code. */
export interface Closing { readonly time: number; readonly code: number }

/** A client of y-webrtc's signaling without a page: it subscribes to a topic, counts what it hears, and connects again when it is closed, as the stock client does. */
export class Subscriber {
  readonly closings: Closing[] = []
  heard: unknown[] = []
  readonly #url: string
  readonly #topic: string
  #socket: WebSocket
  #ended = false

  constructor(origin: string, topic: string) {
    this.#url = `${origin.replace(/^http/, 'ws')}/y-webrtc`
    this.#topic = topic
    this.#socket = this.#connect()
  }

  /** Says nothing while there is no connection. */
  publish(data: unknown): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type: 'publish', topic: this.#topic, data }))
  }

  close(): void {
    this.#ended = true
    this.#socket.terminate()
  }

  #connect(): WebSocket {
    const socket = new WebSocket(this.#url)
    socket.on('open', () => socket.send(JSON.stringify({ type: 'subscribe', topics: [this.#topic] })))
    socket.on('message', (frame) => this.heard.push((JSON.parse(String(frame)) as { data: unknown }).data))
    // The close that follows is what counts.
    socket.on('error', () => {})
    socket.on('close', (code) => {
      this.closings.push({ time: Date.now(), code })
      if (!this.#ended) this.#socket = this.#connect()
    })
    return socket
  }
}
