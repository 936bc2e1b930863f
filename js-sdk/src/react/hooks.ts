import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import type { Action, Data, Peer, Room, RoomState } from '../index.js'
import { messagesStore, peersStore, type Received, stateStore, type Store } from './stores.js'

/** Which messages are kept. */
export interface MessagesOptions {
  /** The action whose messages are wanted. Default: those of `room.send`. */
  readonly action?: string
  /** How many of the last ones are kept, 1 to 10,000. Default 100. */
  readonly limit?: number
}

/** The server has no room: what it renders is what the first render of the page shows. */
function useStore<T>({ subscribe, snapshot }: Store<T>): T {
  return useSyncExternalStore(subscribe, snapshot, snapshot)
}

/** The state of the room; undefined without one. */
export function useRoomState(room: Room | undefined): RoomState | undefined {
  return useStore(useMemo(() => stateStore(room), [room]))
}

/** Every other member of the room, connected or not. Renders when one comes or leaves, or its link opens or closes. */
export function usePeers(room: Room | undefined): readonly Peer[] {
  return useStore(useMemo(() => peersStore(room), [room]))
}

/** The last messages that have come while the component was mounted, the oldest first. Another room, action or limit begins anew. */
export function useMessages<T = unknown>(room: Room | undefined, { action, limit = 100 }: MessagesOptions = {}): readonly Received<T>[] {
  return useStore(useMemo(() => messagesStore<T>(room, action, limit), [room, action, limit]))
}

/** Sends messages of an action, and gives those that come to the listener of the last render. The function stays the same while the room does; without a room it returns 0. */
export function useAction<T extends Data = Data>(room: Room | undefined, name: string, listener?: (data: T, peer: Peer) => void): Action<T>['send'] {
  const latest = useRef(listener)
  useEffect(() => { latest.current = listener })
  useEffect(() => room?.action<T>(name).on((data, peer) => latest.current?.(data, peer)), [room, name])
  return useCallback((data, to) => room?.action<T>(name).send(data, to) ?? 0, [room, name])
}
