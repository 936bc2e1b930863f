import { Emitter } from '../emitter.js'
import { AlmenaraError, misuse } from '../errors.js'
import { checkAborted, checkAsked, type Device, deviceError, type DeviceKind, listDevices, platformDevices, type SendingRoom } from './platform.js'

/** What to open; at least one of the two. */
export interface Asked {
  /** A microphone: any, or one by constraints. Default `false`. */
  audio?: boolean | MediaTrackConstraints | undefined
  /** A camera: any, or one by constraints. Default `false`. */
  video?: boolean | MediaTrackConstraints | undefined
}

/** What goes along with the devices. */
export interface DevicesOptions {
  /** The rooms in which a track is replaced when the device changes. They are told of the stream by `addStream`, not here. Default: none. */
  rooms?: Iterable<SendingRoom>
  /** Closes when it is aborted. Default: none. */
  signal?: AbortSignal
  /** Default: the platform's. */
  mediaDevices?: MediaDevices
}

/** What has become of the device in use of one kind. */
export interface DeviceChange {
  /** Whether it is about the microphone or the camera. */
  readonly kind: DeviceKind
  /** The one in use now; undefined when there is none. */
  readonly device: Device | undefined
  /** It was chosen by `use`; the one before is gone; the one that was chosen is back. */
  readonly why: 'chosen' | 'unplugged' | 'returned'
}

/** The events of opened devices, with the arguments of their listeners. */
export type DevicesEvents = {
  /** Another device is in use, or none any more. */
  change: [change: DeviceChange]
  /** Devices have come or gone. */
  list: [devices: Device[]]
  /** A device could not take the place of one that has gone, or be taken again when it was back; or a room has not replaced the track. */
  error: [error: AlmenaraError]
}

/** What is in use of one kind. */
interface Slot {
  readonly kind: DeviceKind
  /** What was asked for, but for the device. */
  readonly constraints: MediaTrackConstraints
  /** The device that was chosen. */
  wanted: string | undefined
  /** Stays after it has ended, for the rooms know it. */
  track: MediaStreamTrack
}

/** A microphone, a camera or both, in one stream that stays the same whatever device is in use. */
export class Devices {
  /** What to give to `addStream`; its tracks change with the devices. */
  readonly stream: MediaStream
  /** The rooms in which tracks are replaced; may be changed. */
  readonly rooms: Set<SendingRoom>
  readonly #media: MediaDevices
  readonly #slots: readonly Slot[]
  readonly #events = new Emitter<DevicesEvents>()
  readonly #end = new AbortController()
  /** One change after the other. */
  #queue: Promise<unknown> = Promise.resolve()

