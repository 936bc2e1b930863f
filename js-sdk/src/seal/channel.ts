import { base64url } from '../ids.js'
import { type Bytes, decode, field, joined, label, utf8 } from './bytes.js'
import { SealError } from './errors.js'
import { fingerprintOf } from './link.js'
import { hmac, hmacKey, subtle } from './webcrypto.js'

/** Both ends of a link that stands, as this peer sees them. */
export interface Ends {
  /** The id of this peer. */
  readonly self: string
  /** The id of the other one. */
  readonly peer: string
  /** The descriptions that the connection has: `pc.localDescription.sdp`, `pc.remoteDescription.sdp`. */
  readonly local: string
  /** That of the other end. */
  readonly remote: string
}

/** What the sender says about the link: it comes first, so that it does not serve as what the other end says. */
function said(from: string, to: string, own: string, other: string): Bytes {
  return joined(label('seal-channel'), utf8(from), utf8(to), field(fingerprintOf(own)), field(fingerprintOf(other)))
}

/** What proves, as the first message of each end over the data channel, that both ends see the same link. */
export interface Channel {
  /** The first message of this end: 43 characters that only this end of this link can have made. */
  mac(ends: Ends): Promise<string>
  /** Checks the first message of the other end; rejects with a `SealError` when it is that of another link, or this end's own. */
  check(ends: Ends, text: unknown): Promise<void>
}

/** By a key of 32 bytes that both ends have and nobody else. */
export function channelOf(bytes: Bytes): Channel {
  const key = hmacKey(bytes)
  return {
    async mac({ self, peer, local, remote }) {
      return base64url(await hmac(await key, said(self, peer, local, remote)))
    },
    async check({ self, peer, local, remote }, text) {
      const mac = decode(text, 32)
      if (!mac) throw new SealError('malformed', 'the first message of a link')
      if (!await subtle().verify('HMAC', await key, mac, said(peer, self, remote, local))) throw new SealError('forged', 'the first message of a link')
    },
  }
}
