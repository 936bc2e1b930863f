/** Looks until it is so; throws where it is not within so many milliseconds. */
export async function until(condition, what, patience) {
  const end = performance.now() + patience
  while (!await condition()) {
    if (performance.now() > end) throw new Error(`${what} did not happen within ${patience / 1000} s`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
