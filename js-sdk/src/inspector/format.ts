import type { PathSnapshot, Traffic } from './recording.js'

/** What is shown where nothing is known. */
export const NOTHING = '–'
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']
const SHORT = 8

/** Bytes in powers of a thousand, with three digits; not broken between lines. */
export function bytes(count: number): string {
  const power = Math.min(UNITS.length - 1, count < 1_000 ? 0 : Math.floor(Math.log10(count) / 3))
  const value = count / 1_000 ** power
  return `${power === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)}\u00a0${UNITS[power]}`
}

/** One direction of the traffic of a link, in two lines: what has gone in all, and in a second. */
export function traffic(direction: keyof Traffic, all: Traffic | undefined, rates: Traffic | undefined): string {
  if (!all) return NOTHING
  return `${bytes(all[direction])}\n${bytes(rates?.[direction] ?? 0)}/s`
}

/** A span of milliseconds, in its two largest units. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  const [minutes, hours, days] = [Math.floor(seconds / 60), Math.floor(seconds / 3_600), Math.floor(seconds / 86_400)]
  if (days > 0) return `${days} d ${hours % 24} h`
  if (hours > 0) return `${hours} h ${minutes % 60} min`
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`
}

/** A moment as the time of day, with milliseconds. */
export function moment(time: number): string {
  const date = new Date(time)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

/** The beginning of an id, which is enough to tell a few apart. */
export function short(id: string): string {
  return id.length > SHORT ? `${id.slice(0, SHORT)}…` : id
}

export function path(path: PathSnapshot | undefined): string {
  if (!path) return NOTHING
  const local = path.relayProtocol ? `${path.local} (${path.relayProtocol})` : path.local
  return `${path.kind}: ${local} ↔ ${path.remote}, ${path.protocol}`
}

export function roundTrip(path: PathSnapshot | undefined): string {
  if (path?.roundTrip === undefined) return NOTHING
  return path.roundTrip < 10 ? `${path.roundTrip.toFixed(1)} ms` : `${Math.round(path.roundTrip)} ms`
}
