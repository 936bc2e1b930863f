import type { Path } from './path.js'

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
  const report = await pc.getStats() as unknown as ReadonlyMap<string | undefined, Stats>
  const pair = selectedPair([...report.values()])
  const mine = report.get(pair?.localCandidateId)
  const theirs = report.get(pair?.remoteCandidateId)
  if (!pair || !mine || !theirs) return undefined
  const { candidateType: local = 'unknown', protocol = 'udp' } = mine
  const { candidateType: remote = 'unknown' } = theirs
  return {
    kind: local === 'relay' || remote === 'relay' ? 'relayed' : 'direct',
    roundTrip: pair.currentRoundTripTime === undefined ? undefined : pair.currentRoundTripTime * 1000,
    local,
    remote,
    protocol,
  }
}

/** Firefox marks the pair as selected, the others name it in the transport. */
function selectedPair(all: Stats[]): Stats | undefined {
  const id = all.find((stats) => stats.selectedCandidatePairId)?.selectedCandidatePairId
  const pairs = all.filter(({ type }) => type === 'candidate-pair')
  return pairs.find((pair) => pair.id === id || pair.selected) ?? pairs.find((pair) => pair.nominated && pair.state === 'succeeded')
}
