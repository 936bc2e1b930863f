/** Whether the value is a whole number from `least` to `most`. */
export function isWhole(value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
}

/** Whether the value is an array of at most `most` whole numbers from 0 to `highest`. */
export function isWholes(value: unknown, most: number, highest: number): value is number[] {
  return Array.isArray(value) && value.length <= most && value.every((each) => isWhole(each, 0, highest))
}
