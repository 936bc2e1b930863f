import { rankKey, score } from '../../../src/nodes/rank.js'
import type { NodeStorage } from '../../../src/nodes/storage.js'
import { seeded } from '../../overlay/random.js'
import { Timeline } from '../../overlay/timeline.js'
import { base64url } from '../../../src/ids.js'
import { HELD, Member, type World } from './member.js'
import { Network } from './network.js'
import { checkedOnce, HOUR, MINUTE, Nodes, type SimNode } from './population.js'

export interface Setting {
  readonly nodes: number
  /** Mean life of a node, in hours. */
  readonly life: number
  /** Share of the nodes that are hostile. */
  readonly hostile: number
  /** Whether nodes answer with the best for a rank key. */
  readonly near: boolean
  readonly rooms: number
  /** In the first of so many rooms, each time, the best node is killed. */
  readonly killed: number
  /** Rooms that are ranked to see how they spread over the nodes. */
  readonly ranked: number
  readonly seed: number
}

/** Of all pairs, those that share an honest node that is there, by how many nodes each holds. */
export type Shares = number[]

export interface Course {
  setting: Setting
  /** Members and pairs that were looked at. */
  members: number
  pairs: number
  /** When the later one has joined; over all the time they are there; and if the best node of the room were gone in a moment. */
  met: Shares
  always: Shares
  without: Shares
  /** In rooms whose best node was killed: in each second after it. */
  healing: Shares[]
  first: { requests: number; nodes: number; bytes: number; seconds: number; failed: number; most: number }
  /** Of a member for an hour. */
  hourly: { requests: number; bytes: number }
  /** Of rooms that are ranked by all the nodes of a moment: how many are at a node, by the mean, from the least to the most. Requests of look-ups at a node for each page: mean and most, and the mean of those at which pages begin. */
  load: { rooms: number[]; requests: { mean: number; most: number; bootstrap: number } }
  /** Of purchases: by price of the node where they were made, in fifths of the nodes, the cheapest first; and the share of those that say they cost nothing, by their share of the nodes. */
  purchases: { fifths: number[]; free: number }
}

const BOOTSTRAP = 5
/** Of those, so many are known to an application. */
const GIVEN = 2
const KNOWN = 0.7
const STARTS = 90 * MINUTE
const ARRIVALS = 8 * MINUTE
const KILL = 14 * MINUTE
const STAY = 20 * MINUTE
const SAMPLE = 30_000
const WATCHED = 60

class Counts {
  total = 0
  readonly good = Array.from({ length: HELD }, () => 0)

  add(one: readonly SimNode[], other: readonly SimNode[], counts: (node: SimNode) => boolean): void {
    this.total++
    for (let held = 1; held <= HELD; held++) {
      const mine = one.slice(0, held)
      if (other.slice(0, held).some((node) => counts(node) && mine.includes(node))) this.good[held - 1]!++
    }
  }

  get shares(): Shares {
    return this.good.map((each) => each / Math.max(1, this.total))
  }
}

/** Runs rooms on nodes that come and go, and counts who meets. */
export async function course(setting: Setting): Promise<Course> {
  return new Run(setting).run()
}

class Run {
  readonly #setting: Setting
  readonly #world: World
  readonly #members: Member[] = []
  readonly #rooms = new Map<string, Set<Member>>()
  readonly #counts = { met: new Counts(), always: new Counts(), without: new Counts() }
  readonly #healing = Array.from({ length: WATCHED + 1 }, () => new Counts())
  #stays = 0

  constructor(setting: Setting) {
    const { nodes: size, life, hostile, near, seed } = setting
    const dice = seeded(seed)
    const clock = new Timeline()
    const nodes = new Nodes({ size, life, bootstrap: BOOTSTRAP, hostile, known: KNOWN, until: STARTS + ARRIVALS + STAY }, dice)
    this.#setting = setting
    this.#world = { clock, dice, nodes, network: new Network(nodes, clock, dice, near), verify: checkedOnce() }
  }

