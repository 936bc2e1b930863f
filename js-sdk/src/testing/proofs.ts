import { base64url } from '../ids.js'
import { sha256 } from '../pow/sha256.js'
import { base32, decode } from '../seal/bytes.js'

/** A challenge that any node may have made: version 1, and zeros. */
export const CHALLENGE = base64url(Uint8Array.of(1, ...new Uint8Array(47)))

/** Bytes of a proof: of who one is, and of knowing the secret of the room too. */
const SIZES = [144, 240]

/** The peer whose proof it is, by its key; the signatures are not checked. */
export function peerOf(proof: unknown): string | undefined {
  const [bytes] = SIZES.flatMap((size) => decode(proof, size) ?? [])
  return bytes && base32(sha256(bytes.subarray(48, 80)), 26)
}
