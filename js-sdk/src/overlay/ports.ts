import type { Clock } from '../clock.js'
import type { OverlayFrame } from './frames.js'

/** The links to other peers, as the overlay uses them. What it asks for is answered by `Overlay.up` and `Overlay.refused`, soon or late. */
export interface Links {
  /**
   * Makes a link to the peer by signals that `Overlay.carry` takes along `path`: the peers from this one to that one, both
   * included. The other end asks its overlay whether it `accepts`.
   */
  open(peer: string, path: readonly string[]): void
  /** Closes the link for good; `Overlay.down` is called for it at the other end, and need not be at this one. */
  close(peer: string): void
  /** False when the link takes nothing, for it is down or has too much waiting. */
  send(peer: string, frame: OverlayFrame): boolean
}

/** The room at the node: the only place where peers meet that have no link into the overlay yet. */
export interface Entrance {
  /** Those who are in the room at the node besides this peer; undefined while this peer is not there. */
  readonly members: readonly string[] | undefined
  /** Joins the room at the node, then calls `Overlay.entered`. Nothing happens when that is under way. */
  enter(): void
  /** Leaves the room at the node; the links stand. */
  leave(): void
  /** Keeps so many standing offers, from 0 on, while this peer is there. */
  stand(offers: number): void
  /** Claims an offer of anybody but those, and makes the link; `Overlay.refused` without a peer when that comes to nothing. */
  claim(except: readonly string[]): void
}

/** What the overlay is given. */
export interface Ports {
  /** Time. */
  readonly clock: Clock
  /** A number from 0 up to 1, as `Math.random`. */
  readonly random: () => number
  /** The links to other peers. */
  readonly links: Links
  /** The room at the node. */
  readonly entrance: Entrance
  /** Something was broadcast by `from`, which is what its author says: ids are not signed. */
  delivered(data: string, from: string): void
  /** A signal was carried here along `path`, from its first peer to this one; turned round it is the way back. */
  signal(data: string, path: readonly string[]): void
}
