import { isWhole } from '../data/values.js'
import { misuse } from '../errors.js'
import { byteLength } from '../frames.js'

/** Bounds of what goes to and comes from each peer. */
export interface ActionLimits {
  /** Bytes of one message, request or reply, here and from others. */
  readonly bytes: number
  /** Bytes that what a peer has begun and not ended may come to, all together. */
  readonly memory: number
  /** Requests of a peer that have no reply yet, and messages of it that are not all here, together. */
  readonly inbound: number
  /** Milliseconds without news of a message after which it has failed. */
  readonly patience: number
}

const MIB = 1_048_576
/** As many bytes go in one frame; all but the last of a message have exactly so many, so that small ones can't fill the memory with their overhead. */
export const CHUNK = 16_384
/** Bytes after which the receiver says how much it has. */
export const TELL_EVERY = 4 * CHUNK
/** Characters of a name, and of the type of a Blob. */
export const NAME_LENGTH = 64
export const TYPE_LENGTH = 255
/** Bytes of metadata as JSON. */
export const METADATA = 4_096
/** Characters of what a handler's error says, and of its code. */
export const MESSAGE_LENGTH = 1_024
export const CODE_LENGTH = 64
/** Milliseconds until a reply is here. */
const TIMEOUT = 30_000
const LONGEST = 2 ** 31 - 1

const DEFAULTS: ActionLimits = { bytes: 64 * MIB, memory: 128 * MIB, inbound: 256, patience: 30_000 }
const LEAST: ActionLimits = { bytes: 1, memory: 1, inbound: 1, patience: 1_000 }
/** An offset has 32 bits. */
const MOST: ActionLimits = { bytes: 1_024 * MIB, memory: 4_096 * MIB, inbound: 4_096, patience: 3_600_000 }

/** The memory is twice the bytes unless told. */
export function actionLimits(options: Partial<ActionLimits>): ActionLimits {
  const limits = { ...DEFAULTS, memory: 2 * (options.bytes ?? DEFAULTS.bytes) }
  for (const name of Object.keys(DEFAULTS) as (keyof ActionLimits)[]) {
    const value = options[name]
    if (value === undefined) continue
    if (!isWhole(value, LEAST[name], MOST[name])) throw misuse(`Give ${name} as a whole number from ${LEAST[name]} to ${MOST[name]}.`)
    limits[name] = value
  }
  if (limits.memory < limits.bytes) throw misuse('Give memory for one message at least.')
  return limits
}

export function timeoutOf(timeout: number = TIMEOUT): number {
  if (timeout === Infinity || isWhole(timeout, 1, LONGEST)) return timeout
  throw misuse(`Give timeout as a whole number of milliseconds from 1 to ${LONGEST}, or Infinity.`)
}

export function isName(name: unknown): name is string {
  return typeof name === 'string' && name !== '' && name.length <= NAME_LENGTH
}

/** Whether the text takes at most so many bytes in UTF-8. */
export function fits(text: string, bytes: number): boolean {
  return text.length <= bytes && byteLength(text) <= bytes
}
