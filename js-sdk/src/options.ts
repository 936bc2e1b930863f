import { type Backoff, fullJitter } from './backoff.js'
import { misuse } from './errors.js'
import { isRoomId } from './ids.js'
import type { Contact } from './seal/contacts.js'
import type { TransportName } from './transport.js'

/** How many offers this peer keeps standing for those who come. */
export interface PoolOptions {
  /** Standing offers when nobody comes. Default 2. */
  size?: number
  /** The most when many come; 8 at most. Default 6. */
  max?: number
  /** Seconds that an offer lives; it is refreshed at half of them. 5 to 120, default 60. */
  life?: number
}

/** Who this user is for those who know it, and whom it knows. */
export interface ContactOptions {
  /** What others know this user by: `newContact()` of `almenara/seal`, or `contactOf(pair)` with a pair that was kept. */
  own: Contact
  /** The keys of those whom this user knows, 64 at most. With its own among them, the user's other devices are known too. */
  known: readonly string[]
  /** `true`: only those are peers of this room; no link is made with others, and nothing that they say is heard. Default `false`. */
  onlyKnown?: boolean
}

export interface Options {
  /** Leaves the room when it is aborted. Default: none. */
  signal?: AbortSignal
  /**
   * STUN and TURN servers, added to those that the node names; a function is asked for each connection, and again before a
   * credential of the TURN REST API ends that it has given. Default: none.
   */
  iceServers?: RTCIceServer[] | (() => Promise<RTCIceServer[]>)
  /** Whether the node's TURN servers are used, for work, where there is no other path. Default `true`. */
  turn?: boolean
  /** Connects through TURN servers only, so that no peer learns the address of this one. Default `false`. */
  relayOnly?: boolean
  /** The most work that is done for one thing when a node asks for it, in expected hashes. Default 2^24, the most that nodes ask. */
  maxWork?: number
  /**
   * `'auto'`: a WebSocket, or server-sent events and POST where WebSockets are blocked. The others allow one of them
   * only. Default `'auto'`.
   */
  transport?: 'auto' | TransportName
  /** The standing offers; `false`: none, each connection is negotiated when it is needed. Default `{}`. */
  pool?: PoolOptions | false
  /** The most milliseconds that gathering may hold up a standing offer. Default 1500. */
  gather?: number
  /** Milliseconds until `joined` rejects when no node lets us in; `Infinity` never gives up. Default 30000. */
  timeout?: number
  /** The class that makes connections. Default: the browser's; has to be given in Node. */
  peerConnection?: typeof RTCPeerConnection
  /** Default: the platform's; has to be given in Node 20, for example that of the package `ws`. */
  webSocket?: typeof WebSocket
  /** Default: the platform's. */
  fetch?: typeof fetch
  /** Milliseconds to wait before an attempt; the first one after a loss is attempt 0. Default: full jitter, 10 s at most. */
  backoff?: Backoff
  /**
   * Who is linked with whom: `'full'`: everybody with everybody; `'partial'`: with a few at random, for rooms of any size; `'star'`: with a few that
   * relay for the others, for rooms of a hundred or two. Everybody in the room needs the same. Default `'full'`.
   */
  topology?: 'full' | 'partial' | 'star'
  /** In a partial mesh: how many links this peer wants, 3 to 32. Default 6. */
  degree?: number
  /** In a star: how well this peer is equipped to relay, 0 to 1000. Default: by the device and its network. */
  score?: number
  /** Links and signals of those who know each other are sealed to their keys, and `peer.contact` says who they are. Not in a mesh. Default: none. */
  contacts?: ContactOptions
  /**
   * The most connections that this page may have when one is made for this room: those of all its rooms count, standing offers included, which make
   * room for links. From 1; Chromium allows 500 and counts closed ones until they are collected as garbage. Default 128.
   */
  maxConnections?: number
  /** `false`: be in the room, hear and send signals, but make no connections. Default `true`. */
  connect?: boolean
}

