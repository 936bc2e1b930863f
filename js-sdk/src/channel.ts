/**
 * The data channel of a link, which both ends make: the one before it offers, the other before it answers. One that the offerer opened in-band (RFC 8832)
 * would be open at the other end first, and what is said there at once may get lost (Chromium 156).
 */
export function openChannel(pc: RTCPeerConnection): RTCDataChannel {
  return pc.createDataChannel('almenara', { negotiated: true, id: 0 })
}

/** The action by which a peer tells what goes with its streams, and how many characters of JSON that takes at most. */
export const MEDIA = 'almenara/media'
export const MOST_METADATA = 4_096
