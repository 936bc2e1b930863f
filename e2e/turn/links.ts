/** What the pages of the NAT tests do: each function runs in a page by itself, with nothing from around it. */

interface Link { pc: RTCPeerConnection; channel: RTCDataChannel }

declare global {
  var link: Link
}

/** Joins a room and buys what its members are given. */
export async function iceServers(room: string): Promise<RTCIceServer[]> {
  const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/room/${room}`)
  socket.addEventListener('open', () => socket.send('{"type":"join","ref":1}'))
  const { token } = await new Promise<{ token: string }>((resolve, reject) => {
    socket.addEventListener('message', ({ data }) => resolve(JSON.parse(String(data)) as { token: string }))
    socket.addEventListener('error', () => reject(new Error('the room could not be joined')))
  })
  const response = await fetch('/token', { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: JSON.stringify({ room }) })
  socket.close()
  return (await response.json() as { iceServers: RTCIceServer[] }).iceServers
}

/** An offer with the candidates that are found within 3 s: where UDP is blocked, gathering takes longer than anybody waits. */
export async function gather(servers: RTCIceServer[]): Promise<RTCSessionDescriptionInit> {
  const pc = new RTCPeerConnection({ iceServers: servers })
  globalThis.link = { pc, channel: pc.createDataChannel('test', { negotiated: true, id: 0 }) }
  await pc.setLocalDescription()
  await Promise.race([
    new Promise<void>((resolve) => pc.addEventListener('icecandidate', ({ candidate }) => { if (candidate === null) resolve() })),
    new Promise((resolve) => setTimeout(resolve, 3000)),
  ])
  return { type: 'offer', sdp: pc.localDescription!.sdp }
}

export async function answer({ offer, servers }: { offer: RTCSessionDescriptionInit; servers: RTCIceServer[] }): Promise<RTCSessionDescriptionInit> {
  const pc = new RTCPeerConnection({ iceServers: servers })
  globalThis.link = { pc, channel: pc.createDataChannel('test', { negotiated: true, id: 0 }) }
  await pc.setRemoteDescription(offer)
  await pc.setLocalDescription()
  await Promise.race([
    new Promise<void>((resolve) => pc.addEventListener('icecandidate', ({ candidate }) => { if (candidate === null) resolve() })),
    new Promise((resolve) => setTimeout(resolve, 3000)),
  ])
  return { type: 'answer', sdp: pc.localDescription!.sdp }
}

export function connect(answer: RTCSessionDescriptionInit): Promise<void> {
  return globalThis.link.pc.setRemoteDescription(answer)
}

/** The kinds of the candidates of an open link, one's own and the other's; empty when it does not open within so many milliseconds. */
export async function open(patience: number): Promise<string> {
  const { pc, channel } = globalThis.link
  await Promise.race([
    new Promise((resolve) => { if (channel.readyState === 'open') resolve(null); else channel.addEventListener('open', resolve) }),
    new Promise((resolve) => setTimeout(resolve, patience)),
  ])
  if (channel.readyState !== 'open') return ''
  const stats = await pc.getStats() as unknown as Map<string, { type: string; selectedCandidatePairId?: string; localCandidateId: string; remoteCandidateId: string; candidateType: string }>
  const transport = [...stats.values()].find(({ type }) => type === 'transport')
  const pair = stats.get(transport?.selectedCandidatePairId ?? '')
  return `${stats.get(pair?.localCandidateId ?? '')?.candidateType} ${stats.get(pair?.remoteCandidateId ?? '')?.candidateType}`
}
