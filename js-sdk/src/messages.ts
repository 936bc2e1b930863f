import { broken, type RefusalCode } from './errors.js'

/** The typed messages of docs/protocol.md, section 3. */

/** The first command of a connection. `proof`: of who joins a sealed room; empty while it is to come. */
export type Opening =
  | { type: 'join'; proof?: string | undefined }
  | { type: 'resume'; token: string; epoch: string | number; offset: number; proof?: string | undefined }

/** The number of what opens a connection: always the same, so that work for a join is good for the next try. */
export const OPENING = 0

/** As it goes over a connection. */
export type Numbered = Opening & { ref: number }

export type Command =
  | Opening
  | { type: 'signal'; data: unknown; to?: string | undefined; id?: string }
  | { type: 'offer'; data: unknown; to?: string; life?: number }
  | { type: 'offers'; from?: string }
  | { type: 'claim'; offer?: string; from?: string; except?: string[] }
  | { type: 'answer'; offer: string; data: unknown }
  | { type: 'release' | 'hold' | 'withdraw'; offer: string }
  | { type: 'refresh'; offer: string; data: unknown; life?: number }
  | { type: 'leave'; keep?: boolean }
  | { type: 'ping' }

/** A command as it goes: encoded once, so that what is sent again is the same. `pow`, `proof`: what goes in the head of a request. */
export interface Sent { readonly ref: number; readonly text: string; readonly pow?: string | undefined; readonly proof?: string | undefined }

export interface Ok {
  type: 'ok'
  ref?: number | string
  epoch?: string | number
  offset?: number
  offer?: string
  from?: string
  data?: unknown
  expires?: number
  offers?: { offer: string; from: string; to?: string; expires: number }[]
}

export interface Refused {
  type: 'refused'
  ref?: number | string
  code: RefusalCode
  message: string
  retryAfter?: number
  /** With the code `price`: what the node asks, as text, and for which action; empty when it was the purse that refused. */
  quote?: string
  action?: number
  /** With the code `proof`: what has to be signed. */
  challenge?: string
}

/** What a post costs now at this node. */
export interface Price {
  type: 'price'
  ref?: undefined
  quote: string
}

export interface Joined {
  type: 'joined'
  ref?: number | string
  self: string
  epoch: string | number
  offset: number
  node: string
  token: string
  members?: { peer: string }[]
  recovered?: boolean
  iceServers?: RTCIceServer[]
  limits?: { message: number; queue: number; resume: number; grace: number }
}

export type RoomEvent =
  | { type: 'peer-joined'; offset: number; peer: string }
  | { type: 'peer-left'; offset: number; peer: string; reason: 'left' | 'timeout' | 'detached' }
  | { type: 'signal'; offset: number; from?: string; to?: string; id?: string; data: unknown }
  | { type: 'offer-opened'; offset: number; offer: string; from: string; to?: string }
  | { type: 'offer-closed'; offset: number; offer: string; from: string; reason: string }
  | { type: 'answer'; offset: number; offer: string; from: string; data: unknown }
  | { type: 'cursor'; offset: number }
  | { type: 'drain'; delay: number }
  | { type: 'closed'; code: number }
  | { type: 'challenge'; challenge: string }

export type ServerMessage = Ok | Refused | Joined | Price | RoomEvent

/** The fields that the SDK reads and a message has to have; `offset` and `delay` are numbers, `epoch` and `data` anything, the rest text. */
const REQUIRED = /* @__PURE__ */ new Map<unknown, string>(/* @__PURE__ */ Object.entries({
  ok: '',
  refused: 'code message',
  joined: 'self epoch offset node token',
  'peer-joined': 'offset peer',
  'peer-left': 'offset peer reason',
  signal: 'offset data',
  'offer-opened': 'offset',
  'offer-closed': 'offset',
  answer: 'offset offer from data',
  cursor: 'offset',
  drain: 'delay',
  closed: '',
  price: 'quote',
  challenge: 'challenge',
} satisfies Record<ServerMessage['type'], string>))

/**
 * A message of a node. Undefined for a type that this version does not know (such are ignored);
 * throws when it is not JSON, or a field is missing or of the wrong type.
 */
export function decode(text: string): ServerMessage | undefined {
  const message: unknown = JSON.parse(text)
  if (!isObject(message)) throw broken('a message of the node')
  const required = REQUIRED.get(message.type)
  const wrong = required?.match(/\w+/g)?.find((field) => !isProper(field, message[field]))
  if (wrong) throw broken(`${wrong} in a message of the node`)
  return required === undefined ? undefined : message as unknown as ServerMessage
}

function isProper(field: string, value: unknown): boolean {
  if (field === 'epoch' || field === 'data') return value !== undefined
  return typeof value === (field === 'offset' || field === 'delay' ? 'number' : 'string')
}

/** A command as the text of one frame; fields that are undefined are left out. */
export const encode: (command: Command & { ref?: number }) => string = JSON.stringify

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
