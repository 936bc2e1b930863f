/** What is longer than any id of a peer or an offer: secrets and ids of rooms, which let in, and tokens. */
const LONG = /(?:s1\.|~)?[\w-]{40,}/g
const CREDENTIALS = /([a-z][a-z\d+.-]*:\/\/)[^\s/@?#]+@/gi
/** Of web addresses; that of a TURN server says only how it is reached. */
const QUERY = /((?:https?|wss?):\/\/[^\s?#]*)[?#]\S*/gi

const IPV4 = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)/g
const IPV6 = /(?<![\w:.])(?:[\da-f]{0,4}:){2,}[\da-f:.]*[\da-f](?:%\w+)?|(?<![\w:.])(?:[\da-f]{1,4}:)+:(?![\w:])|(?<![\w:.])::(?![\w:])/gi
/** The shape of a peer id: section 1 of the protocol. */
const PEER = /(?<![\w-])[a-z2-7]{26}(?![\w-])/g

/** The text without what must not leave the page: passwords and queries of addresses, and whatever is as long as a secret, a token or the id of a room. */
export function withoutSecrets(text: string): string {
  return text.replace(CREDENTIALS, '$1').replace(QUERY, '$1').replace(LONG, '[secret]')
}

/** What is replaced by numbers. */
export interface Masking {
  /** IP addresses are replaced by `ipv4-1`, `ipv6-1`, and so on. Default `true`. */
  readonly maskAddresses?: boolean | undefined
  /** Peer ids are replaced by `peer-1` and so on. Default `false`. */
  readonly maskIds?: boolean | undefined
}

/** Replaces what names people or machines by numbers, the same for the same wherever it stands. */
export class Mask {
  readonly #addresses: boolean
  readonly #ids: boolean
  readonly #numbers = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  constructor({ maskAddresses = true, maskIds = false }: Masking) {
    this.#addresses = maskAddresses
    this.#ids = maskIds
  }

  /** A copy of a JSON value with every text in it masked. */
  value<T>(value: T): T {
    if (typeof value === 'string') return this.text(value) as T
    if (Array.isArray(value)) return value.map((each) => this.value(each)) as T
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.value(each)])) as T
  }

  text(text: string): string {
    let masked = text
    if (this.#addresses) masked = masked.replace(IPV6, (found) => isIpv6(found) ? this.#name('ipv6', found.toLowerCase()) : found).replace(IPV4, (found) => this.#name('ipv4', found))
    if (this.#ids) masked = masked.replace(PEER, (found) => this.#name('peer', found))
    return masked
  }

  #name(kind: string, found: string): string {
    const known = this.#numbers.get(found)
    if (known !== undefined) return known
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    this.#numbers.set(found, `${kind}-${count}`)
    return `${kind}-${count}`
  }
}

/** Whether the URL standard takes it for one: a time of day has colons as well. */
function isIpv6(text: string): boolean {
  try {
    return new URL(`http://[${text.replace(/%.*/, '')}]`).host !== ''
  } catch {
    return false
  }
}
