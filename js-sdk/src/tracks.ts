import { type Clock, systemClock } from './clock.js'

/**
 * Takes a track of the other end out of its streams when its line has been stopped, and has them tell of it by `removetrack`. Chromium does so by
 * itself, a moment after `ended`; Firefox leaves the ended track where it is (webrtc-pc 4.4.1.5, "process the removal of a remote track").
 */
export function takeOutWhenEnded({ track, streams }: RTCTrackEvent, clock: Clock = systemClock): void {
  track.addEventListener('ended', () => clock.after(0, () => {
    for (const stream of streams) {
      if (!stream.getTracks().includes(track)) continue
      stream.removeTrack(track)
      stream.dispatchEvent(Object.assign(new Event('removetrack'), { track }))
    }
  }))
}
