/**
 * A Yjs document that is the same for everybody in a room: `YjsProvider`.
 * @module almenara/yjs
 */
export { YjsProvider } from './provider.js'
export type { YjsEvents, YjsRefused, YjsRefusedReason } from './provider.js'
export type { YjsOptions } from './limits.js'
export type { LinkedPeer, LinkedRoom, RoomAction } from '../data/room.js'
export { AlmenaraError } from '../errors.js'
