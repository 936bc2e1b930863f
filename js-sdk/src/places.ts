import { AlmenaraError } from './errors.js'

/** A connection that was made; `yields` gives it up, where it only waits. */
export type Place = readonly [pc: WeakRef<RTCPeerConnection>, yields: ((pc: RTCPeerConnection) => void) | undefined]

/** Takes those that are closed off the list. A browser tells nobody of connections that their own page has closed. */
function isFull(places: Place[], most: number): boolean {
  const open = places.filter(([pc]) => (pc.deref()?.signalingState ?? 'closed') !== 'closed')
  places.splice(0, places.length, ...open)
  return places.length >= most
}

/** Throws unless fewer than `most` connections are open; for a link those that only wait are given up. */
export function admit(places: Place[], most: number, waits: boolean): void {
  if (!isFull(places, most) || !waits && [...places].some(([place, yields]) => {
    const pc = place.deref()
    if (pc) yields?.(pc)
    return !isFull(places, most)
  })) return
  throw new AlmenaraError('too-many-connections', `this page has ${most} connections, the most that options.maxConnections allows`)
}
