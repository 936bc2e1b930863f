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
  if (!document || typeof globalThis.addEventListener !== 'function') return () => {}
  const visible = (): void => { if (document.visibilityState === 'visible') listener.awake() }
  const online = (): void => listener.awake()
  // A page that is kept (bfcache) comes back and resumes; one that is not says that it leaves.
  const hide = (event: PageTransitionEvent): void => { if (!event.persisted) listener.leaving() }
  document.addEventListener('visibilitychange', visible)
  globalThis.addEventListener('online', online)
  globalThis.addEventListener('pagehide', hide)
  return () => {
    document.removeEventListener('visibilitychange', visible)
    globalThis.removeEventListener('online', online)
    globalThis.removeEventListener('pagehide', hide)
  }
}
