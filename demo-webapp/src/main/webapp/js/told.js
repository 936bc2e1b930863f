// What each page tells the others of itself, over the links: a peer speaks for itself alone, and what it has said is gone when it is.

import { during } from './dom.js'

export class Told {
  #room
  #action
  #mine
  #heard = new Map()
  #listeners = new Set()

  /** The read function makes what a peer has sent safe to use; undefined drops it. */
  constructor(room, name, read, signal) {
    this.#room = room
    this.#action = room.action(name)
    const off = this.#action.on((message, peer) => { if (!signal.aborted) this.#hear(read(message), peer) })
    signal.addEventListener('abort', off, { once: true })
    during(signal, room, 'open', peer => { if (this.#mine) this.#action.send(this.#mine, peer.id) })
    during(signal, room, 'left', peer => queueMicrotask(() => { if (this.#heard.delete(peer.id)) this.#changed() }))
  }

  /** Tells everybody who is here, and who comes later. */
  tell(value) {
    this.#mine = value
    this.#action.send(value)
  }

  /** Pairs of a peer's id and what it has told last. */
  all() {
    return [...this.#heard].filter(([id]) => this.#room.peers.has(id))
  }

  onChange(listener) {
    this.#listeners.add(listener)
  }

  #hear(value, peer) {
    if (value === undefined) return
    this.#heard.set(peer.id, value)
    this.#changed()
  }

  #changed() {
    for (const listener of this.#listeners) listener()
  }
}

/** A list as a peer may send it: an array, cut to its first so many, without what cannot be read. */
export function readList(value, most, read) {
  return Array.isArray(value) ? value.slice(0, most).map(read).filter(each => each !== undefined) : []
}
