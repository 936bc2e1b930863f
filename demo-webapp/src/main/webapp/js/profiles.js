// Who the others say they are: names, and what each of their streams shows. All of it is what peers claim.

import { during } from './dom.js'
import { cleanName, shortId } from './names.js'

const KINDS = ['camera', 'microphone', 'screen']
const MOST_STREAMS = 8

export class Profiles {
  #known = new Map()
  #listeners = new Set()
  #greeters = new Set()
  #mine
  #action

  constructor(room, name, signal) {
    this.#mine = { name, streams: {} }
    this.#action = room.action('profile')
    const off = this.#action.on((profile, peer) => { if (!signal.aborted) this.#receive(profile, peer) })
    signal.addEventListener('abort', off, { once: true })
    during(signal, room, 'open', peer => this.#action.send(this.#mine, peer.id))
    during(signal, room, 'left', peer => queueMicrotask(() => this.#known.delete(peer.id)))
  }

  get name() {
    return this.#mine.name
  }

  set name(name) {
    this.#mine.name = name
    this.#action.send(this.#mine)
    this.#tell()
  }

  announceStream(id, kind) {
    this.#mine.streams[id] = kind
    this.#action.send(this.#mine)
  }

  forgetStream(id) {
    delete this.#mine.streams[id]
    this.#action.send(this.#mine)
  }

  bareNameOf(id) {
    return this.#known.get(id)?.name || `Peer ${shortId(id)}`
  }

  /** The name, with the short id when there is none or somebody else has the same. */
  nameOf(id) {
    const name = this.#known.get(id)?.name
    if (!name) return `Peer ${shortId(id)}`
    const namesakes = [...this.#known.values()].filter(other => other.name === name).length
    return namesakes > 1 || name === this.#mine.name ? `${name} (${shortId(id)})` : name
  }

  kindOf(id, streamId) {
    return this.#known.get(id)?.streams.get(streamId)
  }

  onChange(listener) {
    this.#listeners.add(listener)
  }

  /** The first profile of somebody. */
  onIntroduced(listener) {
    this.#greeters.add(listener)
  }

  #receive(profile, peer) {
    const first = !this.#known.has(peer.id)
    this.#known.set(peer.id, cleanProfile(profile))
    this.#tell()
    if (first) for (const greeter of this.#greeters) greeter(peer)
  }

  #tell() {
    for (const listener of this.#listeners) listener()
  }
}

function cleanProfile(profile) {
  const streams = Object.entries(profile?.streams ?? {}).slice(0, MOST_STREAMS)
    .filter(([, kind]) => KINDS.includes(kind))
  return { name: cleanName(profile?.name), streams: new Map(streams) }
}
