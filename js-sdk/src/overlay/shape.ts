import type { Cast, Degree, Move, Scores, Walk } from './frames.js'
import type { Neighbour } from './neighbours.js'

/** Which links there ought to be: what makes an overlay a partial mesh or a star. */
export interface Shape {
  /** Looks at the links, once a round. */
  round(): void
  /** This peer is in the room at the node now. */
  entered(): void
  up(peer: string): void
  /** A link has ended that this end did not close. */
  down(peer: string, begun: Neighbour['begun']): void
  /** A link that was asked for comes to nothing; without a peer: a claim at the entrance. */
  refused(peer: string | undefined): void
  /** Whether a link that another peer begins is welcome; `claimed`: by an offer of this peer's. */
  accepts(claimed: boolean): boolean
  /** A message about links from a neighbour. */
  frame(by: string, frame: Walk | Move | Degree | Scores): void
  /** A broadcast of the overlay's own. */
  cast(cast: Cast): void
}
