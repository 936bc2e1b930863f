import { AlmenaraError, misuse } from '../errors.js'
import { isPath, type Carry, type Find, type Found } from './frames.js'
import { DATA, PATH, SEARCH } from './limits.js'
import type { Neighbours } from './neighbours.js'
import type { Ports } from './ports.js'
import { Recent } from './recent.js'

/** Milliseconds that an answer to a search may take. */
const FIND_WITHIN = 5_000
/** Milliseconds that a way which was found is taken again without a search, while its first link stands; so many ways. */
const KNOWN_FOR = 10_000
const KNOWN = 256
/** Searches of this peer at a time. */
const FINDING = 16

type Tell = (path: readonly string[] | undefined) => void

/**
 * Carries signals along paths that their senders name. A path has nobody twice and a bounded length, each peer on it takes a
 * frame only from the one before, and nothing is kept on the way.
 */
export class Routes {
  readonly #neighbours: Neighbours
  readonly #ports: Ports
  readonly #recent: Recent
  readonly #finding = new Map<string, { tell: Tell; cancel: () => void }>()
  readonly #known = new Map<string, { path: readonly string[]; until: number }>()
  #searches = 0

  constructor(neighbours: Neighbours, ports: Ports) {
    this.#neighbours = neighbours
    this.#ports = ports
    this.#recent = new Recent(ports.clock)
  }

  /** How many searches are remembered. */
  get size(): number {
    return this.#recent.size + this.#finding.size + this.#known.size
  }

  /** Sends a signal along the path, from this peer to its last one. False when it can't leave. */
  carry(path: readonly string[], data: string): boolean {
    if (data.length > DATA) throw misuse(`Carry ${DATA} characters at most.`)
    if (path[0] !== this.#neighbours.self || !isPath(path, 2, PATH)) throw misuse('Give a path that begins with this peer, names nobody twice and is not too long.')
    return this.#neighbours.send(path[1] as string, { o: 'carry', path, at: 1, data })
  }

  /** The path to a peer: at once for a neighbour, else by asking those within five links. Rejects with `unknown-peer` when it is farther. */
  find(to: string): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      this.search(to, (path) => path ? resolve(path) : reject(new AlmenaraError('unknown-peer', `No way to ${to} was found.`, { peer: to })))
    })
  }

  /** As `find`, by a call back without a path when there is none. */
  search(to: string, tell: Tell): void {
    const { self } = this.#neighbours
    if (to === self) return tell(undefined)
    if (this.#neighbours.has(to)) return tell([self, to])
    const known = this.#known.get(to)
    if (known && this.#ports.clock.now() < known.until && this.#neighbours.has(known.path[1] as string)) return tell(known.path)
    const finding = this.#finding.get(to)
    if (finding) {
      const former = finding.tell
      finding.tell = (path) => { former(path); tell(path) }
      return
    }
    if (this.#finding.size >= FINDING || this.#neighbours.degree === 0) return tell(undefined)
    this.#finding.set(to, { tell, cancel: this.#ports.clock.after(FIND_WITHIN, () => this.#settle(to, undefined)) })
    this.#neighbours.sendAll({ o: 'find', id: `${(this.#searches++).toString(36)}.${Math.floor(this.#ports.random() * 2 ** 32).toString(36)}`, to, path: [self] })
  }

  /** A frame that came from the peer `by`. */
  hear(by: string, frame: Carry | Find | Found): void {
    if (frame.o === 'find') return this.#look(by, frame)
    const { path, at } = frame
    const step = frame.o === 'carry' ? 1 : -1
    if (path[at] !== this.#neighbours.self || path[at - step] !== by) return
    const next = path[at + step]
    if (next !== undefined) this.#neighbours.send(next, { ...frame, at: at + step })
    else if (frame.o === 'carry') this.#ports.signal(frame.data, path)
    else this.#settle(path.at(-1) as string, path)
  }

  close(): void {
    for (const to of [...this.#finding.keys()]) this.#settle(to, undefined)
  }

  #look(by: string, find: Find): void {
    const { self } = this.#neighbours
    if (find.path.at(-1) !== by || find.path.includes(self) || !this.#recent.add(`${find.path[0]} ${find.id}`)) return
    const path = [...find.path, self]
    if (find.to === self) return
    if (this.#neighbours.has(find.to)) {
      if (!path.includes(find.to)) this.#neighbours.send(by, { o: 'found', path: [...path, find.to], at: path.length - 2 })
    } else if (path.length <= SEARCH) this.#neighbours.sendAll({ ...find, path }, by)
  }

  #settle(to: string, path: readonly string[] | undefined): void {
    const finding = this.#finding.get(to)
    this.#finding.delete(to)
    finding?.cancel()
    if (path) this.#remember(to, path)
    finding?.tell(path)
  }
  #remember(to: string, path: readonly string[]): void {
    this.#known.delete(to)
    this.#known.set(to, { path, until: this.#ports.clock.now() + KNOWN_FOR })
    const [oldest] = this.#known.keys()
    if (this.#known.size > KNOWN) this.#known.delete(oldest as string)
  }
}
