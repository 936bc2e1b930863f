/**
 * The core of rooms in which not everybody is linked with everybody.
 * @module almenara/overlay
 */
export { Overlay } from './overlay.js'
export type { Topology } from './overlay.js'
export type { Entrance, Links, Ports } from './ports.js'
export type { OverlayFrame } from './frames.js'
export type { Clock } from '../clock.js'
export { createMesh } from './mesh.js'
export { AlmenaraError } from '../errors.js'
