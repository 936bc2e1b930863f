import { pathOf, type Report, reportOf, type Stats } from './paths.js'
import type { ChannelStats, Flow, LinkStats, TrackStats } from './stats.js'

/** What is measured of a link. */
export interface Measured {
  readonly pc: RTCPeerConnection
  readonly channel: RTCDataChannel | undefined
  /** When it came up. */
  readonly since: number
}

/** Counters in bytes, by what they count, when they were read, and the rates that followed. */
interface Sample { readonly time: number; readonly bytes: Map<string, number>; readonly rates: Map<string, number> }

/** Chromium gives the same figures again for 50 ms. */
const SHORTEST = 100
const SECOND = 1_000

const samples = new WeakMap<RTCPeerConnection, Sample>()

/** The statistics of a link. Rates are those since the call before, unless that was just now. */
export async function linkStats({ pc, channel, since }: Measured, restarts: number): Promise<LinkStats> {
  const report = await reportOf(pc)
  const all = [...report.values()]
  const { pair, path } = pathOf(report)
  const transport = all.find(({ type, bytesSent }) => type === 'transport' && bytesSent !== undefined) ?? pair
  const tracks = all.filter(({ type }) => type === 'outbound-rtp' || type === 'inbound-rtp')
  const bytes = new Map(tracks.map((stats) => [stats.id, (stats.type === 'outbound-rtp' ? stats.bytesSent : stats.bytesReceived) ?? 0]))
  bytes.set('sent', transport?.bytesSent ?? 0).set('received', transport?.bytesReceived ?? 0)
  const { rates } = sample(pc, transport?.timestamp ?? Date.now(), bytes)
  const flow = (name: string): Flow => ({ bytes: bytes.get(name) ?? 0, rate: rates.get(name) })
  return {
    since, restarts, path,
    roundTrip: path?.roundTrip ?? milliseconds(all.find(({ roundTripTime }) => roundTripTime !== undefined)?.roundTripTime),
    sent: flow('sent'),
    received: flow('received'),
    available: pair?.availableOutgoingBitrate,
    channel: channelStats(all, channel),
    media: tracks.map((stats) => ({ ...trackStats(stats, report), ...flow(stats.id) })),
  }
}

/** Reads the counters against those of the call before. */
function sample(pc: RTCPeerConnection, time: number, bytes: Map<string, number>): Sample {
  const before = samples.get(pc)
  const span = before ? time - before.time : 0
  if (before && span < SHORTEST) return before
  const rates = new Map<string, number>()
  for (const [name, count] of bytes) {
    const more = count - (before?.bytes.get(name) ?? NaN)
    // A new path counts from zero where the browser has no figures for the whole.
    if (more >= 0) rates.set(name, more * 8 * SECOND / span)
  }
  const now = { time, bytes, rates }
  samples.set(pc, now)
  return now
}

function channelStats(all: readonly Stats[], channel: RTCDataChannel | undefined): ChannelStats {
  const stats = all.find(({ type, dataChannelIdentifier }) => type === 'data-channel' && dataChannelIdentifier === channel?.id)
  const { messagesSent = 0, messagesReceived = 0, bytesSent = 0, bytesReceived = 0 } = stats ?? {}
  return { messagesSent, messagesReceived, bytesSent, bytesReceived, buffered: channel?.bufferedAmount ?? 0 }
}

/** What the other end has received is in a report of its own. Firefox says `mediaType` in older versions. */
function trackStats(stats: Stats, report: Report): Omit<TrackStats, keyof Flow> {
  const sent = stats.type === 'outbound-rtp'
  const received = sent ? report.get(stats.remoteId) ?? [...report.values()].find(({ localId }) => localId === stats.id) : stats
  return {
    direction: sent ? 'sent' : 'received',
    kind: stats.kind ?? stats.mediaType ?? 'video',
    track: stats.trackIdentifier ?? report.get(stats.mediaSourceId)?.trackIdentifier,
    packets: (sent ? stats.packetsSent : stats.packetsReceived) ?? 0,
    lost: received?.packetsLost,
    jitter: milliseconds(received?.jitter),
    frames: sent ? stats.framesEncoded : stats.framesDecoded,
    width: stats.frameWidth,
    height: stats.frameHeight,
  }
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * SECOND
}
