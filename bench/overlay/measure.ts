// One course of an overlay: peers join, talk, leave and fail. The overlay's own code on a network and a node that are not real.
import { degrees, diameter, graphOf, parts } from '../../js-sdk/test/overlay/graph.js'
import { World } from '../../js-sdk/test/overlay/world.js'

/** Joins a second while the overlay grows, and when the costs of a join are counted. */
const GROWTH = 25
const JOINS = { most: 200, perSecond: 10 }
const BROADCASTS = 20
const SAMPLES = 20
const WATCHED = 60

export interface Shape { peers: number; parts: number; largest: number; diameter: number; meanWay: number; meanDegree: number; mostDegree: number }
export interface Talk { messages: number; perCopy: number; reached: number; leastReached: number }
export interface Phase { name: string; shape: Shape; talk: Talk }
export interface Healing { name: string; whole: number; full: number; share: number[] }
export interface JoinCost { joins: number; claims: number; offers: number; events: number; messages: number; bytes: number; links: number; seconds: number }
export interface Course { size: number; phases: Phase[]; healing: Healing[]; cost: JoinCost; perSecond: { node: number; messages: number }; memory: number; seconds: number }

interface Run { world: World; degree: number; bytes: number; counted: number }

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((all, each) => all + each, 0)
const total = (world: World): number => sum(world.sent)

function shape({ world }: Run): Shape {
  const graph = graphOf(world)
  const sizes = parts(graph)
  const ways = diameter(graph, SAMPLES, world.random)
  const { mean, most } = degrees(graph)
  return { peers: graph.size, parts: sizes.length, largest: sizes[0] ?? 0, diameter: ways.most, meanWay: ways.mean, meanDegree: mean, mostDegree: most }
}

/** Broadcasts by peers at random, a second apart; what the overlay says for itself meanwhile is not counted. */
function talk({ world }: Run): Talk {
  let messages = 0
  const previous = world.passes
  const texts = new Set<string>()
  world.passes = (from, to, frame) => {
    if (frame.o === 'cast' && frame.kind === 'data') messages++
    return previous(from, to, frame)
  }
  const others = world.peers.size - 1
  for (let index = 0; index < BROADCASTS; index++) {
    const text = `${world.clock.now()}`
    texts.add(text)
    const alive = world.alive
    alive[Math.floor(world.random() * alive.length)]?.overlay.broadcast(text)
    world.pass(1_000)
  }
  world.pass(4_000)
  world.passes = previous
  const reached = [...texts].map((text) => world.reached.get(text) ?? 0)
  const copies = reached.reduce((all, each) => all + each, 0)
  return { messages: messages / BROADCASTS, perCopy: messages / copies, reached: copies / BROADCASTS / others, leastReached: Math.min(...reached) / others }
}

function grow({ world, degree }: Run, count: number, perSecond: number): void {
  for (let index = 0; index < count; index++) {
    world.add({ partial: degree })
    world.pass(1_000 / perSecond)
  }
}

/** What some more joins cost, against the same time without them. */
function joins(run: Run): JoinCost {
  const { world } = run
  const count = Math.min(JOINS.most, world.peers.size / 2)
  const look = (): Record<string, number> => ({ ...world.node.counts, messages: total(world) - (world.sent.cast ?? 0), links: world.links })
  const span = (task: () => void): Record<string, number> => {
    const before = look()
    task()
    return Object.fromEntries(Object.entries(look()).map(([name, count]) => [name, count - (before[name] ?? 0)]))
  }
  const rest = 20_000
  const time = count / JOINS.perSecond * 1_000 + rest
  const idle = span(() => world.pass(time))
  const bytes = run.bytes / Math.max(1, run.counted)
  const born = new Map<string, number>()
  const ready: number[] = []
  const busy = span(() => {
    for (let index = 0; index < count; index++) {
      born.set(world.add({ partial: run.degree }).id, world.clock.now())
      watch(1_000 / JOINS.perSecond)
    }
    watch(rest)
  })
  function watch(ms: number): void {
    for (let passed = 0; passed < ms; passed += 100) {
      world.pass(100)
      for (const [id, at] of born) {
        if ((world.peers.get(id)?.overlay.linked.length ?? 0) < run.degree) continue
        ready.push(world.clock.now() - at)
        born.delete(id)
      }
    }
  }
  const each = (name: string): number => ((busy[name] ?? 0) - (idle[name] ?? 0)) / count
  return {
    joins: each('joins'), claims: each('claims'), offers: each('offers'), events: each('events'), messages: each('messages'),
    bytes: each('messages') * bytes, links: each('links'), seconds: ready.sort((one, other) => one - other)[ready.length >> 1] as number / 1_000,
  }
}