/** Options with every default filled in. */
export interface Settings {
  /** The id of the room; empty for one with a secret, from which it follows. */
  readonly room: string
  readonly secret: string | undefined
  readonly signal: AbortSignal | undefined
  readonly iceServers: () => Promise<RTCIceServer[]>
  readonly turn: boolean
  readonly relayOnly: boolean
  readonly maxWork: number
  readonly transport: 'auto' | TransportName
  readonly pool: Required<PoolOptions> | undefined
  readonly gather: number
  readonly timeout: number
  readonly peerConnection: typeof RTCPeerConnection | undefined
  readonly webSocket: typeof WebSocket | undefined
  readonly fetch: typeof fetch
  readonly backoff: Backoff
  readonly maxConnections: number
  readonly connect: boolean
  /** Absent: everybody is linked with everybody. */
  readonly topology: { readonly is: 'partial' | 'star'; readonly degree?: number | undefined; readonly score?: number | undefined } | undefined
}

/** The secret of a sealed room (section 10 of the protocol), by its form. */
const SECRET = /^s1\.[\w-]{43}$/

/** Checks the options and fills in the defaults; throws `misuse` for what can't work. */
export function resolve(room: string, options: Options): Settings {
  const sealed = SECRET.test(room)
  // Not repeated: it may be a secret with a slip in it.
  if (!sealed && !isRoomId(room)) throw misuse("That is no room id: use newRoomId() or roomIdFor('name').")
  const connect = options.connect ?? true
  const peerConnection = options.peerConnection ?? globalThis.RTCPeerConnection
  if (connect && !peerConnection) throw misuse('Pass options.peerConnection, or connect: false.')
  const webSocket = options.webSocket ?? globalThis.WebSocket
  const transport = options.transport ?? (webSocket ? 'auto' : 'sse')
  if (transport === 'websocket' && !webSocket) throw misuse('Pass options.webSocket, or transport: "sse".')
  if (!/^(auto|websocket|sse)$/.test(transport)) throw misuse('Unknown options.transport.')
  const topology = options.topology ?? 'full'
  if (!/^(full|partial|star)$/.test(topology)) throw misuse('Unknown options.topology.')
  const ice = options.iceServers ?? []
  const relayOnly = options.relayOnly ?? false
  return {
    connect, peerConnection, webSocket, transport,
    topology: topology === 'full' || !connect ? undefined : { is: topology, degree: options.degree, score: options.score },
    room: sealed ? '' : room,
    secret: sealed ? room : undefined,
    signal: options.signal,
    iceServers: typeof ice === 'function' ? ice : () => Promise.resolve(ice),
    turn: options.turn ?? true,
    relayOnly,
    maxWork: within(0, Infinity, options.maxWork ?? 2 ** 24, 'maxWork'),
    // A standing offer would hold an allocation.
    pool: connect && !relayOnly ? resolvePool(options.pool ?? {}) : undefined,
    gather: within(0, Infinity, options.gather ?? 1500, 'gather'),
    maxConnections: within(1, Infinity, options.maxConnections ?? 128, 'maxConnections'),
    timeout: within(1, Infinity, options.timeout ?? 30_000, 'timeout'),
    fetch: options.fetch ?? globalThis.fetch,
    backoff: options.backoff ?? fullJitter(),
  }
}

function resolvePool(pool: PoolOptions | false): Required<PoolOptions> | undefined {
  if (!pool) return undefined
  const size = within(0, 8, pool.size ?? 2, 'pool.size')
  const max = within(0, 8, pool.max ?? Math.max(size, 6), 'pool.max')
  return { size, max, life: within(5, 120, pool.life ?? 60, 'pool.life') }
}

/** The value, or `misuse`. @internal */
export function within(least: number, most: number, value: number, name: string): number {
  if (value >= least && value <= most) return value
  throw misuse(`options.${name} has to be ${least} to ${most}.`)
}
