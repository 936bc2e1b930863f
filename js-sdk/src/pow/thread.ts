import { type Block, type Search, searchBy, searchInScript, type Target } from './search.js'

/** What a thread is told first. */
export interface Setup {
  /** The compiled module; without it the thread searches in JavaScript. */
  module: WebAssembly.Module | undefined
}

/** What a thread is told to search. */
export interface Errand {
  job: number
  words: Uint32Array
  block: Block
  target: Target
}

/** What it has found, and in how many milliseconds. */
export interface Answer {
  job: number
  block: Block
  nonces: number[]
  took: number
}

/** Something that does errands in the order they come. */
export interface Thread {
  post(errand: Errand): void
  close(): void
}

/** What becomes of a thread. */
export interface ThreadListener {
  answer(answer: Answer): void
  /** It will not answer any more. */
  failed(): void
}

/** The search of this module; JavaScript's where there is none or it does not work. */
export function searchOf({ module }: Setup): Search {
  try {
    return module ? searchBy(module) : searchInScript
  } catch {
    return searchInScript
  }
}

/** Does an errand. */
export function done(search: Search, { job, words, block, target }: Errand): Answer {
  const began = performance.now()
  const nonces = search(words, block, target)
  return { job, block, nonces, took: performance.now() - began }
}

/** No thread at all: each errand is done here, in a task of its own. For where there are no workers. */
export function inline(setup: Setup, listener: ThreadListener): Thread {
  const search = searchOf(setup)
  let open = true
  return {
    post(errand) {
      setTimeout(() => { if (open) listener.answer(done(search, errand)) })
    },
    close() {
      open = false
    },
  }
}
