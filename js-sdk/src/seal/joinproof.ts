import { base64url } from '../ids.js'
import { type Bytes, decode, joined, label, same, utf8 } from './bytes.js'
import type { Signer } from './ed25519.js'
import { SealError } from './errors.js'
import type { Identity } from './identity.js'
import { sha256 } from './webcrypto.js'

/** A challenge: version 1, seconds u32, 11 random bytes, 16 of the SHA-256 of the node's host (zeros: any), 16 of its MAC. */
const CHALLENGE = 48
const HOST = 16
const HOST_SIZE = 16

/** What is proved to a node. */
export interface Joining {
  /** The challenge of the node: 64 characters. */
  readonly challenge: string
  /** The host of the URL that was called, with its port unless that is the usual one, as `URL.host` has it. */
  readonly host: string
  /** The 32 bytes of the room id. */
  readonly room: Bytes
  readonly identity: Identity
  /** The key pair of the room; absent: only the peer id is proved. */
  readonly signer?: Signer | undefined
}

/**
 * The proof that goes with a join: challenge, peer key and its signature; and for a room with a secret the room key and its own.
 * Rejects with `elsewhere` when the challenge is for a node of another host: this one only passes it on.
 */
export async function joinProof({ challenge, host, room, identity, signer }: Joining): Promise<string> {
  const bytes = decode(challenge, CHALLENGE)
  if (bytes?.[0] !== 1) throw new SealError('malformed', 'the challenge')
  const named = bytes.subarray(HOST, HOST + HOST_SIZE)
  const called = (await sha256(utf8(host.toLowerCase()))).subarray(0, HOST_SIZE)
  if (named.some((byte) => byte !== 0) && !same(named, called)) throw new SealError('elsewhere', 'the challenge')
  const parts = [bytes, identity.key, await identity.sign(label('seal-peer'), bytes, room)]
  if (signer) parts.push(signer.key, await signer.sign(label('seal-join'), bytes, room, identity.key))
  return base64url(joined(...parts))
}
