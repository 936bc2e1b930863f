/** What shared state and files use of a peer. */
export interface LinkedPeer {
  /** The id of the peer. */
  readonly id: string
  /** Undefined while there is no link. */
  readonly channel?: {
    /** Bytes that wait to be sent. */
    readonly bufferedAmount: number
  } | undefined
}

/** Messages of one kind in a room. */
export interface RoomAction {
  /** Returns the number of peers it went to. */
  send(data: object, to?: string): number
  /** Listens to those that come; the returned function unsubscribes. */
  on(listener: (data: unknown, peer: LinkedPeer) => void): () => void
}

/** What shared state and files use of a room: a `Room` has all of it. */
export interface LinkedRoom {
  /** The id of this peer, once joined. */
  readonly self: string | undefined
  /** The other members by their ids. */
  readonly peers: ReadonlyMap<string, LinkedPeer>
  /** Unless it is `full`, what one peer says to its neighbours has to be passed on. */
  readonly topology?: 'full' | 'partial' | 'star'
  /** Messages of one kind. */
  action(name: string): RoomAction
  /** Listens to what happens to peers; the returned function unsubscribes. */
  on(event: 'open' | 'close' | 'left', listener: (peer: LinkedPeer) => void): () => void
  /** Listens to the state of the room; the returned function unsubscribes. */
  on(event: 'state', listener: (state: string) => void): () => void
}

/** How many bytes may wait in a data channel before nothing more is put into it. */
export const HIGH_WATER = 262_144

/** Whether the peer's data channel takes more just now. */
export function takesMore(peer: LinkedPeer): boolean {
  return (peer.channel?.bufferedAmount ?? 0) < HIGH_WATER
}
