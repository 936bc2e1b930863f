import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Change, type Limits, Replica, type WireEntry } from '../../src/state/index.js'
import { fromWire, type Entry, wins } from '../../src/state/entry.js'
import { type Message, opening } from '../../src/state/sync.js'
import { compare, content, respond } from './exchange.js'

const START = 1_700_000_000_000
const RUNS = { seed: 7, numRuns: 400 }

const replica = fc.nat(3)
const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__', 'ü')
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('set' as const), at: replica, key, value: fc.jsonValue({ maxDepth: 1 }), ttl: fc.option(fc.integer({ min: 1, max: 3_000 }), { nil: undefined }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), at: replica, key }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('compare' as const), at: replica, to: replica, salt: fc.nat() }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('deliver' as const), which: fc.nat(), fate: fc.constantFrom('once', 'twice', 'lost') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(2_000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('part' as const), sides: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }) }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** Replicas whose clocks differ, and a network that reorders, loses, repeats and parts. */
class Run {
  now = START
  readonly replicas: Replica[]
  /** All that was ever written. */
  readonly written: WireEntry[] = []
  readonly #skews: readonly number[]
  #sides: readonly boolean[] = []
  readonly #network: { from: number; to: number; message: Message }[] = []

  /** `changed` hears of the changes of the first replica. */
  constructor(skews: readonly number[], limits: Partial<Limits>, changed: (change: Change<unknown>) => void = () => {}) {
    this.#skews = skews
    this.replicas = skews.map((_, index) => new Replica(`author ${index}`, limits, index === 0 ? changed : undefined))
  }

  clock(index: number): number {
    return this.now + (this.#skews[index] as number)
  }

  take(step: Step): void {
    switch (step.kind) {
      case 'set': return this.#write(step.at, () => this.#of(step.at).set(step.key, step.value, this.clock(step.at), step.ttl))
      case 'delete': return this.#write(step.at, () => this.#of(step.at).delete(step.key, this.clock(step.at)))
      case 'compare': return this.#send(step.at, step.to, [opening(this.#of(step.at), step.salt)])
      case 'deliver': return this.#deliver(step.which, step.fate)
      case 'pass': this.now += step.ms; return
      case 'part': this.#sides = step.sides
    }
  }

  /** Everybody compares with everybody, undisturbed, until all agree; returns how often that was. */
  heal(): number {
    for (let rounds = 1; ; rounds++) {
      for (const [index, one] of this.replicas.entries()) for (const other of this.replicas.slice(index + 1)) compare(one, other, rounds * 7_919, this.now)
      if (new Set(this.replicas.map((each) => content(each, this.now).join())).size === 1) return rounds
      if (rounds > 20) throw new Error('they never agree')
    }
  }

  #of(index: number): Replica {
    return this.replicas[index] as Replica
  }

  #write(at: number, write: () => unknown): void {
    const before = new Set(content(this.#of(at), this.clock(at)))
    try {
      write()
    } catch (error) {
      expect(error).toMatchObject({ code: 'too-large' })
    }
    const fresh = this.#of(at).export(this.clock(at)).filter((entry) => !before.has(JSON.stringify(entry)))
    this.written.push(...fresh)
    for (const to of this.replicas.keys()) this.#send(at, to, [{ entries: fresh }])
  }

  #send(from: number, to: number, messages: readonly Message[]): void {
    if (from !== to && this.#sides[from] === this.#sides[to]) for (const message of messages) this.#network.push({ from, to, message })
  }

  #deliver(which: number, fate: string): void {
    if (this.#network.length === 0) return
    const index = which % this.#network.length
    const [letter] = fate === 'twice' ? [this.#network[index]] : this.#network.splice(index, 1)
    if (!letter || fate === 'lost') return
    this.#send(letter.to, letter.from, respond(this.#of(letter.to), letter.message, this.clock(letter.to)))
  }
}

/** What must have won of all that was written. */
function winners(written: readonly WireEntry[], limits: Limits, now: number): Map<string, unknown> {
  const best = new Map<string, Entry>()
  for (const raw of written) {
    const entry = fromWire(raw, limits, now) as Entry
    const other = best.get(entry.key)
    if (!other || wins(entry, other)) best.set(entry.key, entry)
  }
  const live = [...best.values()].filter(({ text, end }) => text !== undefined && end > now)
  return new Map(live.map(({ key, text }) => [key, JSON.parse(text as string)]))
}

const skews = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 4, maxLength: 4 })
const steps = fc.array(step, { maxLength: 120, size: 'max' })

test('whatever order, loss, repetition and partition: replicas agree after one round, on the last writers\' values', () => {
  fc.assert(fc.property(skews, steps, (skews, steps) => {
    const run = new Run(skews, {})
    for (const each of steps) run.take(each)
    run.now += 1_000
    expect(run.heal()).toBe(1)
    const [first] = run.replicas as [Replica]
    expect(new Map(first.entries(run.now))).toEqual(winners(run.written, first.limits, run.now))
  }), RUNS)
})

test('also when values end, tombstones are forgotten and the map is too small, all agree in the end', () => {
  fc.assert(fc.property(skews, steps, fc.integer({ min: 1, max: 5 }), (skews, steps, entries) => {
    const run = new Run(skews, { entries, tombstone: 2_000 })
    for (const each of steps) run.take(each)
    run.now += 1_000
    run.heal()
    for (const each of run.replicas) expect(each.size).toBeLessThanOrEqual(entries)
    run.now += 10_000
    run.heal()
  }), RUNS)
})

test('merging is commutative, associative and idempotent, for entries that nobody honest would make too', () => {
  const time = fc.integer({ min: START * 1_000, max: START * 1_000 + 3 })
  const entry = fc.oneof(
    fc.tuple(key, time, fc.constantFrom('x', 'y'), fc.option(fc.integer({ min: START - 5, max: START + 5 })), fc.jsonValue({ maxDepth: 0 })),
    fc.tuple(key, time, fc.constantFrom('x', 'y'), fc.integer({ min: START - 5, max: START + 5 })),
  )
  const shuffled = fc.array(entry, { maxLength: 30, size: 'max' }).chain((entries) => fc.tuple(
    fc.constant(entries),
    fc.shuffledSubarray([...entries, ...entries], { minLength: entries.length * 2 }),
    fc.integer({ min: 1, max: 8 }),
  ))
  fc.assert(fc.property(shuffled, ([entries, again, size]) => {
    const one = new Replica('one', { entries: size })
    const other = new Replica('other', { entries: size })
    one.merge(entries, START)
    for (const each of again) other.merge([each], START)
    expect(content(other, START)).toEqual(content(one, START))
  }), RUNS)
})

test('changes tell the whole story: who follows them has what the replica has', () => {
  fc.assert(fc.property(skews, steps, fc.integer({ min: 2, max: 7 }), (skews, steps, entries) => {
    const story = new Map<string, unknown>()
    const run = new Run(skews, { entries, tombstone: 2_000 }, ({ key, value, previous }) => {
      expect(previous).toEqual(story.get(key))
      value === undefined ? story.delete(key) : story.set(key, value)
    })
    for (const each of steps) run.take(each)
    const [watched] = run.replicas as [Replica]
    const now = run.clock(0)
    watched.expire(now)
    expect(story).toEqual(new Map(watched.entries(now)))
  }), RUNS)
})
