import type { World } from './world.js'

/** Who is linked with whom, both ends alive. */
export type Graph = ReadonlyMap<string, readonly string[]>

export function graphOf(world: World): Graph {
  return new Map(world.alive.map(({ id, overlay }) => [id, overlay.linked.filter((peer) => world.peers.get(peer)?.overlay.linked.includes(id))]))
}

/** Links to all that can be reached, by how many steps. */
export function distances(graph: Graph, from: string): number[] {
  const seen = new Set([from])
  const counts: number[] = []
  for (let ring = [from]; ring.length > 0;) {
    counts.push(ring.length)
    const next: string[] = []
    for (const peer of ring) for (const other of graph.get(peer) ?? []) if (!seen.has(other)) next.push(seen.add(other) && other)
    ring = next
  }
  return counts
}

/** The sizes of the connected parts, the largest first. */
export function parts(graph: Graph): number[] {
  const left = new Set(graph.keys())
  const sizes: number[] = []
  for (const peer of graph.keys()) {
    if (!left.delete(peer)) continue
    let size = 1
    for (const ring = [peer]; ring.length > 0;) {
      for (const other of graph.get(ring.pop() as string) ?? []) if (left.delete(other)) size += ring.push(other) && 1
    }
    sizes.push(size)
  }
  return sizes.sort((one, other) => other - one)
}

/** The longest of the shortest ways from some peers to all, and the mean of those ways. */
export function diameter(graph: Graph, samples: number, random: () => number): { most: number; mean: number } {
  const peers = [...graph.keys()]
  let [most, sum, count] = [0, 0, 0]
  for (let sample = 0; sample < samples; sample++) {
    const rings = distances(graph, peers[Math.floor(random() * peers.length)] as string)
    most = Math.max(most, rings.length - 1)
    rings.forEach((size, steps) => { sum += size * steps; count += steps > 0 ? size : 0 })
  }
  return { most, mean: sum / Math.max(1, count) }
}

export function degrees(graph: Graph): { mean: number; least: number; most: number } {
  const all = [...graph.values()].map(({ length }) => length)
  return { mean: all.reduce((sum, each) => sum + each, 0) / Math.max(1, all.length), least: Math.min(...all), most: Math.max(...all) }
}
