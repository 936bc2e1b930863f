import { MOST_METADATA } from './channel.js'
import { AlmenaraError, misuse, reason } from './errors.js'
import type { StreamOptions } from './events.js'
import { toJson } from './frames.js'
import { once } from './once.js'
import type { Media, MediaConfig } from './media.js'

/** The media of a room; their code is fetched when they are first needed, and again when that has failed. */
export class Sharing {
  readonly #config: MediaConfig
  readonly #media = once(async () => new (await import('./media.js')).Media(this.#config))
  /** Whether anything was done about media. */
  used = false

  constructor(config: MediaConfig) {
    this.#config = config
  }

  add(stream: MediaStream, options: string | readonly string[] | StreamOptions | undefined): void {
    const tracks = stream.getTracks()
    const metadata = toJson((options as StreamOptions | undefined)?.metadata ?? null)
    if (metadata.length > MOST_METADATA) throw misuse(`Metadata take ${MOST_METADATA} characters of JSON at most.`)
    this.share((media) => media.add(stream, tracks, options, metadata))
  }

  /** Does something when the code is here, in the order of the calls. */
  share(step: (media: Media) => void): void {
    this.get().then(step, (error) => this.#config.tell('error', new AlmenaraError('unavailable', `No media: ${reason(error)}`)))
  }

  get(): Promise<Media> {
    this.used = true
    return this.#media()
  }
}
