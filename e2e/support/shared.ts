import { Cluster } from './cluster.js'

/** The cluster of the browser tests: started before the first of them, stopped after the last. Its nodes ask for work, but so little that browsers on the same machine do not make it busy. */
export const cluster = new Cluster({ name: 'browser', port: 18080, javaOptions: '-Dalmenara.pow-effort=16384' })
