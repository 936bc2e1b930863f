import { builtin } from './builtin.js'
import { inline, type Answer, type Setup, type Thread, type ThreadListener } from './thread.js'

const MOST_THREADS = 4

/** What the solver takes from where it runs. */
export interface Platform {
  /** How many threads may search at once. */
  readonly threads: number
  /** Milliseconds, of any origin. */
  now(): number
  salt(): Uint8Array
  /** Fetches and compiles the best module that works here; undefined where there is none. */
  compile(): Promise<WebAssembly.Module | undefined>
  /** Starts a thread; throws where that is forbidden. */
  start(setup: Setup, listener: ThreadListener): Thread
  /** Whether there is a page that nobody sees. */
  hidden(): boolean
  /** Calls `changed` whenever `hidden()` may have changed. */
  watch(changed: () => void, signal: AbortSignal): void
}

/** The browser, or Node. */
export const platform: Platform = {
  get threads() {
    const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number; connection?: { saveData?: boolean } } }
    if (navigator?.connection?.saveData) return 1
    const cores = navigator?.hardwareConcurrency ?? builtin('node:os')?.availableParallelism() ?? 1
    return Math.max(1, Math.min(MOST_THREADS, cores - 1))
  },
  now: () => performance.now(),
  salt: () => crypto.getRandomValues(new Uint8Array(8)),
  async compile() {
    // Spelled out, so that bundlers find the files. Where SIMD is unknown the first does not compile.
    const files = [() => new URL('./almenara-pow.simd.wasm', import.meta.url), () => new URL('./almenara-pow.wasm', import.meta.url)]
    for (const file of files) {
      try {
        return await WebAssembly.compile(await bytesAt(file()))
      } catch {
        // The next, or JavaScript: the policy of the page may forbid WebAssembly.
      }
    }
    return undefined
  },
  start(setup, listener) {
    return typeof Worker === 'function' ? webThread(setup, listener) : nodeThread(setup, listener)
  },
  hidden() {
    const { document } = globalThis as { document?: Document }
    return document?.visibilityState === 'hidden'
  },
  watch(changed, signal) {
    const { document } = globalThis as { document?: Document }
    document?.addEventListener('visibilitychange', changed, { signal })
  },
}

/** Not by compileStreaming, which depends on the media type the server gives. */
async function bytesAt(url: URL): Promise<BufferSource> {
  if (url.protocol === 'file:') return await builtin('node:fs/promises')!.readFile(url)
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${response.status}`)
  return await response.arrayBuffer()
}

/** A worker's script has to be of the page's own site: one of another site is imported by a script made here. */
function foreignWorker(url: URL): Worker {
  const script = URL.createObjectURL(new Blob([`import ${JSON.stringify(url.href)}`], { type: 'text/javascript' }))
  try {
    return new Worker(script, { type: 'module' })
  } finally {
    // Its address is resolved by now.
    URL.revokeObjectURL(script)
  }
}

function webThread(setup: Setup, listener: ThreadListener): Thread {
  const url = new URL('./almenara-pow-worker.js', import.meta.url)
  // Spelled out once more, so that bundlers find the worker.
  const worker = url.origin === location.origin ? new Worker(new URL('./almenara-pow-worker.js', import.meta.url), { type: 'module' }) : foreignWorker(url)
  worker.onmessage = ({ data }: MessageEvent<Answer>) => listener.answer(data)
  worker.onerror = () => listener.failed()
  worker.postMessage(setup)
  return { post: (errand) => worker.postMessage(errand), close: () => worker.terminate() }
}

/** A worker of Node keeps the process alive while it has something to do. */
function nodeThread(setup: Setup, listener: ThreadListener): Thread {
  const threads = builtin('node:worker_threads')
  if (!threads) return inline(setup, listener)
  const worker = new threads.Worker(new URL('./almenara-pow-worker.js', import.meta.url))
  let errands = 0
  worker.on('message', (data: Answer) => {
    if (--errands === 0) worker.unref()
    listener.answer(data)
  })
  worker.on('error', () => listener.failed())
  worker.on('exit', () => listener.failed())
  worker.postMessage(setup)
  worker.unref()
  return {
    post(errand) {
      if (errands++ === 0) worker.ref()
      worker.postMessage(errand)
    },
    close: () => void worker.terminate(),
  }
}
