import type { LogEntry } from '../events.js'
import type { Peer } from '../peer.js'
import type { WorkInfo } from '../purse.js'
import type { Room } from '../room.js'
import { LinkWatch } from './linkwatch.js'
import type { Entry, PeerSnapshot, RoomSnapshot } from './recording.js'
import { withoutSecrets } from './redact.js'
import { Credentials } from './credentials.js'

/** Lines of a room's log that are counted, by the count. */
const LINES = {
  attempts: /^connecting to /,
  lost: /^connection lost: /,
  answered: /^offer \S+ was answered$/,
  claimed: /^claimed offer /,
  failed: /^no offers?: /,
}

/** One room: what its events tell, and the connections of its peers. */
export class RoomWatch {
  readonly room: Room
  readonly #label: string
  readonly #add: (entry: Omit<Entry, 'number'>) => void
  readonly #since = Date.now()
  readonly #ends: (() => void)[]
  readonly #counts = { attempts: 0, lost: 0, answered: 0, claimed: 0, failed: 0 }
  readonly #work = { paid: 0, givenUp: 0, refused: 0, hashes: 0, took: 0 }
  readonly #links = new Map<RTCPeerConnection, LinkWatch>()
  readonly #credentials = new Credentials()
  /** How often a link to each peer has opened. */
  readonly #opened = new Map<string, number>()
  #phase: 'open' | 'closed' = 'open'
  #joined: number
  #paid = 0

  constructor(room: Room, label: string, add: (entry: Omit<Entry, 'number'>) => void) {
    this.room = room
    this.#label = label
    this.#add = add
    this.#joined = room.state === 'connecting' ? 0 : 1
    for (const { id, state } of room.peers.values()) if (state === 'connected' || state === 'reconnecting') this.#opened.set(id, 1)
    this.#ends = [
      room.on('log', (entry) => this.#logged(entry)),
      room.on('state', (state) => { if (state === 'joined') this.#joined++ }),
      room.on('open', ({ id }) => void this.#opened.set(id, (this.#opened.get(id) ?? 0) + 1)),
      room.on('left', ({ id }) => void this.#opened.delete(id)),
      room.on('signal', (_, peer) => this.#note('signal', 'a signal of the application', peer?.id)),
      room.on('track', ({ kind }, _, { id }) => this.#note('media', `a track: ${kind}`, id)),
      room.on('ended', (_, { id }) => this.#note('media', 'a stream has ended', id)),
      room.on('error', ({ code, message, peer }) => this.#note('error', `${code}: ${message}`, peer)),
      room.on('price', ({ action, work, maxWork }) => {
        this.#work.refused++
        this.#note('work', `${action} takes ${work} hashes, ${maxWork} are allowed`)
      }),
      room.on('work', (work) => this.#worked(work)),
    ]
    this.#refresh()
  }

  /** Reads the statistics of every link. */
  async sample(): Promise<void> {
    this.#refresh()
    await Promise.all([...this.#links.values()].map((link) => link.sample()))
  }

  snapshot(): RoomSnapshot {
    this.#refresh()
    const { room } = this
    const { attempts, lost, ...pool } = this.#counts
    const peers = [...room.peers.values()].map((peer) => this.#peer(peer))
    const paths = peers.flatMap(({ path }) => path ?? [])
    return {
      label: this.#label, self: room.self, state: room.state, since: this.#since,
      signaling: {
        node: room.node?.name,
        url: room.node && withoutSecrets(room.node.url),
        transport: room.node?.transport,
        attempts, lost, reconnects: Math.max(0, this.#joined - 1),
      },
      work: { ...this.#work },
      pool,
      relays: {
        links: paths.length,
        relayed: paths.filter(({ kind }) => kind === 'relayed').length,
        credentials: this.#credentials.count,
        paid: this.#paid,
        until: this.#credentials.until,
      },
      peers,
    }
  }

  close(): void {
    this.#phase = 'closed'
    for (const end of this.#ends) end()
    for (const link of this.#links.values()) link.close()
  }

  #peer({ id, state, connection, channel }: Peer): PeerSnapshot {
    const link = connection && this.#links.get(connection)
    return {
      id, state,
      since: link?.since,
      links: this.#opened.get(id) ?? 0,
      restarts: link?.restarts ?? 0,
      ice: link?.ice,
      path: link?.stats?.path,
      bytes: link?.stats?.bytes,
      rates: link?.rates,
      messages: link?.stats?.messages,
      buffered: channel?.bufferedAmount,
    }
  }

  #logged({ kind, text, peer }: LogEntry): void {
    for (const [name, line] of Object.entries(LINES)) if (line.test(text)) this.#counts[name as keyof typeof LINES]++
    this.#note(kind, text, peer)
    this.#refresh()
    // The line comes before what it tells of: the connection is there in a moment.
    queueMicrotask(() => { if (this.#phase === 'open') this.#refresh() })
  }

  #worked({ action, state, work, done, took }: WorkInfo): void {
    if (state === 'working') return
    this.#work.hashes += done
    this.#work.took += took
    this.#work[state === 'paid' ? 'paid' : 'givenUp']++
    if (state === 'paid' && action === 'token') this.#paid++
    this.#note('work', `${action}: ${state}, ${done} of about ${work} hashes in ${Math.round(took)} ms`)
  }

  #note(kind: Entry['kind'], text: string, peer?: string): void {
    this.#add({ time: Date.now(), room: this.#label, kind, text, peer })
  }

  /** Watches the connections that the peers have now, and no others. One that goes on under the new id of its peer stays the same. */
  #refresh(): void {
    const gone = new Set(this.#links.keys())
    for (const peer of this.room.peers.values()) {
      const { connection, state } = peer
      if (!connection) continue
      gone.delete(connection)
      const link = this.#links.get(connection) ?? new LinkWatch(connection, (text) => this.#note('ice', text, this.#owner(connection)))
      this.#links.set(connection, link)
      if (state === 'connected') link.since ??= Date.now()
      this.#credentials.look(connection)
    }
    for (const connection of gone) {
      this.#links.get(connection)?.close()
      this.#links.delete(connection)
    }
  }

  #owner(connection: RTCPeerConnection): string | undefined {
    return [...this.room.peers.values()].find((peer) => peer.connection === connection)?.id
  }
}
