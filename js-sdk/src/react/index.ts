/**
 * Hooks for rooms, peers, messages and actions: `useRoom`.
 * @module almenara/react
 */
'use client'

export { useRoom } from './useroom.js'
export { useAction, useMessages, usePeers, useRoomState } from './hooks.js'
export type { MessagesOptions } from './hooks.js'
export type { Received } from './stores.js'
export { AlmenaraError } from '../index.js'
