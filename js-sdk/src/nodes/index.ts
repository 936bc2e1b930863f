/**
 * The mesh of nodes: what a page knows of it, which nodes a room meets at, and the DHT behind them.
 * @module almenara/nodes
 */
export { nodeBook } from './book.js'
export type { Book, BookOptions } from './book.js'
export { cheaper } from './cheaper.js'
export type { Bencode, Writable } from './bencode.js'
export { dhtGet, dhtPut } from './gateways.js'
export type { DhtContent, DhtItem, DhtName, DhtPut, GatewayOptions } from './gateways.js'
export type { Answered, MeshNode, NodeBook, Outcome } from './ports.js'
export type { NodeStorage } from './storage.js'
export { AlmenaraError } from '../errors.js'
export { Mesh, meshOf } from './meshof.js'
export type { MeshOptions, UsedNode } from './meshof.js'
