let counter = 0

export class FakeTrack extends EventTarget {
  readonly id = `track${++counter}`
  readonly kind = 'video'
}

export class FakeStream extends EventTarget {
  readonly id: string
  readonly #tracks: FakeTrack[]

  constructor(tracks: FakeTrack[] = [], id: string = `stream${++counter}`) {
    super()
    this.#tracks = [...tracks]
    this.id = id
  }

  getTracks(): FakeTrack[] {
    return [...this.#tracks]
  }

  addTrack(track: FakeTrack): void {
    this.#tracks.push(track)
  }

  removeTrack(track: FakeTrack): void {
    this.#tracks.splice(this.#tracks.indexOf(track), 1)
  }
}
