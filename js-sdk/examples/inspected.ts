// A page that shows what its room does, and tells the people who run it when a link goes through a relay.
import { join, type Options, type Room } from 'almenara'
import { type PeerSnapshot, Recorder } from 'almenara/inspector'

/** What the backend of the page is told. */
export interface Report { readonly room: string; readonly relayed: readonly string[]; readonly lines: readonly string[] }

export class Inspected {
  readonly room: Room
  readonly recorder = new Recorder({ limit: 500 })
  #told = 0

  constructor(nodes: readonly string[], room: string, options: Options = {}) {
    this.room = join(nodes, room, options)
    this.recorder.watch(this.room, 'lobby')
  }

  /** Shows the inspector below an element of the page. */
  show(parent: HTMLElement): void {
    const inspector = document.createElement('almenara-inspector')
    inspector.recorder = this.recorder
    parent.append(inspector)
  }

  /** What has happened since the last report, without addresses and ids. */
  async report(): Promise<Report> {
    await this.recorder.sample()
    const { rooms, timeline } = this.recorder.snapshot({ maskIds: true, after: this.#told })
    this.#told = timeline.entries.at(-1)?.number ?? this.#told
    const relayed = (peers: readonly PeerSnapshot[]): string[] => peers.filter(({ path }) => path?.kind === 'relayed').map(({ id }) => id)
    return {
      room: rooms[0]?.label ?? '',
      relayed: relayed(rooms[0]?.peers ?? []),
      lines: timeline.entries.map(({ kind, text }) => `${kind}: ${text}`),
    }
  }
}
