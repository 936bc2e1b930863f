import { isWhole } from '../data/values.js'
import { isObject } from '../messages.js'
import { DATA, HOPS, ID, MOST_DEGREE, MOST_SCORE, MOST_STEPS, PATH, SEARCH } from './limits.js'

/** What a broadcast is for. */
export type CastKind = 'data' | 'beacon' | 'score'

/** Something for everybody. */
export interface Cast {
  readonly o: 'cast'
  readonly kind: CastKind
  readonly from: string
  /** Unique for `from`. */
  readonly id: string
  /** Links it may still cross. */
  readonly hops: number
  readonly data: string
}

/** Looks for a peer that takes a link to the first of the path. */
export interface Walk {
  readonly o: 'walk'
  /** Everybody it has come by, in order. */
  readonly path: readonly string[]
}

/** A signal on its way along the path. */
export interface Carry {
  readonly o: 'carry'
  readonly path: readonly string[]
  /** Where in the path its receiver stands. */
  readonly at: number
  readonly data: string
}

/** Looks for a peer by name; goes to all within some links. */
export interface Find {
  readonly o: 'find'
  readonly id: string
  readonly to: string
  readonly path: readonly string[]
}

/** The answer: the path to the peer that was looked for, and on its way back. */
export interface Found {
  readonly o: 'found'
  readonly path: readonly string[]
  readonly at: number
}

/** Asks the receiver to make a link to `to` and to give up the one to the sender for it. */
export interface Move {
  readonly o: 'move'
  readonly to: string
}

/** How many links the sender has. */
export interface Degree {
  readonly o: 'degree'
  readonly degree: number
}

/** The scores of the sender of a star and of the relays that it sees. */
export interface Scores {
  readonly o: 'scores'
  readonly scores: readonly (readonly [peer: string, score: number])[]
  /** Whether the links stand that the sender needs with those relays. */
  readonly stands: boolean
}

/** What overlays tell each other: messages of the action `almenara/overlay` (section 8 of docs/protocol.md). */
export type OverlayFrame = Cast | Walk | Carry | Find | Found | Move | Degree | Scores

/** Scores in one message. */
export const SCORES_AT_ONCE = 32

const KINDS: readonly unknown[] = ['data', 'beacon', 'score'] satisfies CastKind[]

/** The frame if it is one, with none of its bounds broken; else undefined. */
export function parseFrame(frame: unknown): OverlayFrame | undefined {
  return isObject(frame) && isSound(frame) ? frame as unknown as OverlayFrame : undefined
}

function isSound(frame: Record<string, unknown>): boolean {
  switch (frame.o) {
    case 'cast': return KINDS.includes(frame.kind) && isId(frame.from) && isId(frame.id) && isWhole(frame.hops, 0, HOPS) && isData(frame.data)
    case 'walk': return isPath(frame.path, 1, MOST_STEPS)
    case 'carry': return isPath(frame.path, 2, PATH) && isWhole(frame.at, 1, frame.path.length - 1) && isData(frame.data)
    case 'find': return isId(frame.id) && isId(frame.to) && isPath(frame.path, 1, SEARCH)
    case 'found': return isPath(frame.path, 2, PATH) && isWhole(frame.at, 0, frame.path.length - 2)
    case 'move': return isId(frame.to)
    case 'degree': return isWhole(frame.degree, 0, MOST_DEGREE * 2)
    case 'scores': return isScores(frame.scores) && typeof frame.stands === 'boolean'
    default: return false
  }
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= ID
}

function isData(value: unknown): value is string {
  return typeof value === 'string' && value.length <= DATA
}

function isScores(value: unknown): boolean {
  return Array.isArray(value) && value.length <= SCORES_AT_ONCE
    && value.every((each) => Array.isArray(each) && each.length === 2 && isId(each[0]) && isWhole(each[1], 0, MOST_SCORE))
}

/** Whether these are the ids of so many peers, none of them twice: nothing goes in circles. */
export function isPath(value: unknown, least: number, most: number): value is string[] {
  return Array.isArray(value) && value.length >= least && value.length <= most && value.every(isId) && new Set(value).size === value.length
}
