import { isWhole } from '../data/values.js'
import { AlmenaraError, type Peer, type Room } from '../index.js'

/** What `useSyncExternalStore` reads: the snapshot stays the same until something has changed. */
export interface Store<T> {
  readonly subscribe: (changed: () => void) => () => void
  readonly snapshot: () => T
}

/** A message and the peer that has sent it. */
export interface Received<T> {
  /** What was sent. */
  readonly data: T
  /** Who has sent it. */
  readonly peer: Peer
}

const NOTHING: readonly never[] = []
const MOST = 10_000

/** Calls `changed` for each of these events, until it is ended. */
function listen(room: Room | undefined, events: readonly ('state' | 'peer' | 'contact' | 'open' | 'close' | 'left')[], changed: () => void): () => void {
  const offs = events.map((name) => room?.on(name, () => changed()))
  return () => { for (const off of offs) off?.() }
}

export function stateStore(room: Room | undefined): Store<Room['state'] | undefined> {
  return { subscribe: (changed) => listen(room, ['state'], changed), snapshot: () => room?.state }
}

/** What a peer is shown by. */
const looks = ({ state, contact }: Peer): string => `${state} ${contact}`

/** The peers; another array when one has come, gone, got another state, or proven who it is. */
export function peersStore(room: Room | undefined): Store<readonly Peer[]> {
  let peers: readonly Peer[] = NOTHING
  let shown: readonly string[] = NOTHING
  return {
    subscribe: (changed) => listen(room, ['peer', 'contact', 'open', 'close', 'left', 'state'], changed),
    snapshot: () => {
      const now = [...room?.peers.values() ?? []]
      if (now.length !== peers.length || now.some((peer, index) => peer !== peers[index] || looks(peer) !== shown[index])) {
        peers = now
        shown = now.map(looks)
      }
      return peers
    },
  }
}

/** The last messages since it was first subscribed to: those of an action, or of `send`. */
export function messagesStore<T>(room: Room | undefined, action: string | undefined, limit: number): Store<readonly Received<T>[]> {
  if (!isWhole(limit, 1, MOST)) throw new AlmenaraError('misuse', `Give limit as a whole number from 1 to ${MOST}.`)
  let messages: readonly Received<T>[] = NOTHING
  return {
    subscribe: (changed) => {
      const take = (data: unknown, peer: Peer): void => {
        messages = [...messages, { data: data as T, peer }].slice(-limit)
        changed()
      }
      return (action === undefined ? room?.on('message', take) : room?.action<unknown>(action).on(take)) ?? (() => {})
    },
    snapshot: () => messages,
  }
}
