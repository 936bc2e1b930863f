/** Statistics as browsers give them, with what matters here and a little of what does not. */
export type Stat = { id: string; type: string; [field: string]: unknown }

export const report = (...all: Stat[]): RTCStatsReport => new Map(all.map((each) => [each.id, each])) as unknown as RTCStatsReport

/** Chromium: a transport that names the pair and counts the bytes of all. */
export function chromium({ sent = 1_000, received = 2_000 } = {}): RTCStatsReport {
  return report(
    { id: 'T01', type: 'transport', selectedCandidatePairId: 'CPa', bytesSent: sent, bytesReceived: received, iceState: 'connected', dtlsState: 'connected' },
    { id: 'CPb', type: 'candidate-pair', state: 'succeeded', nominated: true, localCandidateId: 'Ib', remoteCandidateId: 'Ic', bytesSent: 7, bytesReceived: 8 },
    { id: 'CPa', type: 'candidate-pair', state: 'succeeded', nominated: true, localCandidateId: 'Ia', remoteCandidateId: 'Ic', bytesSent: 900, bytesReceived: 1_900, currentRoundTripTime: 0.025, totalRoundTripTime: 9, responsesReceived: 9 },
    { id: 'Ia', type: 'local-candidate', candidateType: 'relay', protocol: 'udp', relayProtocol: 'tcp', address: '203.0.113.7', port: 50_000, url: 'turn:relay.example' },
    { id: 'Ib', type: 'local-candidate', candidateType: 'host', protocol: 'udp', address: '192.168.1.2', port: 4_000 },
    { id: 'Ic', type: 'remote-candidate', candidateType: 'srflx', protocol: 'udp', address: '2001:db8::5', port: 6_000 },
    { id: 'D1', type: 'data-channel', label: 'almenara', messagesSent: 3, messagesReceived: 4, bytesSent: 30, bytesReceived: 40 },
  )
}

/** Firefox without a transport: the pair is marked, and each counts its own bytes. */
export function firefox(): RTCStatsReport {
  return report(
    { id: 'p1', type: 'candidate-pair', state: 'succeeded', nominated: true, selected: false, localCandidateId: 'l1', remoteCandidateId: 'r1', bytesSent: 100, bytesReceived: 200 },
    { id: 'p2', type: 'candidate-pair', state: 'succeeded', nominated: true, selected: true, localCandidateId: 'l2', remoteCandidateId: 'r1', bytesSent: 10, bytesReceived: 20, totalRoundTripTime: 0.3, responsesReceived: 10 },
    { id: 'l1', type: 'local-candidate', candidateType: 'relay', protocol: 'udp', address: '203.0.113.7', port: 50_000 },
    { id: 'l2', type: 'local-candidate', candidateType: 'host', protocol: 'udp', address: 'b1e5.local', port: 4_000 },
    { id: 'r1', type: 'remote-candidate', candidateType: 'prflx', protocol: 'udp', address: '(redacted)', port: 6_000 },
  )
}
