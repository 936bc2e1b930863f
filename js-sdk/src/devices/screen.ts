import { Emitter } from '../emitter.js'
import { AlmenaraError } from '../errors.js'
import { checkAborted, deviceError, platformDevices, type SendingRoom } from './platform.js'

/** What to show, and what goes along with it. */
export interface ScreenOptions {
  /** The sound of it too, where the browser and the user give that. Default `false`. */
  audio?: boolean | MediaTrackConstraints
  /** The pictures, within constraints if any are given. Default `true`. */
  video?: boolean | MediaTrackConstraints
  /** The rooms out of which it is taken when it ends. Default: none. */
  rooms?: Iterable<SendingRoom>
  /** Ends it when it is aborted. Default: none. */
  signal?: AbortSignal
  /** Default: the platform's. */
  mediaDevices?: MediaDevices
}

/** A screen, window or tab that is being shown. */
export class ScreenShare {
  /** What to give to `addStream`. */
  readonly stream: MediaStream
  /** The rooms out of which it is taken; may be changed. */
  readonly rooms: Set<SendingRoom>
  readonly #events = new Emitter<{ ended: [] }>()
  #state: 'shown' | 'ended' = 'shown'

  /** @internal */
  constructor(stream: MediaStream, { rooms = [], signal }: ScreenOptions) {
    this.stream = stream
    this.rooms = new Set(rooms)
    for (const track of stream.getVideoTracks()) track.addEventListener('ended', () => this.close())
    signal?.addEventListener('abort', () => this.close(), { once: true })
  }

  /** `ended`: the user has ended it, by the page or by the browser. Once. The returned function unsubscribes. */
  on(name: 'ended', listener: () => void): () => void {
    return this.#events.on(name, listener)
  }

  /** Ends it. Idempotent. */
  close(): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    for (const track of this.stream.getTracks()) track.stop()
    for (const room of this.rooms) room.removeStream(this.stream)
    this.#events.emit('ended')
  }
}

/** Lets the user choose what to show. Rejects with `not-allowed` when nothing was chosen. Call it in the listener of a click. */
export async function openScreen(options: ScreenOptions = {}): Promise<ScreenShare> {
  checkAborted(options.signal)
  const media = platformDevices(options.mediaDevices)
  if (!('getDisplayMedia' in media)) throw new AlmenaraError('unsupported', 'This browser shows no screen: those of phones do not.')
  const { audio = false, video = true } = options
  try {
    const screen = new ScreenShare(await media.getDisplayMedia({ audio, video }), options)
    if (options.signal?.aborted) screen.close()
    checkAborted(options.signal)
    return screen
  } catch (error) {
    throw deviceError(error)
  }
}
