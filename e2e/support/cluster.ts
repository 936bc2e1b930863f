import { execFile, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const REPOSITORY = resolve(import.meta.dirname, '../..')
const RESULTS = resolve(import.meta.dirname, '../test-results')

const execute = promisify(execFile)

/** The quick compiler alone, which halves what the start of a node costs. */
const QUICK = '-XX:TieredStopAtLevel=1'

export interface ClusterOptions {
  /** Names the folders of the cluster: that of its nodes, and that of their logs under test-results. */
  readonly name: string
  /** HTTP port of the first node; those of the others follow at distances of 100. */
  readonly port: number
  readonly nodes?: number
  /** More options for the nodes' JVMs, such as `-Dalmenara.claim-seconds=2`. */
  readonly javaOptions?: string
  /** Whether coturn is started beside the nodes. */
  readonly turn?: boolean
  /** A network namespace that everything runs in, and the nodes' address there. */
  readonly network?: { readonly namespace: string; readonly address: string }
}

/** One node of a cluster on this machine: its addresses and its process. */
export class ClusterNode {
  readonly name: string
  readonly port: number
  readonly url: string
  /** Health and metrics are there. */
  readonly management: string
  readonly #folder: string

  constructor(number: number, address: string, port: number, folder: string) {
    this.name = `node${number}`
    this.port = port
    this.url = `http://${address}:${port}`
    this.management = `http://127.0.0.1:${port + 9990 - 8080}`
    this.#folder = folder
  }

  get pid(): number {
    return Number(readFileSync(join(this.#folder, `${this.name}.pid`), 'utf8'))
  }

  /** A process that has ended may stay in the table of processes as a zombie: it is not alive. */
  get alive(): boolean {
    const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(this.pid)], { encoding: 'utf8' })
    return /^[^Z\s]/.test(stdout)
  }

  /** SIGKILL is a crash; SIGTERM shuts the node down in order. Wait for `alive` to become false. Between SIGSTOP and SIGCONT the node hangs. */
  signal(signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): void {
    process.kill(this.pid, signal)
  }
}

/**
 * A cluster of real nodes on this machine, started and stopped by ./run. An object of this class stands for the cluster
 * of its name and port wherever it is made: the one that starts it need not be the one that uses it.
 */
export class Cluster {
  readonly nodes: readonly ClusterNode[]
  readonly #options: ClusterOptions
  readonly #folder: string

  constructor(options: ClusterOptions) {
    this.#options = options
    this.#folder = resolve(import.meta.dirname, '../target', options.name)
    this.nodes = Array.from({ length: options.nodes ?? 3 }, (_, index) => new ClusterNode(index + 1, options.network?.address ?? '127.0.0.1', options.port + 100 * index, this.#folder))
  }

  get urls(): string[] {
    return this.nodes.map(({ url }) => url)
  }

  /** Resolves when every node answers. What an earlier run that was killed has left is stopped first. */
  async start(): Promise<void> {
    await this.#run('--stop')
    const { port, network, turn } = this.#options
    const bind = network === undefined ? [] : ['--bind', network.address]
    await this.#run('--nodes', String(this.nodes.length), '--port', String(port), ...bind, ...(turn === true ? ['--turn'] : []), '--detach')
  }

  /** Stops the nodes and removes their folder; their logs stay in test-results. */
  async stop(): Promise<void> {
    this.#keepLogs()
    await this.#run('--stop')
  }

  /** After a test that failed Playwright goes on in another worker, with a cluster started anew: its logs stand beside those of the one before. */
  #keepLogs(): void {
    if (!existsSync(this.#folder)) return
    const worker = process.env.TEST_WORKER_INDEX ?? '0'
    const logs = join(RESULTS, 'logs', worker === '0' ? this.#options.name : `${this.#options.name}-${worker}`)
    mkdirSync(logs, { recursive: true })
    for (const file of readdirSync(this.#folder).filter((each) => each.endsWith('.log'))) {
      cpSync(join(this.#folder, file), join(logs, file))
    }
  }

  async #run(...words: string[]): Promise<void> {
    const env = { ...process.env, ALMENARA_RUN: this.#folder, ALMENARA_JAVA_OPTS: `${QUICK} ${this.#options.javaOptions ?? ''}` }
    const within = this.#options.network === undefined ? [] : ['ip', 'netns', 'exec', this.#options.network.namespace]
    const [program, ...rest] = [...within, join(REPOSITORY, 'run'), ...words] as [string, ...string[]]
    const running = execute(program, rest, { env })
    // Tests that are ended while the cluster starts take it with them: ./run stops what it has begun.
    const end = (): void => void running.child.kill('SIGTERM')
    process.once('exit', end)
    try {
      await running
    } catch (error) {
      const { stderr } = error as { stderr?: string }
      throw new Error(`./run ${words.join(' ')} has failed. ${stderr ?? ''}`, { cause: error })
    } finally {
      process.off('exit', end)
    }
  }
}
