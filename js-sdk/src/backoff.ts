/** Milliseconds to wait before the given attempt; the first one after a loss is attempt 0. */
export type Backoff = (attempt: number) => number

const FIRST = 200
const BASE = 300
const CAP = 10_000

/**
 * Full jitter: the first attempt within 200 ms, the next ones anywhere between nothing and a
 * ceiling that starts at 300 ms and doubles up to 10 s, so that a crowd does not come back at once.
 */
export function fullJitter(random: () => number = Math.random): Backoff {
  return (attempt) => random() * (attempt === 0 ? FIRST : Math.min(CAP, BASE * 2 ** (attempt - 1)))
}
