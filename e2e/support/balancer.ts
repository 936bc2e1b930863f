import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

const PATIENCE = 1000

/** What stands before a cluster under one address: each connection goes to the first node of the list that serves. */
export class Balancer {
  readonly #nodes: readonly string[]
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(nodes: readonly string[]) {
    this.#nodes = nodes
    this.#server = createServer({ pauseOnConnect: true }, (socket) => void this.#accept(socket))
  }

  /** Listens at a free port of this machine. */
  static async over(nodes: readonly string[]): Promise<Balancer> {
    const balancer = new Balancer(nodes)
    await new Promise<void>((listening) => balancer.#server.listen(0, '127.0.0.1', listening))
    return balancer
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((closed) => this.#server.close(closed))
  }

  async #accept(client: Socket): Promise<void> {
    this.#keep(client)
    const found = await this.#serving()
    if (found === undefined) return void client.destroy()
    const { hostname, port } = new URL(found)
    const node = connect(Number(port), hostname)
    this.#keep(node)
    client.pipe(node).pipe(client)
    client.on('close', () => node.destroy())
    node.on('close', () => client.destroy())
    client.resume()
  }

  async #serving(): Promise<string | undefined> {
    for (const node of this.#nodes) {
      const answer = await fetch(node, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(PATIENCE) }).catch(() => undefined)
      if (answer?.ok === true) return node
    }
    return undefined
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    // A node that is killed breaks its connections, and they are to break here.
    socket.on('error', () => socket.destroy())
  }
}
