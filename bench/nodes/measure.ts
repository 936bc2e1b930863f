// A thousand nodes that come and go, and rooms whose members look for the same ones: the SDK's own list, look-ups and ranking on a network that is not real.
import { course, type Course, type Setting } from '../../js-sdk/test/nodes/simulation/course.js'

const SETTING: Setting = { nodes: 1_000, life: 2, hostile: 0, near: true, rooms: 100, killed: 2, ranked: 0, seed: 1 }

/** The courses of the table and the plot, by their names. */
export const courses: readonly { readonly name: string; run(): Promise<Course> }[] = [
  { name: 'usual', run: () => course({ ...SETTING, ranked: 5_000 }) },
  { name: 'one node of ten hostile', run: () => course({ ...SETTING, hostile: 0.1 }) },
  { name: 'nodes live for half an hour', run: () => course({ ...SETTING, life: 0.5, rooms: 50 }) },
  { name: 'no list for a room', run: () => course({ ...SETTING, near: false, rooms: 25 }) },
]
