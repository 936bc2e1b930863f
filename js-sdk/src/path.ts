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
  const all: Stats[] = []
  ;(await pc.getStats()).forEach((stats: Stats) => void all.push(stats))
  const find = (id: string | undefined): Stats | undefined => all.find((stats) => stats.id === id)
  const pair = selectedPair(all)
  const local = find(pair?.localCandidateId)
  const remote = find(pair?.remoteCandidateId)
  if (!pair || !local || !remote) return undefined
  const kinds = [local, remote].map(({ candidateType = 'unknown' }) => candidateType) as [string, string]
  return {
    kind: kinds.includes('relay') ? 'relayed' : 'direct',
    roundTrip: pair.currentRoundTripTime === undefined ? undefined : pair.currentRoundTripTime * 1000,
    local: kinds[0],
    remote: kinds[1],
    protocol: local.protocol ?? 'udp',
  }
}

/** Firefox marks the pair as selected, the others name it in the transport. */
function selectedPair(all: Stats[]): Stats | undefined {
  const id = all.find((stats) => stats.selectedCandidatePairId)?.selectedCandidatePairId
  const pairs = all.filter(({ type }) => type === 'candidate-pair')
  return pairs.find((pair) => pair.id === id || pair.selected) ?? pairs.find((pair) => pair.nominated && pair.state === 'succeeded')
}
