const LONGEST = 255
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
/** The last label begins with a letter, or it would be (part of) an address. */
const HOST = `(?:(?:${LABEL}\\.)*(?=[a-z])${LABEL}|\\d+(?:\\.\\d+){3}|\\[[0-9a-f:]+\\])`
const FORM = new RegExp(`^https?://${HOST}(?::[1-9]\\d*)?/(?:[\\w~-][\\w.~-]*/)*$`)
/** IPv4 in the clothes of IPv6. */
const MAPPED = /^https?:\/\/\[::ffff:/

/** Whether that is the URL of a node in the one way to write it (section 11 of the protocol). */
export function isNodeUrl(text: string): boolean {
  if (text.length > LONGEST || !FORM.test(text) || MAPPED.test(text)) return false
  try {
    return new URL(text).href === text
  } catch {
    return false
  }
}

/** As `join` takes it. */
export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
