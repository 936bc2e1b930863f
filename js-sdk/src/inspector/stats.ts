import type { PathSnapshot, Traffic } from './recording.js'

/** The fields that are read of the statistics of a connection (https://www.w3.org/TR/webrtc-stats/), each of which a browser may lack. */
interface Stats {
  readonly id: string
  readonly type: string
  readonly state?: string
  readonly nominated?: boolean
  readonly selected?: boolean
  readonly selectedCandidatePairId?: string
  readonly localCandidateId?: string
  readonly remoteCandidateId?: string
  readonly currentRoundTripTime?: number
  readonly totalRoundTripTime?: number
  readonly responsesReceived?: number
  readonly candidateType?: string
  readonly protocol?: string
  readonly relayProtocol?: string
  readonly address?: string | null
  readonly port?: number
  readonly bytesSent?: number
  readonly bytesReceived?: number
  readonly messagesSent?: number
  readonly messagesReceived?: number
}

/** What the statistics of a connection say of it. */
export interface LinkStats {
  readonly path: PathSnapshot | undefined
  readonly bytes: Traffic | undefined
  readonly messages: Traffic | undefined
}

/** Reads what `getStats` has given. */
export function readStats(report: RTCStatsReport): LinkStats {
  const all = new Map([...report.values() as Iterable<Stats>].map((stats) => [stats.id, stats]))
  const of = (type: string): Stats[] => [...all.values()].filter((stats) => stats.type === type)
  const channels = of('data-channel')
  return {
    path: path(all, selectedPair(of('transport'), of('candidate-pair'))),
    bytes: sum(of('transport'), 'bytesSent', 'bytesReceived') ?? sum(of('candidate-pair'), 'bytesSent', 'bytesReceived'),
    messages: sum(channels, 'messagesSent', 'messagesReceived'),
  }
}

/** Chromium and Safari name the pair in the transport; Firefox, which has long had no transport, marks the pair as selected. */
function selectedPair(transports: readonly Stats[], pairs: readonly Stats[]): Stats | undefined {
  const id = transports.find((transport) => transport.selectedCandidatePairId)?.selectedCandidatePairId
  return pairs.find((pair) => pair.id === id) ?? pairs.find((pair) => pair.selected) ?? pairs.find((pair) => pair.nominated && pair.state === 'succeeded')
}

function path(all: ReadonlyMap<string, Stats>, pair: Stats | undefined): PathSnapshot | undefined {
  const mine = all.get(pair?.localCandidateId ?? '')
  const theirs = all.get(pair?.remoteCandidateId ?? '')
  if (!pair || !mine || !theirs) return undefined
  const { candidateType: local = 'unknown', protocol = 'udp' } = mine
  const { candidateType: remote = 'unknown' } = theirs
  return {
    kind: local === 'relay' || remote === 'relay' ? 'relayed' : 'direct',
    roundTrip: roundTrip(pair),
    local, remote, protocol,
    localAddress: place(mine),
    remoteAddress: place(theirs),
    relayProtocol: local === 'relay' ? mine.relayProtocol : undefined,
  }
}

/** In milliseconds: the last one, or their mean where only that is told. */
function roundTrip({ currentRoundTripTime: last, totalRoundTripTime: total, responsesReceived: count }: Stats): number | undefined {
  if (last !== undefined) return last * 1_000
  return total !== undefined && count ? total / count * 1_000 : undefined
}

/** The browser hides an address that the other end has not told it: there is none then, or in Firefox a word in its place. */
function place({ address, port }: Stats): string | undefined {
  if (!address || address === '(redacted)') return undefined
  const host = address.includes(':') && !address.startsWith('[') ? `[${address}]` : address
  return port === undefined ? host : `${host}:${port}`
}

function sum(all: readonly Stats[], out: 'bytesSent' | 'messagesSent', back: 'bytesReceived' | 'messagesReceived'): Traffic | undefined {
  const told = all.filter((stats) => stats[out] !== undefined)
  if (told.length === 0) return undefined
  return told.reduce((traffic, stats) => ({ sent: traffic.sent + (stats[out] ?? 0), received: traffic.received + (stats[back] ?? 0) }), { sent: 0, received: 0 })
}
