/** What the page goes through that concerns a room. Outside of pages nothing happens. */
export interface PageListener {
  /** The page can be seen again, or the network is back. */
  awake(): void
  /** The page is going away for good. */
  leaving(): void
}

/** Watches the page until the signal is aborted. */
export function watchPage(listener: PageListener, signal: AbortSignal): void {
  const { document } = globalThis as { document?: Document }
  if (!document) return
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') listener.awake() }, { signal })
  globalThis.addEventListener('online', () => listener.awake(), { signal })
  // A page that is kept (bfcache) comes back and resumes; one that is not says that it leaves.
  globalThis.addEventListener('pagehide', (event) => { if (!event.persisted) listener.leaving() }, { signal })
}
