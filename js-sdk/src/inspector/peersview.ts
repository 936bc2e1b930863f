import { make } from './dom.js'
import { bytes, NOTHING, path, roundTrip, short, span, traffic } from './format.js'
import type { Recorder } from './recorder.js'
import type { PeerSnapshot } from './recording.js'
import { type Column, type Row, Table } from './table.js'
import { ROOMS, type View } from './view.js'

const COLUMNS: readonly Column[] = [
  { name: 'Peer', wide: true }, { name: 'State' }, { name: 'Open for' }, { name: 'Path', wide: true }, { name: 'Round trip' },
  { name: 'Sent' }, { name: 'Received' }, { name: 'Buffered' }, { name: 'Restarts' },
]

/** Every peer of every room, and its link. */
export class PeersView implements View {
  readonly name = 'Peers'
  readonly node: HTMLElement
  readonly #table = new Table('Peers', COLUMNS)
  readonly #none = make('p', { class: 'none' }, 'Nobody else is here.')

  constructor() {
    this.node = make('div', {}, this.#table.node, this.#none)
  }

  update(recorder: Recorder): void {
    const { rooms, time } = recorder.snapshot(ROOMS)
    const rows = rooms.flatMap(({ label, peers }, index) => peers.map((peer) => row(peer, `${index} ${peer.id}`, rooms.length > 1 ? `, ${label}` : '', time)))
    this.#none.hidden = rows.length > 0
    this.#table.update(rows)
  }
}

function row(peer: PeerSnapshot, key: string, room: string, now: number): Row {
  return {
    key,
    title: peer.id,
    state: peer.state,
    cells: [
      `${short(peer.id)}${room}`,
      peer.state,
      peer.since === undefined ? NOTHING : span(now - peer.since),
      path(peer.path),
      roundTrip(peer.path),
      traffic('sent', peer.bytes, peer.rates),
      traffic('received', peer.bytes, peer.rates),
      peer.buffered === undefined ? NOTHING : bytes(peer.buffered),
      String(peer.restarts),
    ],
  }
}
