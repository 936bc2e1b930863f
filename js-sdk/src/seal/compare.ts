import { AlmenaraError } from '../errors.js'
import type { RoomEvents } from '../events.js'
import type { Peer } from '../peer.js'
import { EmojiCheck } from './check.js'
import type { Emoji } from './emoji.js'
import { platform } from './webcrypto.js'

/** One comparison a link: more would be more chances for whoever sits in the middle. */
const checks = new WeakMap<RTCPeerConnection, EmojiCheck>()

/** Tells the application what becomes of a comparison, whichever end has begun it. */
export type Tell = <K extends 'emoji' | 'error'>(name: K, ...args: RoomEvents[K]) => void

/** Begins the comparison of a link, or takes in what the other end has sent for it. @hidden */
export async function compare(peer: Peer, self: string, tell: Tell, text?: string): Promise<readonly Emoji[]> {
  const { connection, channel, state } = peer
  if (!connection || channel?.readyState !== 'open' || state === 'connecting') throw new AlmenaraError('unavailable', 'There is no link whose ends could be compared.')
  const check = checks.get(connection) ?? begin(peer, self, tell)
  if (text === undefined) check.begin()
  else await check.hear(text)
  return check.emoji
}

function begin(peer: Peer, self: string, tell: Tell): EmojiCheck {
  const [pc, channel] = [peer.connection as RTCPeerConnection, peer.channel as RTCDataChannel]
  const check = new EmojiCheck({
    ends: { self, peer: peer.id, local: pc.localDescription?.sdp ?? '', remote: pc.remoteDescription?.sdp ?? '' },
    means: platform,
    send: (text) => channel.send(JSON.stringify({ check: text })),
  })
  checks.set(pc, check)
  check.emoji.then((emoji) => tell('emoji', emoji, peer), (error) => tell('error', error))
  return check
}
