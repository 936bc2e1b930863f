export { createWorld, fakeStream } from './world.js'
export type { PathKind, World, WorldOptions } from './world.js'
export { AlmenaraError } from '../errors.js'
