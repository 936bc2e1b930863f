/** What shared state and files use of a peer. */
export interface LinkedPeer {
  readonly id: string
  /** Undefined while there is no link. */
  readonly channel?: { readonly bufferedAmount: number } | undefined
}

/** Messages of one kind in a room. */
export interface RoomAction {
  /** Returns the number of peers it went to. */
  send(data: object, to?: string): number
  on(listener: (data: unknown, peer: LinkedPeer) => void): () => void
}

/** What shared state and files use of a room: a `Room` has all of it. */
export interface LinkedRoom {
  readonly self: string | undefined
  readonly peers: ReadonlyMap<string, LinkedPeer>
  /** Unless it is `full`, what one peer says to its neighbours has to be passed on. */
  readonly topology?: 'full' | 'partial' | 'star'
  action(name: string): RoomAction
  on(event: 'open' | 'close' | 'left', listener: (peer: LinkedPeer) => void): () => void
  on(event: 'state', listener: (state: string) => void): () => void
}

/** How many bytes may wait in a data channel before nothing more is put into it. */
export const HIGH_WATER = 262_144

/** Whether the peer's data channel takes more just now. */
export function takesMore(peer: LinkedPeer): boolean {
  return (peer.channel?.bufferedAmount ?? 0) < HIGH_WATER
}
