/**
 * Messages that are acknowledged and requests with replies, of any size.
 * @module almenara/actions
 */
export { createActions } from './actions.js'
export type { ActionRefused, Actions, ActionsEvents } from './actions.js'
export type { Action, Answer, Arriving, Asker, Failed, Handler, Listener, Origin, PeerName, Received, Replied, RequestOptions, SendOptions, Sent, Targets } from './action.js'
export type { Progress } from './outgoing.js'
export type { ActionFault } from './inbox.js'
export type { ActionLimits } from './limits.js'
export { ActionError } from './errors.js'
export type { LinkedPeer, LinkedRoom, RoomAction } from '../data/room.js'
export { AlmenaraError } from '../errors.js'
