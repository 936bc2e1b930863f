import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface, type Interface } from 'node:readline'

const ORACLE = resolve(import.meta.dirname, '../../server-war/src/test/oracle')

/** A DHT of twenty nodes of another program, npm's bittorrent-dht, on 127.0.0.1. */
export class ForeignDht {
  /** The UDP port of one of its nodes, by which others enter. */
  readonly port: number
  readonly #process: ChildProcessWithoutNullStreams
  readonly #answers: AsyncIterator<string>
  readonly #lines: Interface

  private constructor(process: ChildProcessWithoutNullStreams, lines: Interface, answers: AsyncIterator<string>, port: number) {
    this.#process = process
    this.#lines = lines
    this.#answers = answers
    this.port = port
  }

  static async start(): Promise<ForeignDht> {
    const process = spawn('node', ['oracle.mjs'], { cwd: ORACLE })
    process.stderr.pipe(globalThis.process.stderr)
    const lines = createInterface({ input: process.stdout })
    const answers = lines[Symbol.asyncIterator]()
    const first = await answers.next()
    if (first.done === true) throw new Error('the foreign DHT does not start; does `npm ci` in server-war/src/test/oracle work?')
    return new ForeignDht(process, lines, answers, Number(first.value))
  }

  /** A mutable item whose value is a dictionary, as one of its nodes finds and verifies it; nothing in it when there is none. The target is in hexadecimal digits. */
  async get(target: string, salt: string): Promise<{ readonly value?: Readonly<Record<string, unknown>>; readonly seq?: number }> {
    this.#process.stdin.write(`${JSON.stringify({ command: 'get', target, salt })}\n`)
    const answer = await this.#answers.next()
    return JSON.parse(String(answer.value)) as { value?: Record<string, unknown>; seq?: number }
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit')
    this.#process.stdin.end()
    await ended
    this.#lines.close()
  }
}
