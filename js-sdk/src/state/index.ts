/**
 * Maps that all members of a room share: `shareState`.
 * @module almenara/state
 */
export { shareState } from './state.js'
export type { Refused, SetOptions, SharedState, StateEvents } from './state.js'
export { Replica } from './replica.js'
export type { Change, ChangeCause } from './replica.js'
export type { Entry, RefusedReason, WireEntry } from './entry.js'
export type { Limits, StateOptions } from './limits.js'
export type { LinkedPeer, LinkedRoom, RoomAction } from '../data/room.js'
export { AlmenaraError } from '../errors.js'
