/** Event names and the arguments their listeners get. */
export type EventMap = Record<string, unknown[]>

type Listener<A extends unknown[]> = (...args: A) => void

/** Typed events. A listener that throws disturbs nobody else: its error is thrown in a microtask of its own. */
export class Emitter<M extends EventMap> {
  readonly #listeners = new Map<keyof M, Set<Listener<never>>>()

  /** Calls `listener` for every event of that name; the returned function unsubscribes. */
  on<K extends keyof M>(name: K, listener: Listener<M[K]>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
    return () => void listeners.delete(listener)
  }

  emit<K extends keyof M>(name: K, ...args: M[K]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        (listener as Listener<M[K]>)(...args)
      } catch (error) {
        queueMicrotask(() => { throw error })
      }
    }
  }
}
