import { Cluster } from './cluster.js'

/** The cluster of the browser tests: started before the first of them, stopped after the last. Its nodes ask for work, but little, however busy the machine is. */
export const cluster = new Cluster({ name: 'browser', port: 18080, javaOptions: '-Dalmenara.pow-effort=16384 -Dalmenara.pow-most=1' })
