import { Cluster } from '../../support/cluster.js'

/** A cluster of one node that belongs to the mesh of those ports: its JGroups port is nobody else's. */
export function operator(port: number, { seeds, ports, effort = 0 }: { seeds: string; ports: readonly number[]; effort?: number }): Cluster {
  const options = { 'nodes-url': `http://127.0.0.1:${port}/`, 'nodes-seeds': seeds, 'nodes-networks': '127.0.0.0/8', 'nodes-ports': ports.join(), 'pow-effort': effort }
  const javaOptions = Object.entries(options).map(([name, value]) => `-Dalmenara.${name}=${value}`).join(' ')
  return new Cluster({ name: `operator-${port}`, port, nodes: 1, javaOptions })
}

/** What a node answers to who asks for JSON. */
export async function json<T>(url: string): Promise<T> {
  const answer = await fetch(url, { headers: { Accept: 'application/json' } })
  return await answer.json() as T
}
