import { event } from '../../src/testing/fakechannel.js'
import { FakeStream, FakeTrack } from '../../src/testing/fakemedia.js'

export class DeviceTrack extends FakeTrack {
  readonly label: string
  readonly #id: string

  constructor(kind: string, id: string) {
    super(kind)
    this.#id = id
    this.label = `the ${id}`
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.#id }
  }
}

type Kind = 'audio' | 'video'

/** The devices of a computer: by default two cameras and a microphone, the first of each being the browser's choice. */
export class FakeDevices extends EventTarget {
  there: [kind: Kind, id: string][] = [['audio', 'microphone'], ['video', 'camera'], ['video', 'webcam']]
  readonly tracks: DeviceTrack[] = []
  readonly asked: MediaStreamConstraints[] = []
  /** What the next requests fail with. */
  refusals: string[] = []
  /** A phone's cameras: only one is open at a time. */
  phone = false

  /** What the SDK takes. */
  get media(): MediaDevices {
    return this as unknown as MediaDevices
  }

  get live(): string[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live').map(({ label }) => label)
  }

  readonly enumerateDevices = async (): Promise<object[]> => [
    ...this.there.map(([kind, deviceId]) => ({ kind: `${kind}input`, deviceId, label: `the ${deviceId}` })),
    { kind: 'audiooutput', deviceId: 'speaker', label: 'the speaker' },
  ]

  readonly getUserMedia = async (asked: MediaStreamConstraints): Promise<FakeStream> => {
    this.asked.push(asked)
    const refusal = this.refusals.shift()
    if (refusal) throw new DOMException(refusal, refusal)
    if (!asked.audio && !asked.video) throw new TypeError('nothing was asked for')
    const kinds = (['audio', 'video'] as const).filter((kind) => asked[kind])
    return new FakeStream(kinds.map((kind) => this.#open(kind, asked[kind] as MediaTrackConstraints | true)))
  }

  readonly getDisplayMedia = async (): Promise<FakeStream> => {
    const refusal = this.refusals.shift()
    if (refusal) throw new DOMException(refusal, refusal)
    return new FakeStream([this.#track('audio', 'sound'), this.#track('video', 'screen')])
  }

  plug(kind: Kind, id: string): void {
    this.there.push([kind, id])
    this.dispatchEvent(event('devicechange'))
  }

  /** The platform ends the tracks of a device that is gone, and tells of both. */
  unplug(id: string): void {
    this.there = this.there.filter(([, other]) => other !== id)
    for (const track of this.tracks) if (track.getSettings().deviceId === id) this.end(track)
    this.dispatchEvent(event('devicechange'))
  }

  end(track: FakeTrack): void {
    if (track.readyState === 'ended') return
    track.readyState = 'ended'
    track.dispatchEvent(event('ended'))
  }

  #open(kind: Kind, constraints: MediaTrackConstraints | true): DeviceTrack {
    const wanted = constraints === true ? undefined : constraints.deviceId
    const exact = typeof wanted === 'object' && 'exact' in wanted ? wanted.exact : undefined
    const ideal = typeof wanted === 'string' ? wanted : undefined
    const ids = this.there.filter((device) => device[0] === kind).map(([, id]) => id)
    const id = exact === undefined ? ids.find((id) => id === ideal) ?? ids[0] : ids.find((id) => id === exact)
    if (id === undefined) throw Object.assign(new DOMException('none', exact === undefined ? 'NotFoundError' : 'OverconstrainedError'))
    if (this.phone && this.tracks.some((track) => track.kind === kind && track.readyState === 'live')) throw new DOMException('busy', 'NotReadableError')
    return this.#track(kind, id)
  }

  #track(kind: Kind, id: string): DeviceTrack {
    const track = new DeviceTrack(kind, id)
    this.tracks.push(track)
    return track
  }
}
