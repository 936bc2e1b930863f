/** A node of the mesh that has a signed record. */
export interface MeshNode {
  /** Its URL without a slash at its end, as `join` takes it. */
  readonly url: string
  /** Its public key: 43 characters of base64url. */
  readonly key: string
}

/** A node has answered. */
export interface Answered {
  /** Milliseconds of the round trip. */
  readonly after: number
  /** The expected hashes that it asked for a post, where that is known. */
  readonly effort?: number | undefined
}

/** How it went with a node: it has answered, or not, or it is not what it says. */
export type Outcome = Answered | 'failed' | 'lied'

/** What a page knows of the nodes of the mesh, and what it learns of them. */
export interface NodeBook {
  /**
   * The nodes for a room, best first, as far as this page knows now: by rendezvous hashing, so that others come to the same order. Nodes that have
   * failed lately come after all others, those that have lied not at all.
   */
  ranked(room: string): Promise<readonly MeshNode[]>
  /** Asks several nodes side by side for better ones until the best are known to each other; gives what is ranked then. Rejects with `unreachable` when no node answers, with `no-mesh` when none of those that answer knows of a mesh: the bootstrap nodes serve as they are then. */
  find(room: string): Promise<readonly MeshNode[]>
  /** Resolves once the node has shown that it has its key, which is remembered for a while; rejects when it does not answer, or can't. */
  prove(node: MeshNode): Promise<void>
  /** Tells how it went with a node. */
  note(node: MeshNode, outcome: Outcome): void
  /** What a node costs: the expected hashes of a post there, times the milliseconds of a round trip; less is better. */
  cost(node: MeshNode): number
}
