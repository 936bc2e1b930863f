import { Cluster } from '../../support/cluster.js'

export interface OperatorOptions {
  readonly port: number
  /** The ports of all operators of the mesh. */
  readonly ports: readonly number[]
  /** The UDP port of a node of the DHT: all that it knows of others. */
  readonly dht: number
  readonly effort: number
}

/** A cluster of one node that belongs to a mesh: its JGroups port is nobody else's. */
export function operator({ port, ports, dht, effort }: OperatorOptions): Cluster {
  const options = {
    'nodes-url': `http://127.0.0.1:${port}/`,
    'nodes-networks': '127.0.0.0/8',
    'nodes-ports': ports.join(),
    'dht-port': 6881,
    'dht-private': true,
    'dht-bootstrap': `127.0.0.1:${dht}`,
    'pow-effort': effort,
    // However busy the machine is: a price that changes would change the record.
    'pow-most': 1,
  }
  const javaOptions = Object.entries(options).map(([name, value]) => `-Dalmenara.${name}=${value}`).join(' ')
  return new Cluster({ name: `operator-${port}`, port, nodes: 1, javaOptions })
}

/** What a node answers to who asks for JSON. */
export async function json<T>(url: string): Promise<T> {
  const answer = await fetch(url, { headers: { Accept: 'application/json' } })
  return await answer.json() as T
}
