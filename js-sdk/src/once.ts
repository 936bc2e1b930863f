/** Fetches something when it is first needed, and again when that has failed. */
export function once<T>(fetch: () => Promise<T>): () => Promise<T> {
  let fetching: Promise<T> | undefined
  return () => fetching ??= fetch().catch((error) => {
    fetching = undefined
    throw error
  })
}
