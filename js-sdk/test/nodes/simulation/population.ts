import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { base64url } from '../../../src/ids.js'
import { type Writable, writeBencode } from '../../../src/nodes/bencode.js'
import { messageOf, type Verify, writeItem } from '../../../src/nodes/item.js'
import type { MeshNode } from '../../../src/nodes/ports.js'
import { score } from '../../../src/nodes/rank.js'
import { SALT } from '../../../src/nodes/record.js'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
/** A server hears of a new node, and forgets one that is gone, after so long: at least, and up to so much more. */
const HEARD = [2 * MINUTE, 8 * MINUTE] as const
const FORGOTTEN = [60 * MINUTE, 10 * MINUTE] as const
/** Records hold for two hours, and are signed anew after one. */
const RENEWED = HOUR
const PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC = Buffer.from('302a300506032b6570032100', 'hex')

export type Dice = () => number

/** A node: when it lives, and what it says. */
export class SimNode {
  readonly index: number
  readonly url: string
  readonly key: Uint8Array<ArrayBuffer>
  readonly node: MeshNode
  readonly born: number
  died: number
  readonly effort: number
  readonly hostile: boolean
  /** Milliseconds of a round trip to it, and whether it refuses connections when it is gone, or says nothing. */
  readonly roundTrip: number
  readonly silent: boolean
  /** Requests of look-ups that it has answered. */
  requests = 0
  readonly #secret: KeyObject
  readonly #records = new Map<number, string>()

  constructor(index: number, life: { born: number; died: number }, kind: { effort: number; hostile: boolean }, dice: Dice) {
    this.index = index
    this.url = `https://node${index}.example/`
    this.#secret = createPrivateKey({ key: Buffer.concat([PRIVATE, Buffer.from(Array.from({ length: 32 }, () => Math.floor(dice() * 256)))]), format: 'der', type: 'pkcs8' })
    this.key = new Uint8Array(createPublicKey(this.#secret).export({ format: 'der', type: 'spki' }).subarray(-32))
    this.node = { url: this.url.slice(0, -1), key: base64url(this.key) }
    this.born = life.born
    this.died = life.died
    this.effort = kind.effort
    this.hostile = kind.hostile
    this.roundTrip = 20 + 130 * dice()
    this.silent = dice() < 0.5
  }

  isAlive(now: number): boolean {
    return this.born <= now && now < this.died
  }

  /** Its record at that time, or the last one, as JSON. */
  record(now: number): string {
    const version = Math.max(0, Math.floor((Math.min(now, this.died) - this.born) / RENEWED))
    let text = this.#records.get(version)
    if (text === undefined) {
      const expiry = Math.floor((this.born + version * RENEWED + 2 * HOUR) / 1_000)
      const value = writeBencode(new Map<string, Writable>([['url', this.url], ['effort', this.effort], ['expiry', expiry], ['capabilities', ['stun', 'turn']]]))
      const item = { key: this.key, salt: SALT, seq: version + 1, value }
      this.#records.set(version, text = JSON.stringify(writeItem({ ...item, signature: new Uint8Array(sign(null, messageOf(item), this.#secret)) })))
    }
    return text
  }
}

export interface Population {
  /** Nodes that live at any time. */
  readonly size: number
  /** Mean of their lives, in hours; those at which pages begin live on. */
  readonly life: number
  readonly bootstrap: number
  /** Which share of them is hostile: those name each other alone. */
  readonly hostile: number
  /** Which share of the others a server knows. */
  readonly known: number
  /** Milliseconds for which there are nodes. */
  readonly until: number
}

/** Nodes that come and go, and what each of them knows of the others. */
export class Nodes {
  readonly all: readonly SimNode[]
  readonly #known: number
  readonly #orders = new Map<string, SimNode[]>()
  readonly #byUrl: ReadonlyMap<string, SimNode>

  constructor({ size, life, bootstrap, hostile, known, until }: Population, dice: Dice) {
    const all: SimNode[] = []
    const lasts = (): number => -Math.log(1 - dice()) * life * HOUR
    const add = (born: number, died: number): number => {
      const evil = all.length >= bootstrap && dice() < hostile
      // From an eighth of what is usual up to eight times as much; one in twenty says that it costs nothing.
      const effort = dice() < 0.05 ? 0 : Math.round(2 ** (18 + 6 * (dice() - 0.5)))
      all.push(new SimNode(all.length, { born, died }, { effort, hostile: evil }, dice))
      return died
    }
    for (let place = 0; place < size; place++) {
      // Of those that are there already nobody knows how long they have been: up to an hour, as their records are.
      let end = add(-Math.floor(dice() * HOUR), place < bootstrap ? Infinity : lasts())
      while (end < until) end = add(end, end + lasts())
    }
    this.all = all
    this.#known = known
    this.#byUrl = new Map(all.map((node) => [node.url, node]))
  }

  at(url: string): SimNode | undefined {
    return this.#byUrl.get(url)
  }

  alive(now: number): SimNode[] {
    return this.all.filter((node) => node.isAlive(now))
  }

  /** All nodes of any time, the best first. */
  order(rank: Uint8Array): SimNode[] {
    const name = base64url(rank)
    let order = this.#orders.get(name)
    if (!order) {
      const scored = this.all.map((node) => ({ node, score: Buffer.from(score(rank, node.key)) }))
      this.#orders.set(name, order = scored.sort((one, other) => Buffer.compare(other.score, one.score)).map(({ node }) => node))
    }
    return order
  }

  /** Whether that server has the other one on its list. */
  lists(server: SimNode, other: SimNode, now: number): boolean {
    if (server === other) return true
    if (server.hostile) return other.hostile && other.isAlive(now)
    const chance = (salt: number): number => fraction(server.index, other.index, salt)
    return chance(1) < this.#known && now >= other.born + HEARD[0] + HEARD[1] * chance(2) && now < other.died + FORGOTTEN[0] + FORGOTTEN[1] * chance(3)
  }
}

/** A number from 0 to 1 that is always the same for the same pair. */
function fraction(one: number, other: number, salt: number): number {
  let mixed = Math.imul(one + 1, 0x9e3779b1) ^ Math.imul(other + 1, 0x85ebca6b) ^ Math.imul(salt, 0xc2b2ae35)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39)
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
}

/** Looks at each signature once, for all pages get the same records. */
export function checkedOnce(): Verify {
  const known = new Map<string, boolean>()
  return async (key, signature, ...message) => {
    const text = Buffer.concat([key, signature, ...message])
    const name = text.toString('latin1')
    let good = known.get(name)
    if (good === undefined) {
      const publicKey = createPublicKey({ key: Buffer.concat([PUBLIC, key]), format: 'der', type: 'spki' })
      known.set(name, good = verify(null, Buffer.concat(message), publicKey, signature))
    }
    return good
  }
}
