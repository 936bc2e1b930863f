import type { Path } from './path.js'

type Figure =
  | 'timestamp' | 'currentRoundTripTime' | 'roundTripTime' | 'availableOutgoingBitrate' | 'bytesSent' | 'bytesReceived' | 'messagesSent' | 'messagesReceived'
  | 'packetsSent' | 'packetsReceived' | 'packetsLost' | 'jitter' | 'framesEncoded' | 'framesDecoded' | 'frameWidth' | 'frameHeight'

/** One entry of the statistics of a connection: of every kind the fields that are read (W3C webrtc-stats). */
export interface Stats extends Partial<Record<Figure, number>> {
  id: string
  type: string
  dataChannelIdentifier?: number
  state?: string
  nominated?: boolean
  selected?: boolean
  selectedCandidatePairId?: string
  localCandidateId?: string
  remoteCandidateId?: string
  candidateType?: string
  protocol?: string
  kind?: 'audio' | 'video'
  mediaType?: 'audio' | 'video'
  localId?: string
  remoteId?: string
  mediaSourceId?: string
  trackIdentifier?: string
}

export type Report = ReadonlyMap<string | undefined, Stats>

export async function reportOf(pc: RTCPeerConnection): Promise<Report> {
  return await pc.getStats() as unknown as Report
}

/** The path in use, from the connection's statistics; undefined while there is none. */
export async function selectedPath(pc: RTCPeerConnection): Promise<Path | undefined> {
  return pathOf(await reportOf(pc)).path
}

export function pathOf(report: Report): { pair: Stats | undefined; path: Path | undefined } {
  const pair = selectedPair([...report.values()])
  const mine = report.get(pair?.localCandidateId)
  const theirs = report.get(pair?.remoteCandidateId)
  if (!pair || !mine || !theirs) return { pair, path: undefined }
  const { candidateType: local = 'unknown', protocol = 'udp' } = mine
  const { candidateType: remote = 'unknown' } = theirs
  const path: Path = {
    kind: local === 'relay' || remote === 'relay' ? 'relayed' : 'direct',
    roundTrip: pair.currentRoundTripTime === undefined ? undefined : pair.currentRoundTripTime * 1000,
    local,
    remote,
    protocol,
  }
  return { pair, path }
}

/** Firefox marks the pair as selected, the others name it in the transport. */
function selectedPair(all: Stats[]): Stats | undefined {
  const id = all.find((stats) => stats.selectedCandidatePairId)?.selectedCandidatePairId
  const pairs = all.filter(({ type }) => type === 'candidate-pair')
  return pairs.find((pair) => pair.id === id || pair.selected) ?? pairs.find((pair) => pair.nominated && pair.state === 'succeeded')
}
