import { Cluster } from './cluster.js'

/** The price of a post at the dear node, in expected hashes: the most that the setting takes. */
export const DEAR = 2 ** 20

/** A node that asks for much work, however busy it is. */
export const dear = new Cluster({ name: 'dear', port: 24_080, nodes: 1, javaOptions: `-Dalmenara.pow-effort=${DEAR} -Dalmenara.pow-most=1` })
