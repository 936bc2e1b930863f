import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, resolve } from 'node:path'

const SDK = resolve(import.meta.dirname, '../../js-sdk/dist')

const TYPES: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.map': 'application/json' }

/** A site with one empty page, under a policy, and the built SDK below /sdk/; other sites may use its files too. */
export class PageServer {
  readonly #server: Server

  private constructor(policy: string, files: Record<string, string>) {
    this.#server = createServer(async ({ url = '/' }, response) => {
      const headers = { 'Content-Security-Policy': policy, 'Access-Control-Allow-Origin': '*', 'Content-Type': TYPES[extname(url)] ?? 'text/html' }
      try {
        const body = url === '/' ? '<!doctype html><title>a page</title>' : files[url] ?? await readFile(join(SDK, url.replace('/sdk/', '')))
        response.writeHead(200, headers).end(body)
      } catch {
        response.writeHead(404, headers).end()
      }
    })
  }

  /** Listens at a free port of this machine. `files`: more files by their paths. */
  static async open(policy: string, files: Record<string, string> = {}): Promise<PageServer> {
    const server = new PageServer(policy, files)
    await new Promise<void>((listening) => server.#server.listen(0, '127.0.0.1', listening))
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((closed) => this.#server.close(closed))
  }
}
