/** What the page goes through that concerns a room. Outside of pages nothing happens. */
export interface PageListener {
  /** The page can be seen again, or the network is back. */
  awake(): void
  /** The page is going away for good. */
  leaving(): void
}

/** Watches the page until the returned function is called. */
export function watchPage(listener: PageListener): () => void {
  const { document } = globalThis as { document?: Document }
  if (!document) return () => {}
  const stop = new AbortController()
  const { signal } = stop
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') listener.awake() }, { signal })
  globalThis.addEventListener('online', () => listener.awake(), { signal })
  // A page that is kept (bfcache) comes back and resumes; one that is not says that it leaves.
  globalThis.addEventListener('pagehide', (event) => { if (!event.persisted) listener.leaving() }, { signal })
  return () => stop.abort()
}
