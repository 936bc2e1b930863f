/** The statistics of a connection with one path. */
export function stats(candidateType: 'host' | 'relay'): Map<string, object> {
  const all = [
    { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
    { id: 'P', type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R' },
    { id: 'L', type: 'local-candidate', candidateType },
    { id: 'R', type: 'remote-candidate', candidateType: 'host' },
  ]
  return new Map(all.map((each) => [each.id, each]))
}

/** Whether a connection may use a relay. */
export function relays({ iceServers = [] }: RTCConfiguration): boolean {
  return iceServers.some(({ urls }) => [urls].flat().some((url) => url.startsWith('turn')))
}
