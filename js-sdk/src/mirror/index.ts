/**
 * A copy of a shared map in a node's table, for those who come when nobody is there: `mirrorState`.
 * @module almenara/mirror
 */
export { Mirror, mirrorState } from './mirror.js'
export type { MirrorEvents, MirrorOptions, MirroredState } from './mirror.js'
export { AlmenaraError } from '../errors.js'
