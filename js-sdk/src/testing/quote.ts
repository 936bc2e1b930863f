import { base64url } from '../ids.js'

const LENGTH = 47
const TTL = 8
const EFFORT = 27

/** The text of a quote that nobody has signed (section 9 of docs/protocol.md): `effort` in expected hashes of a post, `ttl` in seconds. */
export function quote(effort: number, { ttl = 60, version = 1, algorithm = 1 } = {}): string {
  const bytes = crypto.getRandomValues(new Uint8Array(LENGTH))
  const view = new DataView(bytes.buffer)
  bytes[0] = version
  bytes[1] = algorithm
  view.setUint16(TTL, ttl)
  view.setUint32(EFFORT, effort)
  return base64url(bytes)
}
