import { randomId } from '../ids.js'

/** A track without a picture or a sound. */
export class FakeTrack extends EventTarget {
  readonly id = randomId()
  readonly kind: string
  readyState: 'live' | 'ended' = 'live'
  enabled = true

  constructor(kind = 'video') {
    super()
    this.kind = kind
  }

  stop(): void {
    this.readyState = 'ended'
  }
}

export class FakeStream extends EventTarget {
  readonly id: string
  readonly #tracks: FakeTrack[]

  constructor(tracks: FakeTrack[] = [], id: string = randomId()) {
    super()
    this.#tracks = [...tracks]
    this.id = id
  }

  getTracks(): FakeTrack[] {
    return [...this.#tracks]
  }

  getAudioTracks(): FakeTrack[] {
    return this.#tracks.filter(({ kind }) => kind === 'audio')
  }

  getVideoTracks(): FakeTrack[] {
    return this.#tracks.filter(({ kind }) => kind === 'video')
  }

  addTrack(track: FakeTrack): void {
    this.#tracks.push(track)
  }

  removeTrack(track: FakeTrack): void {
    this.#tracks.splice(this.#tracks.indexOf(track), 1)
  }
}
