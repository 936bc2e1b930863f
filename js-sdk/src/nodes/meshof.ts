import { misuse } from '../errors.js'
import type { NodeMesh } from '../session.js'
import { isWhole } from '../data/values.js'
import { type BookOptions, nodeBook } from './book.js'
import type { NodeBook } from './ports.js'
import { MOST_REDUNDANCY, REDUNDANCY } from './roaminglimits.js'
import { Roaming } from './roaming.js'

/** How rooms roam. */
export interface MeshOptions extends BookOptions {
  /** At how many nodes a room is at once, 1 to 4. Default 2: two who know nearly the same nodes share one of them, and one may vanish. */
  readonly redundancy?: number
  /** What is known of the nodes of the mesh. Default: `nodeBook(urls)`. */
  readonly book?: NodeBook
}

/** A node that a room is at, or tries to be at. */
export interface UsedNode {
  /** The URL of the node; several, with commas between, while those that were given serve as they are. */
  readonly url: string
  /** Its public key; undefined while the nodes that were given serve as they are. */
  readonly key: string | undefined
  /** Whether the room is there now, or is to be. */
  readonly state: 'joined' | 'connecting'
  /** Whether this peer's offers stand there, and `room.node` is this one. */
  readonly primary: boolean
}

/** The nodes of a mesh, for `join`. Several rooms may share one. */
export class Mesh implements NodeMesh {
  /** What is known of the nodes. */
  readonly book: NodeBook
  /** Makes the signaling of a room. @hidden */
  readonly roam: NodeMesh['roam']
  readonly #rooms = new Set<Roaming>()

  /** @internal */
  constructor(urls: readonly string[], { redundancy = REDUNDANCY, book, ...options }: MeshOptions) {
    if (urls.length === 0) throw misuse('Name a node by its URL.')
    if (!isWhole(redundancy, 1, MOST_REDUNDANCY)) throw misuse(`Give redundancy as a whole number from 1 to ${MOST_REDUNDANCY}.`)
    this.book = book ?? nodeBook(urls, options)
    this.roam = (make, sealing, time, settings) => {
      const roaming = new Roaming({ make, sealing, time, options: settings, book: this.book, urls, redundancy })
      this.#rooms.add(roaming)
      roaming.on('closed', () => void this.#rooms.delete(roaming))
      return roaming
    }
  }

  /** The nodes that rooms of this mesh are at now, or try to be at, those of each room best first. */
  get nodes(): readonly UsedNode[] {
    return [...this.#rooms].flatMap(({ nodes }) => nodes)
  }
}

/**
 * The nodes of a mesh, begun at the URLs of some of them: `join(meshOf(urls), room)` joins the room at those nodes at which others look for it too, and goes on at the next when
 * they vanish. The URLs need not be those of one operator. Throws `misuse` for what is no URL.
 */
export function meshOf(urls: string | readonly string[], options: MeshOptions = {}): Mesh {
  return new Mesh([urls].flat(), options)
}
