/**
 * Watches the page until the signal is aborted; outside of pages nothing happens. It is awake when it can be seen again, or the
 * network is back, and it is leaving, said more than once, when it goes for good.
 */
export function watchPage(awake: () => void, leaving: () => void, signal: AbortSignal): void {
  const { document } = globalThis as { document?: Document }
  if (!document) return
  const on = <E extends Event>(type: string, told: (event: E) => void, capture?: true): void =>
    addEventListener(type, told as (event: Event) => void, { signal, capture: !!capture })
  const hidden = (event: PageTransitionEvent): void => { if (!event.persisted) leaving() }
  on('visibilitychange', () => { if (!document.hidden) awake() })
  on('online', awake)
  // A page that is kept (bfcache) comes back and resumes; one that is not says that it leaves. Said in both phases, for when a tab
  // is closed Firefox may end the first listener half-way, with nothing to catch.
  on('pagehide', hidden, true)
  on('pagehide', hidden)
}
