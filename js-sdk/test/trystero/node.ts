import { type AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

interface Message { readonly type: string; readonly topic: string; readonly payload?: unknown }

/** A node as far as its relay for Trystero goes. Several with one `shared` are a cluster. */
export class RelayNode {
  readonly #server: WebSocketServer
  readonly #shared: Set<RelayNode>
  readonly #topics = new Map<WebSocket, Set<string>>()
  /** What clients have said, as it came. */
  readonly said: Message[] = []
  /** Whether it answers to anything. */
  mute = false

  private constructor(server: WebSocketServer, shared: Set<RelayNode>) {
    this.#server = server
    this.#shared = shared.add(this)
    server.on('connection', (socket) => {
      this.#topics.set(socket, new Set())
      socket.on('message', (data) => this.#take(socket, JSON.parse(String(data)) as Message))
      socket.on('close', () => this.#topics.delete(socket))
    })
  }

  /** Listens at a port of this machine, any that is free unless told. */
  static async open(shared = new Set<RelayNode>(), port = 0): Promise<RelayNode> {
    const server = new WebSocketServer({ host: '127.0.0.1', port })
    await new Promise((listening) => server.once('listening', listening))
    return new RelayNode(server, shared)
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/trystero`
  }

  get connections(): number {
    return this.#topics.size
  }

  get subscriptions(): string[] {
    return [...this.#topics.values()].flatMap((topics) => [...topics]).sort()
  }

  #take(socket: WebSocket, message: Message): void {
    this.said.push(message)
    if (message.type === 'subscribe') this.#topics.get(socket)?.add(message.topic)
    else if (message.type === 'unsubscribe') this.#topics.get(socket)?.delete(message.topic)
    else for (const node of this.#shared) node.#tell(message)
  }

  #tell({ topic, payload }: Message): void {
    if (this.mute) return
    for (const [socket, topics] of this.#topics) if (topics.has(topic)) socket.send(JSON.stringify({ topic, payload }))
  }

  /** Says that to everybody, whatever it is. */
  say(text: string): void {
    for (const socket of this.#topics.keys()) socket.send(text)
  }

  /** Breaks all connections, and takes others. */
  cut(): void {
    for (const socket of this.#topics.keys()) socket.terminate()
  }

  /** It dies: nobody is served any more. */
  async die(): Promise<void> {
    this.#shared.delete(this)
    this.cut()
    await new Promise((closed) => this.#server.close(closed))
  }
}
