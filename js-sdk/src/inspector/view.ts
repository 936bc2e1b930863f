import type { Recorder, SnapshotOptions } from './recorder.js'

/** What one tab of the element shows. */
export interface View {
  readonly name: string
  readonly node: HTMLElement
  /** Shows what there is now; called only while the view can be seen. */
  update(recorder: Recorder): void
}

/** Of a snapshot that stays on the page: the rooms alone. */
export const ROOMS: SnapshotOptions = { maskAddresses: false, after: Infinity }
