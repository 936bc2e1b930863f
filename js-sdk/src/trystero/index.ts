/**
 * Trystero over nodes of Almenara: its `joinRoom`, on connections that find themselves again when a node dies.
 * @module almenara/trystero
 */
import { createAlmenaraStrategy } from './strategy.js'

const strategy = createAlmenaraStrategy()

/**
 * Joins a room of Trystero by the nodes whose relays `relayConfig.urls` names, such as `wss://node.example.org/trystero`: the nodes of one cluster, or of several. So
 * many of them are connected to at a time as `relayConfig.redundancy` says, 2 unless told; when one is lost, the next one takes its place.
 * Throws an `AlmenaraError` (`misuse`) when no node is named.
 */
export const joinRoom = strategy.joinRoom

/** The WebSockets that there are, by the URLs of the relays. */
export const getRelaySockets = strategy.getRelaySockets

export { selfId } from '@trystero-p2p/core'
export type { JoinRoom, JoinRoomConfig, Room } from '@trystero-p2p/core'
export { AlmenaraError } from '../errors.js'
