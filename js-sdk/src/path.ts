/** How a link reaches the other end. */
export interface Path {
  readonly kind: 'direct' | 'relayed'
  /** Milliseconds there and back, once measured. */
  readonly roundTrip: number | undefined
  /** The kinds of the two candidates: host, srflx, prflx or relay. */
  readonly local: string
  readonly remote: string
  readonly protocol: string
}

interface Stats {
  id: string
  type: string
  state?: string
  nominated?: boolean
  selected?: boolean
  selectedCandidatePairId?: string
  localCandidateId?: string
  remoteCandidateId?: string
  currentRoundTripTime?: number
  candidateType?: string
  protocol?: string
}

/** The path in use, from the connection's statistics; undefined while there is none. */
export async function selectedPath(pc: RTCPeerConnection): Promise<Path | undefined> {
  const all = new Map<string, Stats>()
  ;(await pc.getStats()).forEach((stats: Stats) => all.set(stats.id, stats))
  const pair = selectedPair(all)
  const local = all.get(pair?.localCandidateId ?? '')
  const remote = all.get(pair?.remoteCandidateId ?? '')
  if (!pair || !local || !remote) return undefined
  const seconds = pair.currentRoundTripTime
  return {
    kind: local.candidateType === 'relay' || remote.candidateType === 'relay' ? 'relayed' : 'direct',
    roundTrip: seconds === undefined ? undefined : seconds * 1000,
    local: local.candidateType ?? 'unknown',
    remote: remote.candidateType ?? 'unknown',
    protocol: local.protocol ?? 'udp',
  }
}

/** Firefox marks the pair as selected, the others name it in the transport. */
function selectedPair(all: Map<string, Stats>): Stats | undefined {
  const stats = [...all.values()]
  const named = stats.find((one) => one.type === 'transport' && one.selectedCandidatePairId)?.selectedCandidatePairId
  if (named) return all.get(named)
  const pairs = stats.filter((one) => one.type === 'candidate-pair')
  return pairs.find((one) => one.selected) ?? pairs.find((one) => one.nominated && one.state === 'succeeded')
}
