/** A controller that the signal aborts, too; aborted itself, it lets go of the signal. What `AbortSignal.any` would do, which Safari has since 17.4 only. */
export function endingWith(signal: AbortSignal | null | undefined): AbortController {
  const ending = new AbortController()
  const end = (): void => ending.abort(signal?.reason)
  if (signal?.aborted) end()
  else signal?.addEventListener('abort', end, { signal: ending.signal })
  return ending
}
