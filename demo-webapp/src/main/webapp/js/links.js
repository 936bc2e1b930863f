// Who is connected to whom: each page tells of its own connections, so that every page knows those between others too.

import { during } from './dom.js'
import { cleanName } from './names.js'
import { readList, Told } from './told.js'

/** Of one page. */
export const MOST_LINKS = 64
const MOST_ID = 64
const LONGEST = 60_000
const KINDS = ['direct', 'relayed']
const CANDIDATES = ['host', 'srflx', 'prflx', 'relay', 'unknown']
const PROTOCOLS = ['udp', 'tcp']
/** Milliseconds between two looks at one's own connections. */
const LOOK = 2_000

/** What a page has told, made safe to show: {node, links: [{to, kind, local, remote, protocol, ms}]}. */
export function readLinks(message) {
  const links = readList(message?.links, MOST_LINKS, link => {
    const { to, kind, local, remote, protocol, ms } = link ?? {}
    const sound = typeof to === 'string' && to.length <= MOST_ID && KINDS.includes(kind) && PROTOCOLS.includes(protocol)
      && CANDIDATES.includes(local) && CANDIDATES.includes(remote)
    return sound ? { to, kind, local, remote, protocol, ms: Number.isFinite(ms) && ms >= 0 && ms <= LONGEST ? Math.round(ms) : undefined } : undefined
  })
  return { node: cleanName(message?.node), links }
}

export class Links {
  #room
  #told
  #own = { node: '', links: [] }
  #listeners = new Set()

  constructor(room, signal) {
    this.#room = room
    this.#told = new Told(room, 'links', readLinks, signal)
    this.#told.onChange(() => this.#changed())
    const timer = setInterval(() => void this.#look(signal), LOOK)
    signal.addEventListener('abort', () => clearInterval(timer), { once: true })
    for (const event of ['peer', 'open', 'close', 'left', 'state']) during(signal, room, event, () => void this.#look(signal))
  }

  onChange(listener) {
    this.#listeners.add(listener)
  }

  /** [{id, node}], oneself included, in the same order on every page. */
  peers() {
    const nodes = new Map(this.#told.all().map(([id, { node }]) => [id, node]))
    const here = this.#room.self === undefined ? [] : [{ id: this.#room.self, node: this.#own.node }]
    return [...here, ...[...this.#room.peers.keys()].map(id => ({ id, node: nodes.get(id) ?? '' }))].sort((one, other) => one.id < other.id ? -1 : 1)
  }

  /** [{from, to, kind, local, remote, protocol, ms}], each connection once: as this page sees it, else as one of its ends does. */
  edges() {
    const here = new Set(this.peers().map(({ id }) => id))
    const edges = new Map()
    for (const [from, { links }] of [[this.#room.self, this.#own], ...this.#told.all()]) {
      for (const link of links) {
        const key = [from, link.to].sort().join(' ')
        if (from !== link.to && here.has(from) && here.has(link.to) && !edges.has(key)) edges.set(key, { from, ...link })
      }
    }
    return [...edges.values()]
  }

  async #look(signal) {
    const links = []
    for (const { id, path } of await this.#paths()) {
      const { kind, local, remote, protocol, roundTrip } = path
      links.push({ to: id, kind, local, remote, protocol, ms: roundTrip === undefined ? undefined : Math.max(1, Math.round(roundTrip)) })
    }
    const own = { node: this.#room.node?.name ?? '', links: links.slice(0, MOST_LINKS) }
    if (signal.aborted) return
    if (JSON.stringify(own) !== JSON.stringify(this.#own)) {
      this.#own = own
      this.#told.tell(own)
    }
    this.#changed()
  }

  async #paths() {
    const all = [...this.#room.peers.values()].map(async peer => ({ id: peer.id, path: await peer.path().catch(() => undefined) }))
    return (await Promise.all(all)).filter(({ path }) => path)
  }

  #changed() {
    for (const listener of this.#listeners) listener()
  }
}
