import { AlmenaraError } from '../errors.js'

/** The price of one post, signed by a node: what follows from its 47 bytes. */
export interface Quote {
  bytes: Uint8Array
  /** Seconds it is good for. */
  ttl: number
  /** Expected hashes for one post of up to 16 messages and 16 KiB. */
  effort: number
}

const LENGTH = 47
const VERSION = 1
const SHA256 = 1

/** Reads the text of a quote. Its signature is the node's own matter. */
export function readQuote(text: string): Quote {
  const bytes = decode(text)
  if (bytes?.length !== LENGTH) throw new AlmenaraError('bad-message', 'A quote has 63 characters of base64url.')
  if (bytes[0] !== VERSION || bytes[1] !== SHA256) throw new AlmenaraError('bad-message', 'The quote asks for work that this version does not know.')
  const view = new DataView(bytes.buffer)
  return { bytes, ttl: view.getUint16(8), effort: view.getUint32(27) }
}

/** The bytes of a text in base64url, or undefined where it is none. */
export function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0))
}
