import { pathOf, type Report, type Stats } from '../paths.js'
import type { PathSnapshot, Traffic } from './recording.js'

/** Fields that only the inspector reads (https://www.w3.org/TR/webrtc-stats/); a browser may lack each of them. */
interface Details extends Partial<Stats> {
  readonly address?: string | null
  readonly port?: number
  readonly relayProtocol?: string
  readonly totalRoundTripTime?: number
  readonly responsesReceived?: number
}

/** What the statistics of a connection say of it. */
export interface Sampled {
  readonly path: PathSnapshot | undefined
  readonly bytes: Traffic | undefined
  readonly messages: Traffic | undefined
}

/** Reads what `getStats` has given. */
export function readStats(report: Report): Sampled {
  const of = (type: string): Stats[] => [...report.values()].filter((stats) => stats.type === type)
  return {
    path: path(report),
    bytes: sum(of('transport'), 'bytesSent', 'bytesReceived') ?? sum(of('candidate-pair'), 'bytesSent', 'bytesReceived'),
    messages: sum(of('data-channel'), 'messagesSent', 'messagesReceived'),
  }
}

function path(report: Report): PathSnapshot | undefined {
  const { pair, path } = pathOf(report)
  if (!path) return undefined
  const mine: Details = report.get(pair?.localCandidateId) ?? {}
  const theirs: Details = report.get(pair?.remoteCandidateId) ?? {}
  return {
    ...path,
    roundTrip: path.roundTrip ?? meanRoundTrip(pair ?? {}),
    localAddress: place(mine),
    remoteAddress: place(theirs),
    relayProtocol: path.local === 'relay' ? mine.relayProtocol : undefined,
  }
}

/** In milliseconds, where the last one is not told. */
function meanRoundTrip({ totalRoundTripTime: total, responsesReceived: count }: Details): number | undefined {
  return total !== undefined && count ? total / count * 1_000 : undefined
}

/** The browser hides an address that the other end has not told it: there is none then, or in Firefox a word in its place. */
function place({ address, port }: Details): string | undefined {
  if (!address || address === '(redacted)') return undefined
  const host = address.includes(':') && !address.startsWith('[') ? `[${address}]` : address
  return port === undefined ? host : `${host}:${port}`
}

function sum(all: readonly Stats[], out: 'bytesSent' | 'messagesSent', back: 'bytesReceived' | 'messagesReceived'): Traffic | undefined {
  const told = all.filter((stats) => stats[out] !== undefined)
  if (told.length === 0) return undefined
  return told.reduce((traffic, stats) => ({ sent: traffic.sent + (stats[out] ?? 0), received: traffic.received + (stats[back] ?? 0) }), { sent: 0, received: 0 })
}
