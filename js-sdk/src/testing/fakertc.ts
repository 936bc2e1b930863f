import { event, FakeChannel } from './fakechannel.js'
import { FakeStream, FakeTrack } from './fakemedia.js'
import { relays, stats } from './fakestats.js'
import type { Links } from './links.js'

/** What a description of a fake connection says. */
interface Sdp { pc: number; ufrag: string; to?: string; tracks: { id: string; kind: string; stream: string }[] }

function read(description: { sdp: string } | null): Sdp {
  return JSON.parse(description?.sdp.split('\n')[0] || '{}') as Sdp
}

type Description = { type: string; sdp: string }
type Sender = { track: FakeTrack | null; stream: string; replaceTrack(track: FakeTrack | null): Promise<void> }
type Transceiver = { sender: Sender; direction: string; stop(): void }

/** An RTCPeerConnection without a network: two of them connect when each has the other's present description. */
export class FakePeerConnection extends EventTarget {
  readonly number: number
  signalingState = 'stable'
  iceGatheringState = 'new'
  onicegatheringstatechange: (() => void) | undefined
  iceConnectionState = 'new'
  localDescription: Description | null = null
  remoteDescription: Description | null = null
  readonly sctp = { maxMessageSize: 262_144 }
  configuration: RTCConfiguration
  readonly candidates: (RTCIceCandidateInit | undefined)[] = []
  readonly #links: Links
  readonly #transceivers: Transceiver[] = []
  /** The lines of the last offer, and those that an answer has agreed to: an answer can't bring new ones. */
  #offered: Transceiver[] = []
  #agreed: Transceiver[] = []
  /** What the other end sends: its tracks by the ids that they have there. */
  readonly #heard = new Map<string, { track: FakeTrack; stream: FakeStream }>()
  #stable: { local: Description | null; remote: Description | null } = { local: null, remote: null }
  #ufrag: string
  #fresh: 'no' | 'wanted' = 'no'
  #needed: 'no' | 'yes' = 'no'
  #channel: FakeChannel | undefined
  /** Chromium can't take an offer after it has rolled back one with new media. */
  #spoilt: 'no' | 'yes' = 'no'

  constructor(links: Links, configuration: RTCConfiguration) {
    super()
    this.#links = links
    this.number = links.next()
    this.#ufrag = `u${links.next()}`
    this.configuration = configuration
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration = configuration
  }

