import type { MeshNode } from './ports.js'

/** A node that a room is at, or tries to be at, as far as the choice needs to know it. */
export interface Held {
  readonly node: MeshNode | undefined
  /** Whether the room is there. */
  readonly here: boolean
  /** Whether it is there for good, not on trial. */
  readonly steady: boolean
  /** Whether it can't be reached, so that another one is wanted in its place. */
  readonly overdue: boolean
}

/** What a choice is made by. */
export interface Situation<H extends Held> {
  /** Best first. */
  readonly ranked: readonly MeshNode[]
  readonly held: readonly H[]
  /** So many nodes are wanted. */
  readonly redundancy: number
  /** Passed over for now, unless nothing else is left. */
  passedOver(node: MeshNode): boolean
  /** Of no use, but counted as one of those wanted. */
  dear(node: MeshNode): boolean
}

export interface Choice<H extends Held> {
  /** To be joined, best first. */
  readonly open: readonly MeshNode[]
  /** To be left, for there are better ones. */
  readonly part: readonly H[]
}

/** The place of a node in the ranking; the greatest where it is not known. */
export function placeOf(ranked: readonly MeshNode[], node: MeshNode | undefined): number {
  const index = ranked.findIndex(({ key, url }) => key === node?.key && url === node.url)
  return index < 0 ? Infinity : index
}

/**
 * Which nodes are to be joined, and which left: the best ones are wanted, and in the place of those that can't be reached the next. None is left before as many
 * better ones have been there for a while; and at most twice as many as are wanted are held.
 */
export function choose<H extends Held>({ ranked, held, redundancy, passedOver, dear }: Situation<H>): Choice<H> {
  const known = new Map(held.flatMap((each) => each.node ? [[each.node.key, each] as const] : []))
  const some = held.some(({ here }) => here)
  const fresh = ranked.filter((node) => known.has(node.key) || !passedOver(node))
  const wanted = (fresh.some(({ key }) => !known.has(key)) || some ? fresh : ranked)
    .filter((node) => !known.get(node.key)?.overdue && (some || !dear(node)))
    .slice(0, redundancy)
  const room = Math.max(0, 2 * redundancy - held.length)
  const open = wanted.filter((node) => !known.has(node.key) && !dear(node)).slice(0, room)
  const sorted = [...held].sort((one, other) => Number(placeOf(ranked, one.node)) - Number(placeOf(ranked, other.node)) || 0)
  const keepers = sorted.filter(({ here, steady }) => here && steady).slice(0, redundancy)
  const last = keepers.at(-1)
  const part = keepers.length < redundancy || !last ? [] : sorted.slice(sorted.indexOf(last) + 1)
  return { open, part }
}