  async run(): Promise<Course> {
    const { clock, nodes } = this.#world
    for (let index = 0; index < this.#setting.rooms; index++) this.#plan(index)
    for (const node of nodes.all) if (node.died !== Infinity) clock.after(node.died, () => this.#died(node))
    for (let next = clock.next; next <= STARTS + ARRIVALS + STAY; next = clock.next) {
      clock.pass(next - clock.now())
      // What that has set off comes to rest.
      await new Promise(setImmediate)
    }
    return this.#figures()
  }

  #plan(index: number): void {
    const { clock, dice } = this.#world
    const room = base64url(rankKey(`${this.#setting.seed} ${index}`))
    const start = dice() * STARTS
    const size = 2 + Math.floor(dice() * 9)
    this.#rooms.set(room, new Set())
    for (let member = 0; member < size; member++) clock.after(start + (member === 0 ? 0 : dice() * ARRIVALS), () => void this.#enter(room, start + STAY))
    for (let at = start + SAMPLE; at < start + ARRIVALS + STAY; at += SAMPLE) clock.after(at, () => this.#sample(room))
    clock.after(start + ARRIVALS, () => this.#settled(room))
    if (index % this.#setting.killed === 0) clock.after(start + KILL, () => this.#kill(room))
    clock.after(start + STAY, () => {
      for (const member of this.#rooms.get(room) ?? []) member.leave()
      this.#rooms.delete(room)
    })
  }

  async #enter(room: string, end: number): Promise<void> {
    const { dice, nodes, clock } = this.#world
    const given = nodes.all.slice(0, BOOTSTRAP).sort(() => dice() - 0.5).slice(0, GIVEN)
    const member = new Member(this.#world, room, given, dice() < 0.5 ? this.#cache() : null)
    this.#members.push(member)
    const began = clock.now()
    await member.come()
    const others = this.#rooms.get(room)
    if (!others) return member.leave()
    this.#stays += end - began
    for (const other of others) this.#counts.met.add(member.joined, other.joined, this.#good)
    others.add(member)
  }

  /** What was kept of a visit up to three hours ago: some of the nodes of that time. */
  #cache(): NodeStorage {
    const { clock, dice, nodes } = this.#world
    const then = Math.max(0, clock.now() - dice() * 3 * HOUR)
    const items = nodes.alive(then).filter(({ hostile }) => !hostile && dice() < 0.1).map((node) => JSON.parse(node.record(then)) as unknown)
    return { get: () => JSON.stringify({ version: 1, items: items.slice(0, 250), liars: [] }), set: () => {} }
  }

  readonly #good = (node: SimNode): boolean => !node.hostile && node.isAlive(this.#world.clock.now())

  #pairs(room: string, task: (one: Member, other: Member) => void): void {
    const members = [...this.#rooms.get(room) ?? []]
    members.forEach((one, index) => { for (const other of members.slice(index + 1)) task(one, other) })
  }

  #sample(room: string): void {
    this.#pairs(room, (one, other) => this.#counts.always.add(one.joined, other.joined, this.#good))
  }

  /** All are in: what if the node that most of them have for their first were gone this moment? */
  #settled(room: string): void {
    const best = this.#best(room)
    this.#pairs(room, (one, other) => this.#counts.without.add(one.joined, other.joined, (node) => node !== best && this.#good(node)))
  }

  #best(room: string): SimNode | undefined {
    const counts = new Map<SimNode, number>()
    for (const { joined: [first] } of this.#rooms.get(room) ?? []) if (first) counts.set(first, (counts.get(first) ?? 0) + 1)
    return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0]
  }

  #kill(room: string): void {
    const { clock } = this.#world
    const best = this.#best(room)
    if (!best || best.died === Infinity) return
    best.died = clock.now()
    this.#died(best)
    for (let second = 0; second <= WATCHED; second++) {
      clock.after(1_000 * second, () => this.#pairs(room, (one, other) => this.#healing[second]!.add(one.joined, other.joined, this.#good)))
    }
  }

  #died(node: SimNode): void {
    for (const members of this.#rooms.values()) for (const member of members) if (member.joined.includes(node)) member.lost(node)
  }

  #figures(): Course {
    const { met, always, without } = this.#counts
    const firsts = this.#members.flatMap(({ first }) => first ?? [])
    const mean = (value: (each: typeof firsts[number]) => number): number => firsts.reduce((sum, each) => sum + value(each), 0) / firsts.length
    const total = (value: (each: Member) => number): number => this.#members.reduce((sum, each) => sum + value(each), 0)
    const hours = this.#stays / HOUR
    return {
      setting: this.#setting, members: this.#members.length, pairs: met.total, met: met.shares, always: always.shares, without: without.shares,
      healing: this.#healing.map(({ shares }) => shares),
      first: {
        requests: mean(({ requests }) => requests), nodes: mean(({ nodes }) => nodes), bytes: mean(({ bytes }) => bytes), seconds: mean(({ seconds }) => seconds), failed: mean(({ failed }) => failed),
        most: Math.max(...firsts.map(({ requests }) => requests)),
      },
      hourly: { requests: total(({ traffic }) => traffic.requests) / hours, bytes: total(({ traffic }) => traffic.bytes) / hours },
      load: this.#load(), purchases: this.#purchases(),
    }
  }

  #load(): Course['load'] {
    const { nodes } = this.#world
    const lasting = nodes.all.filter(({ born, died }) => born <= 0 && died > STARTS)
    const requests = lasting.map((node) => node.requests / this.#members.length)
    const mean = (list: number[]): number => list.reduce((sum, each) => sum + each, 0) / list.length
    return {
      rooms: spread(nodes.alive(STARTS), this.#setting.ranked),
      requests: { mean: mean(requests.slice(BOOTSTRAP)), most: Math.max(...requests.slice(BOOTSTRAP)), bootstrap: mean(requests.slice(0, BOOTSTRAP)) },
    }
  }

  #purchases(): Course['purchases'] {
    const prices = this.#world.nodes.all.map(({ effort }) => effort).sort((one, other) => one - other)
    const bought = this.#members.flatMap((member) => member.bought ?? [])
    const fifths = [0, 1, 2, 3, 4].map((fifth) => {
      const [from, to] = [prices[Math.floor(fifth * prices.length / 5)] as number, prices[Math.floor((fifth + 1) * prices.length / 5)] ?? Infinity]
      return bought.filter(({ effort }) => effort >= from && effort < to).length / bought.length
    })
    const share = (list: readonly SimNode[]): number => list.filter(({ effort }) => effort === 0).length / list.length
    return { fifths, free: share(bought) / share(this.#world.nodes.all) }
  }
}

/** How many of so many rooms have each node among their best two, by the mean. */
function spread(nodes: readonly SimNode[], rooms: number): number[] {
  const counts = nodes.map(() => 0)
  for (let room = 0; room < rooms; room++) {
    const rank = rankKey(`spread ${room}`)
    const scores = nodes.map((node, index) => ({ index, score: Buffer.from(score(rank, node.key)) }))
    for (let place = 0; place < 2; place++) {
      const best = scores.reduce((one, other) => Buffer.compare(other.score, one.score) > 0 ? other : one)
      counts[best.index]!++
      best.score = Buffer.alloc(0)
    }
  }
  return counts.map((count) => count * nodes.length / (2 * rooms)).sort((one, other) => one - other)
}
