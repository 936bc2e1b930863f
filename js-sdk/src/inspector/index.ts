/**
 * What rooms do, recorded and shown: `Recorder`, and the element `<almenara-inspector>`, which importing this defines.
 * @module almenara/inspector
 */
import { define } from './element.js'

export { define, InspectorElement } from './element.js'
export { Recorder } from './recorder.js'
export type { SnapshotOptions } from './recorder.js'
export type { RecorderOptions } from './limits.js'
export type { Masking } from './redact.js'
export type { Filter, Timeline } from './timeline.js'
export type { Entry, Kind, PathSnapshot, PeerSnapshot, Recording, RoomSnapshot, Traffic } from './recording.js'
export { AlmenaraError } from '../errors.js'

define()
