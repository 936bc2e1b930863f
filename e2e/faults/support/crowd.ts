import { expect } from '@playwright/test'
import type { Room } from '../../../js-sdk/src/index.js'
import { History, total, type Verdict } from './history.js'
import { newRoom } from '../../support/room-page.js'
import { loadSdk, webSocket } from './sdk.js'

const PERIOD = 1000
/** Signals that everybody has to have got through before a fault, and again after it. */
const ENOUGH = 3

/** A `joined` that a member was told: when, where, and whether nothing was missed. */
export interface Arrival { readonly time: number; readonly node: string; readonly recovered: boolean }

interface Share { readonly id: string; readonly history: History; readonly members: CrowdMember[] }

/** One client of the SDK in a room: it says a number about once a second, and writes down what it hears. */
export class CrowdMember {
  readonly name: string
  readonly room: Room
  readonly arrivals: Arrival[] = []
  /** The lines of the SDK's log about nodes. */
  readonly log: { time: number; text: string }[] = []
  readonly errors: string[] = []
  readonly #history: History
  readonly #pending = new Set<Promise<void>>()
  #said = 0
  #acknowledged = 0
  #clock: NodeJS.Timeout | undefined

  constructor(name: string, room: Room, history: History) {
    this.name = name
    this.room = room
    this.#history = history
    room.on('log', ({ time, kind, text }) => {
      if (kind === 'node') this.log.push({ time, text })
      if (/^joined as /.test(text)) this.arrivals.push({ time, node: room.node?.url ?? '', recovered: text.endsWith('nothing was missed') })
    })
    room.on('error', ({ code, message }) => this.errors.push(`${code}: ${message}`))
    room.on('signal', (data) => {
      const { author, n } = data as { author: string; n: number }
      history.delivered(name, author, n)
    })
  }

  get acknowledged(): number {
    return this.#acknowledged
  }

  /** Begins to speak after that many milliseconds. */
  publish(after: number): void {
    this.#clock = setTimeout(() => {
      this.publish(PERIOD)
      this.#say()
    }, after)
  }

  /** Falls silent; resolves when the last word is acknowledged. */
  async silent(): Promise<void> {
    clearTimeout(this.#clock)
    await Promise.all(this.#pending)
  }

  /** When the member was back after that moment. */
  backAfter(moment: number): Arrival | undefined {
    return this.arrivals.find(({ time }) => time >= moment)
  }

  #say(): void {
    const n = ++this.#said
    this.#history.published(this.name, n)
    const acknowledged = this.room.signal({ author: this.name, n })
      .then(() => { this.#acknowledged++; this.#history.acknowledged(this.name, n) }, (error) => { this.errors.push(String(error)) })
    this.#pending.add(acknowledged)
    void acknowledged.then(() => this.#pending.delete(acknowledged))
  }
}

/** Rooms full of clients, spread over the nodes: the n-th member of a room starts with the n-th node of the list, and knows them all. */
export class Crowd {
  readonly members: CrowdMember[] = []
  readonly #shares: Share[] = []
  readonly #urls: readonly string[]

  private constructor(urls: readonly string[]) {
    this.#urls = urls
  }

  static async gather(urls: readonly string[], rooms: number, size: number): Promise<Crowd> {
    const crowd = new Crowd(urls)
    for (let i = 0; i < rooms; i++) {
      const share: Share = { id: newRoom(), history: new History(), members: [] }
      crowd.#shares.push(share)
      await Promise.all(Array.from({ length: size }, (_, index) => crowd.#enter(share, index)))
    }
    return crowd
  }

  get rooms(): readonly string[] {
    return this.#shares.map(({ id }) => id)
  }

  /** One more member in every room, who starts with the node of that number. */
  async grow(node: number): Promise<CrowdMember[]> {
    return await Promise.all(this.#shares.map((share) => this.#enter(share, node)))
  }

  /** Those who have that node now. */
  at(node: string): CrowdMember[] {
    return this.members.filter(({ room }) => room.node?.url === node)
  }

  /** Everybody speaks once a second, not all at once. */
  publish(members: readonly CrowdMember[] = this.members): void {
    members.forEach((member, index) => member.publish(index * PERIOD / members.length))
  }

  /** Nobody speaks any more, and what was said is acknowledged. */
  async silent(): Promise<void> {
    await Promise.all(this.members.map((member) => member.silent()))
  }

  /** The fewest acknowledgements that a member has. */
  leastAcknowledged(): number {
    return Math.min(...this.members.map(({ acknowledged }) => acknowledged))
  }

  verdict(): Verdict {
    return total(this.#shares.map(({ history }) => history.verdict()))
  }

  /** What these members have lost, each for itself. */
  lostBy(members: readonly CrowdMember[]): number[] {
    return this.#shares.flatMap((share) => share.members.filter((member) => members.includes(member)).map(({ name }) => share.history.lostBy(name)))
  }

  /** The longest silence after that moment at one of these members, in milliseconds. */
  longestGap(members: readonly CrowdMember[], from: number): number {
    const gaps = this.#shares.flatMap((share) => share.members.filter((member) => members.includes(member)).map(({ name }) => share.history.longestGap(name, from)))
    return Math.max(...gaps)
  }

  /** What went wrong at any member, in its own words. */
  errors(): string[] {
    return this.members.flatMap(({ name, errors }) => errors.map((error) => `${name}: ${error}`))
  }

  async leave(): Promise<void> {
    await Promise.all(this.members.map(({ room }) => room.leave()))
  }

  async #enter(share: Share, place: number): Promise<CrowdMember> {
    const { join } = await loadSdk()
    const first = place % this.#urls.length
    const nodes = [...this.#urls.slice(first), ...this.#urls.slice(0, first)]
    const member = new CrowdMember(`member${this.members.length}`, join(nodes, share.id, { webSocket, connect: false, transport: 'websocket' }), share.history)
    this.members.push(member)
    share.members.push(member)
    await member.room.joined
    share.history.entered(member.name)
    return member
  }
}

/** These members get so many more signals acknowledged. */
export async function speakOn(crowd: Crowd, members: readonly CrowdMember[] = crowd.members): Promise<void> {
  const before = members.map(({ acknowledged }) => acknowledged)
  const least = (): number => Math.min(...members.map(({ acknowledged }, index) => acknowledged - (before[index] ?? 0)))
  await expect.poll(least, { timeout: 60_000, intervals: [100] }).toBeGreaterThanOrEqual(ENOUGH)
}

/** Everybody falls silent, and what was acknowledged arrives; the sums of all rooms. */
export async function settled(crowd: Crowd): Promise<Verdict> {
  await crowd.silent()
  await expect.poll(() => crowd.verdict().lost, { timeout: 15_000 }).toBe(0).catch(() => {})
  return crowd.verdict()
}

/** Where the given share of the sorted values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** p50/p99/max of milliseconds, in words. */
export function spread(values: readonly number[]): string {
  return [quantile(values, 0.5), quantile(values, 0.99), Math.max(0, ...values)].map(Math.round).join('/')
}
