import { Cluster } from './cluster.js'

/** The cluster of the browser tests: started before the first of them, stopped after the last. */
export const cluster = new Cluster({ name: 'browser', port: 18080 })
