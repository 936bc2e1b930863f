/** What is used of Node's own modules. */
interface Builtins {
  'node:fs/promises': { readFile(url: URL): Promise<Uint8Array<ArrayBuffer>> }
  'node:os': { availableParallelism(): number }
  'node:worker_threads': { Worker: new (url: URL) => NodeWorker; parentPort: unknown }
}

/** A worker of Node. */
export interface NodeWorker {
  on(event: 'message', listener: (data: never) => void): void
  on(event: 'error' | 'exit', listener: () => void): void
  postMessage(message: unknown): void
  ref(): void
  unref(): void
  terminate(): Promise<number>
}

/** A module of Node, or undefined elsewhere. An import would be looked for by bundlers. */
export function builtin<K extends keyof Builtins>(name: K): Builtins[K] | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } }
  return process?.getBuiltinModule?.(name) as Builtins[K] | undefined
}
