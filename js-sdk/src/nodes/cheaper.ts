import type { MeshNode, NodeBook } from './ports.js'

/**
 * Of two nodes drawn at random the one that costs less; undefined of none. A node that says it costs nothing gets no more than two of N clients by that. For what
 * peers need not meet at: relays, gateways.
 */
export function cheaper(nodes: readonly MeshNode[], cost: NodeBook['cost'], random: () => number = Math.random): MeshNode | undefined {
  const first = Math.floor(random() * nodes.length)
  const second = (first + 1 + Math.floor(random() * (nodes.length - 1))) % nodes.length
  const [one, other] = [nodes[first], nodes[second]]
  return one && other && cost(other) < cost(one) ? other : one
}

/** So many different nodes, or all, each drawn in this way. */
export function cheap(nodes: readonly MeshNode[], count: number, cost: NodeBook['cost'], random?: () => number): MeshNode[] {
  const left = [...nodes]
  const drawn: MeshNode[] = []
  while (drawn.length < count && left.length > 0) {
    const next = cheaper(left, cost, random) as MeshNode
    left.splice(left.indexOf(next), 1)
    drawn.push(next)
  }
  return drawn
}