  /** @internal */
  constructor(stream: MediaStream, asked: Asked, { rooms = [], signal, mediaDevices }: DevicesOptions) {
    this.stream = stream
    this.rooms = new Set(rooms)
    this.#media = platformDevices(mediaDevices)
    this.#slots = stream.getTracks().map((track) => slotOf(track, asked))
    for (const slot of this.#slots) this.#watch(slot, slot.track)
    this.#media.addEventListener('devicechange', () => void this.#do(() => this.#look()), { signal: this.#end.signal })
    signal?.addEventListener('abort', () => this.close(), { signal: this.#end.signal })
  }

  /** Listens to an event; the returned function unsubscribes. */
  on<K extends keyof DevicesEvents>(name: K, listener: (...args: DevicesEvents[K]) => void): () => void {
    return this.#events.on(name, listener)
  }

  /** The device in use; undefined when there is none. */
  device(kind: DeviceKind): Device | undefined {
    const track = this.#slots.find((slot) => slot.kind === kind)?.track
    return track?.readyState === 'live' ? { id: track.getSettings().deviceId ?? '', kind, label: track.label } : undefined
  }

  /** The microphones and cameras there are. */
  list(): Promise<Device[]> {
    return listDevices(this.#media)
  }

  /** Takes another device of a kind that was opened, without negotiation. Rejects when that fails; then the one before is in use. */
  async use(kind: DeviceKind, id: string): Promise<void> {
    const slot = this.#slots.find((slot) => slot.kind === kind)
    if (!slot) throw misuse(`No ${kind} was opened.`)
    await this.#do(async () => {
      await this.#replace(slot, 'chosen', id)
      slot.wanted = id
    })
  }

  /** Stops the devices. Idempotent; the rooms are told by `removeStream`. */
  close(): void {
    if (this.#end.signal.aborted) return
    this.#end.abort()
    for (const { track } of this.#slots) track.stop()
    for (const room of this.rooms) room.removeStream(this.stream)
  }

  #watch(slot: Slot, track: MediaStreamTrack): void {
    track.addEventListener('ended', () => {
      void this.#do(async () => { if (slot.track === track) await this.#fallBack(slot) })
    }, { signal: this.#end.signal })
  }

  /** Devices have come or gone. */
  async #look(): Promise<void> {
    const devices = await this.list()
    this.#events.emit('list', devices)
    for (const slot of this.#slots) {
      const back = devices.some(({ id, kind }) => id === slot.wanted && kind === slot.kind)
      if (slot.track.readyState === 'ended') await this.#fallBack(slot)
      else if (back && slot.track.getSettings().deviceId !== slot.wanted) await this.#replace(slot, 'returned', slot.wanted).catch((error) => this.#events.emit('error', error))
    }
  }

  /** The device is gone: takes the one that was chosen, if that is there (again), else that of the browser's choice. */
  async #fallBack(slot: Slot): Promise<void> {
    const there = (await this.list()).some(({ id }) => id === slot.wanted)
    const other = (): Promise<void> => this.#replace(slot, 'unplugged', undefined)
    await (there ? this.#replace(slot, 'returned', slot.wanted).catch(other) : other()).catch((error: AlmenaraError) => {
      if (error.code === 'no-device') this.#events.emit('change', { kind: slot.kind, device: undefined, why: 'unplugged' })
      else if (error.code !== 'closed') this.#events.emit('error', error)
    })
  }

  async #replace(slot: Slot, why: DeviceChange['why'], id: string | undefined): Promise<void> {
    const { kind, track: old } = slot
    const track = await this.#open(slot, id === undefined ? slot.constraints : { ...slot.constraints, deviceId: { exact: id } })
    if (this.#end.signal.aborted) {
      track.stop()
      throw closed()
    }
    track.enabled = old.enabled
    slot.track = track
    this.#watch(slot, track)
    const done = [...this.rooms].map((room) => room.replaceTrack(old, track).catch((error) => this.#events.emit('error', deviceError(error))))
    await Promise.all(done)
    if (this.stream.getTracks().includes(old)) this.stream.removeTrack(old)
    if (!this.stream.getTracks().includes(track)) this.stream.addTrack(track)
    old.stop()
    this.#events.emit('change', { kind, device: this.device(kind), why })
  }

  /** Phones have one camera open at a time: the other one is busy until it is stopped. */
  async #open(slot: Slot, constraints: MediaTrackConstraints): Promise<MediaStreamTrack> {
    const open = async (): Promise<MediaStreamTrack> => {
      const [track] = (await this.#media.getUserMedia({ [slot.kind]: constraints })).getTracks()
      return track as MediaStreamTrack
    }
    try {
      return await open()
    } catch (error) {
      if (deviceError(error).code !== 'device-busy' || slot.track.readyState === 'ended') throw deviceError(error)
    }
    slot.track.stop()
    try {
      return await open()
    } catch (error) {
      void this.#do(() => this.#fallBack(slot))
      throw deviceError(error)
    }
  }

  #do<T>(step: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(() => {
      if (this.#end.signal.aborted) throw closed()
      return step()
    })
    this.#queue = done.catch(() => {})
    done.catch(() => {})
    return done
  }
}

/** Opens a microphone, a camera or both; the user is asked once. Rejects with what went wrong. */
export async function openDevices(asked: Asked, options: DevicesOptions = {}): Promise<Devices> {
  checkAsked(asked)
  checkAborted(options.signal)
  const { audio, video } = asked
  try {
    const stream = await platformDevices(options.mediaDevices).getUserMedia({ audio: audio ?? false, video: video ?? false })
    const devices = new Devices(stream, asked, options)
    if (options.signal?.aborted) devices.close()
    checkAborted(options.signal)
    return devices
  } catch (error) {
    throw deviceError(error)
  }
}

function slotOf(track: MediaStreamTrack, asked: Asked): Slot {
  const kind = track.kind as DeviceKind
  const given = asked[kind]
  const { deviceId, ...constraints } = typeof given === 'object' ? given : {}
  const named = typeof deviceId === 'object' && !Array.isArray(deviceId) ? deviceId.exact ?? deviceId.ideal : deviceId
  return { kind, constraints, wanted: [named].flat()[0], track }
}

function closed(): AlmenaraError {
  return new AlmenaraError('closed', 'The devices are closed.')
}
