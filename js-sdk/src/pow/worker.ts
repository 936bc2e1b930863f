// The worker's script, in browsers and in Node: it is told a Setup, then Errands, and gives an Answer to each.
import { builtin } from './builtin.js'
import { searchInScript } from './search.js'
import { done, type Errand, searchOf, type Setup } from './thread.js'

interface Port {
  addEventListener(type: 'message', listener: (event: { data: Setup | Errand }) => void): void
  postMessage(message: unknown): void
}

const port = builtin('node:worker_threads')?.parentPort as Port | undefined ?? globalThis as unknown as Port
let search = searchInScript

port.addEventListener('message', ({ data }) => {
  if ('job' in data) port.postMessage(done(search, data))
  else search = searchOf(data)
})