  readonly getConfiguration = (): RTCConfiguration => this.configuration
  readonly getStats = (): Promise<Map<string, object>> => Promise.resolve(stats(this.#links.path === 'relayed' && relays(this.configuration) ? 'relay' : 'host'))

  /** It opens when both ends have made it (`negotiated`), as those of the SDK do; no other one does. */
  createDataChannel(label: string, { negotiated }: RTCDataChannelInit = {}): FakeChannel {
    const channel = new FakeChannel(label, this.#links)
    if (negotiated) this.#channel = channel
    this.#need()
    return channel
  }

  getSenders(): Sender[] {
    return this.#transceivers.map(({ sender }) => sender)
  }

  addTransceiver(track: FakeTrack, { direction, streams }: { direction: string; streams: FakeStream[] }): Transceiver {
    const sender: Sender = {
      track, stream: streams[0]?.id ?? '-',
      async replaceTrack(other) {
        await null
        this.track = other
      },
    }
    const transceiver: Transceiver = { sender, direction, stop: () => this.#stop(transceiver) }
    this.#transceivers.push(transceiver)
    this.#need()
    return transceiver
  }

  getTransceivers(): Transceiver[] {
    return [...this.#transceivers]
  }

  /** Packets may come through again. */
  flush(): void {
    this.#channel?.flush()
  }

  restartIce(): void {
    this.#fresh = 'wanted'
    this.#need()
  }

  async createOffer(): Promise<Description> {
    if (this.#fresh === 'wanted') this.#ufrag = `u${this.#links.next()}`
    this.#fresh = 'no'
    return { type: 'offer', sdp: this.#sdp() }
  }

  async createAnswer(): Promise<Description> {
    this.#expect('have-remote-offer')
    return { type: 'answer', sdp: this.#sdp(read(this.remoteDescription).ufrag) }
  }

  async setLocalDescription(description: Description): Promise<void> {
    if (description.type === 'rollback') return this.#rollback()
    this.#expect(...description.type === 'offer' ? ['stable', 'have-local-offer'] : ['have-remote-offer'])
    if (description.type === 'offer') this.#offered = [...this.#transceivers]
    if (description.type === 'offer' || this.#isAgreed()) this.#needed = 'no'
    this.localDescription = description
    this.#signaling(description.type === 'offer' ? 'have-local-offer' : 'stable')
    this.#gather()
    this.#connect()
  }

  async setRemoteDescription(description: Description): Promise<void> {
    this.#expect(description.type === 'offer' ? 'stable' : 'have-local-offer')
    if (this.#spoilt === 'yes') throw new DOMException('RTP extension ID reassignment not supported', 'InvalidAccessError')
    this.remoteDescription = description
    if (description.type === 'answer') this.#agreed = this.#offered
    const { tracks } = read(description)
    this.#signaling(description.type === 'offer' ? 'have-remote-offer' : 'stable')
    for (const [id, { track, stream }] of this.#heard) {
      if (tracks.some((track) => track.id === id)) continue
      this.#heard.delete(id)
      stream.removeTrack(track)
      stream.dispatchEvent(event('removetrack', { track }))
    }
    for (const { id, kind, stream: name } of tracks) if (!this.#heard.has(id)) this.#hear(id, new FakeTrack(kind), name)
    this.#connect()
  }

  async addIceCandidate(candidate?: RTCIceCandidateInit): Promise<void> {
    if (!this.remoteDescription) throw new DOMException('no remote description', 'InvalidStateError')
    this.candidates.push(candidate)
  }

  /** Gathering ends, as that of a slow server does. */
  gathered(): void {
    this.iceGatheringState = 'complete'
    this.dispatchEvent(event('icecandidate', { candidate: null }))
    this.onicegatheringstatechange?.()
  }

  ice(state: string): void {
    if (this.iceConnectionState === state || this.signalingState === 'closed') return
    this.iceConnectionState = state
    this.dispatchEvent(event('iceconnectionstatechange'))
  }

  close(): void {
    if (this.signalingState === 'closed') return
    this.signalingState = 'closed'
    this.iceConnectionState = 'closed'
    this.#channel?.close()
  }

  #hear(id: string, track: FakeTrack, name: string): void {
    const stream = [...this.#heard.values()].find(({ stream }) => stream.id === name)?.stream ?? new FakeStream([], name)
    stream.addTrack(track)
    this.#heard.set(id, { track, stream })
    this.dispatchEvent(event('track', { track, streams: [stream] }))
  }

  /** A description can't be had, or is not taken, in other states. */
  #expect(...states: string[]): void {
    if (!states.includes(this.signalingState)) throw new DOMException(this.signalingState, 'InvalidStateError')
  }

  /** Whether an answer leaves nothing to be negotiated: the data channel of the other end is this end's too. */
  #isAgreed(): boolean {
    return this.#fresh === 'no' && this.#transceivers.every((line) => this.#agreed.includes(line))
  }

  #rollback(): void {
    const tracks = (description: Description | null): number => description ? read(description).tracks.length : 0
    if (tracks(this.localDescription) > tracks(this.#stable.local)) this.#spoilt = 'yes'
    this.localDescription = this.#stable.local
    this.remoteDescription = this.#stable.remote
    this.#needed = 'yes'
    this.#signaling('stable')
  }

  #signaling(state: string): void {
    this.signalingState = state
    this.dispatchEvent(event('signalingstatechange'))
    if (state !== 'stable') return
    this.#stable = { local: this.localDescription, remote: this.remoteDescription }
    if (this.#needed === 'yes') this.#need()
  }

  #need(): void {
    this.#needed = 'yes'
    queueMicrotask(() => {
      if (this.signalingState === 'stable' && this.#needed === 'yes') this.dispatchEvent(event('negotiationneeded'))
    })
  }

  #stop(transceiver: Transceiver): void {
    this.#transceivers.splice(this.#transceivers.indexOf(transceiver), 1)
    this.#need()
  }

  #sdp(to?: string): string {
    const lines = to ? this.#transceivers.filter((line) => this.#agreed.includes(line)) : this.#transceivers
    const sending = lines.filter(({ direction }) => direction.startsWith('send'))
    const tracks = sending.flatMap(({ sender: { track, stream } }) => track ? [{ id: track.id, kind: track.kind, stream }] : [])
    const sdp: Sdp = { pc: this.number, ufrag: this.#ufrag, tracks, ...(to ? { to } : {}) }
    return `${JSON.stringify(sdp)}\na=ice-ufrag:${this.#ufrag}\na=fingerprint:sha-256 ${this.number.toString(16).padStart(8, '0').replace(/..(?!$)/g, '$&:')}\n${this.#links.padding}`
  }

  #gather(): void {
    this.iceGatheringState = 'gathering'
    queueMicrotask(() => {
      const candidate = { candidate: `host ${this.#ufrag}`, sdpMid: '0' }
      this.dispatchEvent(event('icecandidate', { candidate: { ...candidate, toJSON: () => candidate } }))
      if (this.#links.gathering === 'quick') this.gathered()
    })
  }

  /** Connects when this end and the other one have each other's present description. */
  #connect(): void {
    const mine = this.#half()
    const other = this.#links.open.find(({ number }) => number === mine?.remote.pc)
    const theirs = other ? other.#half() : undefined
    if (!mine || !other || !theirs || theirs.remote.ufrag !== mine.local.ufrag || mine.remote.ufrag !== theirs.local.ufrag) return
    const found = { free: true, blocked: false, relayed: relays(this.configuration) || relays(other.configuration) }
    if (!found[this.#links.path]) return queueMicrotask(() => [this, other].forEach((pc) => pc.ice('failed')))
    queueMicrotask(() => {
      for (const pc of [this, other]) pc.ice('connected')
      this.#bridge(other)
    })
  }

  #half(): { local: Sdp; remote: Sdp } | undefined {
    if (this.signalingState !== 'stable' || !this.localDescription || !this.remoteDescription) return undefined
    return { local: read(this.localDescription), remote: read(this.remoteDescription) }
  }

  #bridge(other: FakePeerConnection): void {
    const [channel, far] = [this.#channel, other.#channel]
    if (!channel || !far || channel.other) return
    channel.other = far
    far.other = channel
    for (const end of [channel, far]) end.open()
  }
}
