import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

const REFUSAL = 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'

/** What lies between a page and its node: a network that may refuse WebSockets, or be cut and mended. */
export class Gateway {
  /** What happens to what comes in. */
  mode: 'open' | 'no-websockets' | 'cut' = 'open'
  readonly #target: string
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(target: string) {
    this.#target = target
    this.#server = createServer((socket) => this.#accept(socket))
  }

  /** Listens at a free port of this machine, and passes on to the node. */
  static async to(node: string): Promise<Gateway> {
    const gateway = new Gateway(node)
    await new Promise<void>((resolve) => gateway.#server.listen(0, '127.0.0.1', resolve))
    return gateway
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Ends every connection, and lets no other in until the mode is changed. */
  cut(): void {
    this.mode = 'cut'
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #accept(client: Socket): void {
    this.#keep(client)
    if (this.mode === 'cut') return void client.resetAndDestroy()
    client.once('data', (head) => {
      if (this.mode === 'no-websockets' && /^upgrade: *websocket/im.test(head.toString('latin1'))) return void client.end(REFUSAL)
      const { hostname, port } = new URL(this.#target)
      const node = connect(Number(port), hostname)
      this.#keep(node)
      node.write(head)
      client.pipe(node).pipe(client)
      client.on('close', () => node.destroy())
      node.on('close', () => client.destroy())
    })
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    // A connection that breaks is what this is for.
    socket.on('error', () => socket.destroy())
  }
}
