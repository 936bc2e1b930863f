interface InnerSocket {
  onopen: (() => void) | undefined
  onmessage: ((event: { data: string }) => void) | undefined
  onclose: ((event: object) => void) | undefined
  readonly readyState: number
  send(text: string): void
  close(): void
}

/** A class of WebSockets whose frames, numbered by the client, become any number of others on their way; `opens` hears of every address. */
export function tampered(webSocket: typeof WebSocket, pass: (way: 'up' | 'down', client: number, text: string) => string[], opens: (url: string) => void = () => {}): typeof WebSocket {
  const Inner = webSocket as unknown as new (url: string) => InnerSocket
  let clients = 0
  return class {
    onopen: (() => void) | undefined
    onmessage: ((event: { data: string }) => void) | undefined
    onclose: ((event: object) => void) | undefined
    onerror: (() => void) | undefined
    readonly #client = ++clients
    readonly #inner: InnerSocket

    constructor(url: string) {
      opens(url)
      this.#inner = new Inner(url)
      this.#inner.onopen = () => this.onopen?.()
      this.#inner.onmessage = ({ data }) => { for (const text of pass('down', this.#client, data)) this.onmessage?.({ data: text }) }
      this.#inner.onclose = (event) => this.onclose?.(event)
    }

    get readyState(): number {
      return this.#inner.readyState
    }

    send(text: string): void {
      for (const each of pass('up', this.#client, text)) this.#inner.send(each)
    }

    close(): void {
      this.#inner.close()
    }
  } as unknown as typeof WebSocket
}
