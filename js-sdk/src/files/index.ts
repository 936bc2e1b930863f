/**
 * Files that are shared by what is in them: `createFiles`.
 * @module almenara/files
 */
export { createFiles } from './files.js'
export type { Files } from './files.js'
export type { FetchOptions, FileRefused, FilesEvents, FilesOptions, ShareOptions } from './options.js'
export type { FileFault, Progress } from './download.js'
export type { FileDescriptor } from './manifest.js'
export type { FileLimits } from './limits.js'
export { indexedDbStore } from './indexeddb.js'
export { memoryStore } from './store.js'
export type { FileStore } from './store.js'
export type { LinkedPeer, LinkedRoom, RoomAction } from '../data/room.js'
export { AlmenaraError } from '../errors.js'
