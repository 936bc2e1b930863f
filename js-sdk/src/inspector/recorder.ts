import { misuse } from '../errors.js'
import type { Room } from '../room.js'
import { limitOf, type RecorderOptions } from './limits.js'
import { type Recording, SCHEMA, VERSION } from './recording.js'
import { Mask, type Masking, withoutSecrets } from './redact.js'
import { RoomWatch } from './roomwatch.js'
import { Timeline } from './timeline.js'

/** What a snapshot holds, and what is masked in it. */
export interface SnapshotOptions extends Masking {
  /** Only entries of the timeline with a higher number. Default 0: all that are kept. */
  readonly after?: number | undefined
}

/** Records what rooms do, with or without a page: their events as they come, their links when they are sampled. Starts no timer. */
export class Recorder {
  /** What has happened in the rooms. */
  readonly timeline: Timeline
  readonly #watches = new Map<Room, RoomWatch>()
  #numbered = 0
  #sampling: Promise<void> | undefined

  constructor(options: RecorderOptions = {}) {
    this.timeline = new Timeline(limitOf(options))
  }

  /** The rooms that are watched, in the order in which that began. */
  get rooms(): readonly Room[] {
    return [...this.#watches.keys()]
  }

  /** Watches a room, under a label of its own or `room 1` and so on, until the function that is returned is called. */
  watch(room: Room, label: string = `room ${this.#numbered + 1}`): () => void {
    if (this.#watches.has(room)) throw misuse('That room is being watched: call what watch() has returned first.')
    this.#numbered++
    const watch = new RoomWatch(room, withoutSecrets(label), (entry) => this.timeline.add(entry))
    this.#watches.set(room, watch)
    return () => {
      if (this.#watches.get(room) !== watch) return
      this.#watches.delete(room)
      watch.close()
    }
  }

  /** Reads the statistics of every link; never rejects. While it does so another call waits for the same. */
  sample(): Promise<void> {
    const watches = [...this.#watches.values()]
    return this.#sampling ??= Promise.all(watches.map((watch) => watch.sample())).then(() => { this.#sampling = undefined })
  }

  /** What is known, with the statistics of the last `sample()`: a JSON value, without secrets. */
  snapshot({ after = 0, maskAddresses = true, maskIds = false }: SnapshotOptions = {}): Recording {
    const { limit, dropped } = this.timeline
    const mask = new Mask({ maskAddresses, maskIds })
    return {
      schema: SCHEMA, version: VERSION, time: Date.now(),
      masked: { addresses: maskAddresses, ids: maskIds },
      rooms: mask.value([...this.#watches.values()].map((watch) => watch.snapshot())),
      timeline: { limit, dropped, entries: mask.value(this.timeline.after(after)) },
    }
  }
}
