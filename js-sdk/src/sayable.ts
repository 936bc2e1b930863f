/** A description as plain data. */
export function sayable(description: RTCSessionDescription | null): RTCSessionDescriptionInit {
  return { type: description?.type ?? 'offer', sdp: description?.sdp ?? '' }
}
