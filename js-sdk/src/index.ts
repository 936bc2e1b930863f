/**
 * Rooms of WebRTC peers: `join` is where everything begins.
 * @module almenara
 */
export { join } from './room.js'
export type { Room } from './room.js'
export type { Action, LogEntry, NodeInfo, RoomEvents, RoomInfo, RoomState, StreamOptions } from './events.js'
export type { Asked, PaidAction, WorkInfo } from './purse.js'
export type { Peer, PeerState } from './peer.js'
export type { LeaveReason } from './host.js'
export type { Path } from './path.js'
export type { ChannelStats, Flow, LinkStats, TrackStats } from './stats.js'
export type { Data } from './frames.js'
export type { ContactOptions, Options, PoolOptions } from './options.js'
export type { Contact } from './seal/contacts.js'
export type { Pair } from './seal/webcrypto.js'
export type { Emoji } from './seal/emoji.js'
export type { Backoff } from './backoff.js'
export type { NodeMesh } from './session.js'
export type { TransportName } from './transport.js'
export { AlmenaraError } from './errors.js'
export type { ClientCode, ErrorCode, RefusalCode } from './errors.js'
export { isRoomId, newRoomId, roomIdFor } from './ids.js'
