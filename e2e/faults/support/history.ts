/** What a history shows: how much was tried, and the faults. */
export interface Verdict {
  readonly published: number
  readonly acknowledged: number
  /** Deliveries, over all members. */
  readonly delivered: number
  /** Acknowledged signals that a member should have got and did not, over all members. */
  readonly lost: number
  /** Deliveries of what the member had got before. */
  readonly duplicated: number
  /** Deliveries that came after later ones of the same author. */
  readonly outOfOrder: number
  /** Neighbours in the order of one member that another member got the other way round, whoever said them. */
  readonly disagreements: number
  /** Deliveries of what nobody published. */
  readonly invented: number
}

interface Signal { readonly author: string; readonly n: number; readonly time: number; acknowledged: boolean }
interface Member { readonly since: number; readonly got: Signal[]; readonly seen: Set<Signal>; readonly times: number[] }

/** All that was said and heard in one room: every member that is there ought to hear every other, once and in one order. */
export class History {
  readonly #signals = new Map<string, Signal>()
  readonly #members = new Map<string, Member>()
  #time = 0
  #duplicated = 0
  #invented = 0

  /** From now on the member hears what is published. */
  entered(member: string): void {
    this.#members.set(member, { since: this.#time, got: [], seen: new Set(), times: [] })
  }

  published(author: string, n: number): void {
    this.#signals.set(key(author, n), { author, n, time: ++this.#time, acknowledged: false })
  }

  acknowledged(author: string, n: number): void {
    const signal = this.#signals.get(key(author, n))
    if (signal === undefined) throw new Error(`${author} never published ${n}.`)
    signal.acknowledged = true
  }

  /** What somebody hears before it has come in does not count. */
  delivered(to: string, author: string, n: number, at = Date.now()): void {
    const member = this.#members.get(to)
    if (member === undefined) return
    const signal = this.#signals.get(key(author, n))
    if (signal === undefined) return void this.#invented++
    if (member.seen.has(signal)) return void this.#duplicated++
    member.seen.add(signal)
    member.got.push(signal)
    member.times.push(at)
  }

  /** How many different signals the member has got. */
  heard(by: string): number {
    return this.#member(by).got.length
  }

  /** The longest time, in milliseconds, in which the member got nothing between two deliveries after `from`. */
  longestGap(by: string, from: number): number {
    const times = this.#member(by).times.filter((time) => time >= from)
    return Math.max(0, ...times.slice(1).map((time, index) => time - (times[index] as number)))
  }

  verdict(): Verdict {
    const signals = [...this.#signals.values()]
    const members = [...this.#members.values()]
    return {
      published: signals.length,
      acknowledged: signals.filter(({ acknowledged }) => acknowledged).length,
      delivered: members.reduce((sum, { got }) => sum + got.length, 0) + this.#duplicated,
      lost: [...this.#members.keys()].reduce((sum, name) => sum + this.lostBy(name), 0),
      duplicated: this.#duplicated,
      outOfOrder: members.reduce((sum, member) => sum + overtaken(member.got), 0),
      disagreements: disagreements(members),
      invented: this.#invented,
    }
  }

  /** Acknowledged signals that the member should have got and did not. */
  lostBy(name: string): number {
    const { since, seen } = this.#member(name)
    return [...this.#signals.values()].filter((signal) => signal.acknowledged && signal.author !== name && signal.time > since && !seen.has(signal)).length
  }

  #member(name: string): Member {
    const member = this.#members.get(name)
    if (member === undefined) throw new Error(`${name} never came in.`)
    return member
  }
}

function key(author: string, n: number): string {
  return `${author} ${n}`
}

/** Signals that came after a later one of the same author. */
function overtaken(got: readonly Signal[]): number {
  const last = new Map<string, number>()
  let overtaken = 0
  for (const { author, n } of got) {
    const highest = last.get(author) ?? -Infinity
    if (n < highest) overtaken++
    last.set(author, Math.max(n, highest))
  }
  return overtaken
}

function disagreements(members: readonly Member[]): number {
  let count = 0
  members.forEach((one, index) => {
    const place = new Map(one.got.map((signal, at) => [signal, at]))
    for (const other of members.slice(index + 1)) {
      const places = other.got.map((signal) => place.get(signal)).filter((at) => at !== undefined)
      count += places.slice(1).filter((at, before) => at < (places[before] as number)).length
    }
  })
  return count
}

/** The sums over several rooms. */
export function total(verdicts: readonly Verdict[]): Verdict {
  const sum = (name: keyof Verdict): number => verdicts.reduce((all, verdict) => all + verdict[name], 0)
  return {
    published: sum('published'), acknowledged: sum('acknowledged'), delivered: sum('delivered'), lost: sum('lost'),
    duplicated: sum('duplicated'), outOfOrder: sum('outOfOrder'), disagreements: sum('disagreements'), invented: sum('invented'),
  }
}
