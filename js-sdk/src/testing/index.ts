/**
 * A cluster of nodes and the paths among peers, in memory, for the tests of applications: `createWorld`.
 * @module almenara/testing
 */
export { createWorld, fakeStream } from './world.js'
export type { PathKind, World, WorldOptions } from './world.js'
export type { MeshNode, NodeBook, Outcome } from '../nodes/ports.js'
export { AlmenaraError } from '../errors.js'
