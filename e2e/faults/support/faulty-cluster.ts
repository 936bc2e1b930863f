import { execFile, spawn, spawnSync } from 'node:child_process'
import { existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from '@playwright/test'
import { Cluster, type ClusterNode } from '../../support/cluster.js'

const REPOSITORY = resolve(import.meta.dirname, '../../..')
const PORT = 21080
const JGROUPS = 7600 - 8080
/** From a signal to the end of the process, and from its start to a whole cluster. */
const PATIENCE = 60_000

/** Seconds that a claim lasts here: long enough for a busy machine, short enough to be waited for. */
export const LEASE = 5

interface Status { readonly cluster: number; readonly serving: boolean; readonly connections: number; readonly 'queue-overflows': number }

/** A cluster whose nodes are killed, shut down, held up and started again. */
export class FaultyCluster {
  readonly #cluster = new Cluster({ name: 'faults', port: PORT, nodes: 3, javaOptions: `-Dalmenara.claim-seconds=${LEASE} -Dalmenara.pow-effort=0` })
  readonly #commands = new Map<ClusterNode, readonly string[]>()

  get nodes(): readonly [ClusterNode, ClusterNode, ClusterNode] {
    return this.#cluster.nodes as readonly [ClusterNode, ClusterNode, ClusterNode]
  }

  get urls(): string[] {
    return this.#cluster.urls
  }

  async start(): Promise<void> {
    await this.#cluster.start()
    for (const node of this.nodes) this.#commands.set(node, commandOf(node.pid))
  }

  stop(): Promise<void> {
    return this.#cluster.stop()
  }

  /** kill -9. */
  async crash(node: ClusterNode): Promise<void> {
    if (node.alive) node.signal('SIGKILL')
    await expect.poll(() => node.alive, { timeout: PATIENCE, intervals: [20] }).toBe(false)
  }

  /** A shutdown in order. */
  async shutDown(node: ClusterNode): Promise<void> {
    node.signal('SIGTERM')
    await expect.poll(() => node.alive, { timeout: PATIENCE, intervals: [50] }).toBe(false)
  }

  /** The node hangs until all others have given it up, and for what is done meanwhile. */
  async holdUp(node: ClusterNode, meanwhile: () => Promise<void>): Promise<void> {
    node.signal('SIGSTOP')
    try {
      for (const other of this.nodes) if (other !== node) await this.sees(other, this.nodes.length - 1)
      await meanwhile()
    } finally {
      node.signal('SIGCONT')
    }
  }

  /** Starts every node that is not alive, with the command it was started with, and waits until all have found each other. */
  async mend(): Promise<void> {
    for (const node of this.nodes) if (!node.alive) this.#startAgain(node)
    for (const node of this.nodes) await this.sees(node, this.nodes.length)
  }

  /** Waits until the node serves in a cluster of that size. */
  async sees(node: ClusterNode, size: number): Promise<void> {
    const look = async (): Promise<unknown> => {
      const { cluster, serving } = await this.status(node)
      return { cluster, serving }
    }
    await expect.poll(() => look().catch(() => 'no answer'), { timeout: PATIENCE, intervals: [100] }).toEqual({ cluster: size, serving: true })
  }

  async status(node: ClusterNode): Promise<Status> {
    const response = await fetch(node.url, { headers: { accept: 'application/json' } })
    return await response.json() as Status
  }

  /** MiB of the node's heap in use after a collection. */
  async heap(node: ClusterNode): Promise<number> {
    const jcmd = join(dirname(this.#command(node)[0] as string), 'jcmd')
    const run = promisify(execFile)
    await run(jcmd, [String(node.pid), 'GC.run'])
    const { stdout } = await run(jcmd, [String(node.pid), 'GC.heap_info'])
    const [, used, unit] = /used (\d+)([KMG])/.exec(stdout) as RegExpExecArray
    return Math.round(Number(used) * { K: 1 / 1024, M: 1, G: 1024 }[unit as 'K' | 'M' | 'G'])
  }

  #command(node: ClusterNode): readonly string[] {
    return this.#commands.get(node) as readonly string[]
  }

  #startAgain(node: ClusterNode): void {
    const [program, ...words] = this.#command(node) as [string, ...string[]]
    const base = words.find((word) => word.startsWith('-Djboss.server.base.dir='))?.split('=')[1] as string
    const log = openSync(`${base}.log`, 'a')
    const hosts = this.nodes.map(({ port }) => `127.0.0.1[${port + JGROUPS}]`).join(',')
    const process_ = spawn(program, words, {
      cwd: REPOSITORY, env: { ...process.env, ALMENARA_HOSTS: hosts }, detached: true, stdio: ['ignore', log, log],
    })
    process_.unref()
    writeFileSync(`${base}.pid`, `${process_.pid}\n`)
  }
}

/** The words of a process' command. Where there is no /proc, none of them may have a space in it. */
function commandOf(pid: number): string[] {
  const words = `/proc/${pid}/cmdline`
  if (existsSync(words)) return readFileSync(words, 'utf8').split('\0').filter((word) => word !== '')
  return spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim().split(' ')
}