/** How long it takes until all hang together again, and until nobody lacks links; the share of the largest part in each second. */
function heal({ world, degree }: Run, name: string): Healing {
  const share: number[] = []
  let [whole, full] = [Infinity, Infinity]
  for (let second = 0; second <= WATCHED; second++) {
    const graph = graphOf(world)
    const largest = parts(graph)[0] ?? 0
    share.push(largest / graph.size)
    if (largest < graph.size) whole = Infinity
    else if (whole === Infinity) whole = second
    const lacking = [...graph.values()].filter(({ length }) => length < degree).length / graph.size
    if (full === Infinity && lacking < 0.01) full = second
    world.pass(1_000)
  }
  return { name, whole, full, share }
}

function lose({ world }: Run, share: number, how: 'leave' | 'crash'): void {
  for (const peer of world.alive) if (world.random() < share) world[how](peer)
}

function collected(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

export function course(size: number, degree: number, seed: number): Course {
  const began = process.hrtime.bigint()
  const empty = collected()
  const run: Run = { world: new World(seed), degree, bytes: 0, counted: 0 }
  const { world } = run
  let frames = 0
  // The length of one frame in twenty-three, broadcasts aside.
  world.passes = (_, __, frame) => {
    if (frame.o !== 'cast' && frames++ % 23 === 0) {
      run.bytes += JSON.stringify(frame).length
      run.counted++
    }
    return true
  }
  const phases: Phase[] = []
  const healing: Healing[] = []
  const note = (name: string): void => { phases.push({ name, shape: shape(run), talk: talk(run) }) }
  grow(run, size, GROWTH)
  world.pass(30_000)
  note('joined')
  const cost = joins(run)
  const before = { node: sum({ ...world.node.counts, events: 0 }), messages: total(world) }
  world.pass(600_000)
  const perSecond = { node: (sum({ ...world.node.counts, events: 0 }) - before.node) / 600, messages: (total(world) - before.messages) / 600 / world.peers.size }
  const memory = (collected() - empty) / world.peers.size
  note('ten minutes later')
  for (const [name, share, how] of [['10 % left', 0.1, 'leave'], ['10 % crashed', 0.1, 'crash'], ['50 % crashed', 0.5, 'crash']] as const) {
    lose(run, share, how)
    phases.push({ name: `${name}, at once`, shape: shape(run), talk: silent(run) })
    healing.push(heal(run, name))
    note(`${name}, a minute later`)
  }
  return { size, phases, healing, cost, perSecond, memory, seconds: Number(process.hrtime.bigint() - began) / 1e9 }
}

/** One broadcast in the moment after a loss, before anybody has noticed it. */
function silent({ world }: Run): Talk {
  const text = `at once ${world.clock.now()}`
  const previous = world.passes
  let messages = 0
  world.passes = (from, to, frame) => {
    if (frame.o === 'cast' && frame.kind === 'data') messages++
    return previous(from, to, frame)
  }
  const alive = world.alive
  const others = alive.length - 1
  alive[Math.floor(world.random() * alive.length)]?.overlay.broadcast(text)
  world.pass(2_000)
  const reached = world.reached.get(text) ?? 0
  world.passes = previous
  return { messages, perCopy: messages / Math.max(1, reached), reached: reached / others, leastReached: reached / others }
}
