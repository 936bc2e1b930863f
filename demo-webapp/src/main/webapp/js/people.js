// The cards of the people in the room, with the way each connection takes.

import { byId, during, element, write } from './dom.js'
import { shortId } from './names.js'

const REFRESH = 2000
const STATES = {
  new: 'waiting', connecting: 'connecting…', connected: 'connected', reconnecting: 'reconnecting…', closed: 'gone'
}

export class People {
  #room
  #profiles
  #safety
  #cards = new Map()
  #own = card('own')

  constructor(room, profiles, safety, signal) {
    this.#room = room
    this.#profiles = profiles
    this.#safety = safety
    byId('people').replaceChildren(this.#own.root)
    for (const event of ['peer', 'open', 'close', 'left', 'state']) during(signal, room, event, () => this.#draw())
    profiles.onChange(() => this.#draw())
    const timer = setInterval(() => this.#refresh(), REFRESH)
    signal.addEventListener('abort', () => clearInterval(timer), { once: true })
    this.#draw()
  }

  #draw() {
    const { peers, self } = this.#room
    write(this.#own.name, this.#profiles.name || 'You')
    write(this.#own.id, self ? shortId(self) : '')
    write(this.#own.state, 'you')
    for (const id of [...this.#cards.keys()].filter(known => !peers.has(known))) this.#remove(id)
    for (const peer of peers.values()) this.#drawPeer(peer)
    write(byId('people-count'), String(peers.size + 1))
    void this.#refresh()
  }

  #drawPeer(peer) {
    if (!this.#cards.has(peer.id)) this.#add(peer.id)
    const shown = this.#cards.get(peer.id)
    write(shown.name, this.#profiles.bareNameOf(peer.id))
    this.#drawState(shown, peer)
  }

  #drawState(shown, peer) {
    shown.root.dataset.state = peer.state
    write(shown.state, STATES[peer.state] ?? peer.state)
    this.#safety.draw(peer)
  }

  #add(id) {
    const added = card(id)
    write(added.id, shortId(id))
    added.root.append(this.#safety.rowFor(id))
    this.#cards.set(id, added)
    byId('people').append(added.root)
  }

  #remove(id) {
    this.#cards.get(id).root.remove()
    this.#cards.delete(id)
    this.#safety.forget(id)
  }

  async #refresh() {
    for (const peer of this.#room.peers.values()) {
      const path = await peer.path().catch(() => undefined)
      const shown = this.#cards.get(peer.id)
      if (!shown) continue
      this.#drawState(shown, peer)
      drawPath(shown, path)
    }
  }
}

function card(id) {
  const part = (name, tag = 'span') => element(tag, { class: `person-${name}`, 'data-testid': `person-${name}` })
  const parts = { name: part('name', 'bdi'), id: part('id', 'code'), state: part('state'),
    path: part('path'), rtt: part('rtt'), candidates: part('candidates') }
  const root = element('li', { class: 'person', 'data-testid': id === 'own' ? 'person-own' : 'person', 'data-peer': id },
    element('p', { class: 'person-head' }, parts.name, ' ', parts.id, ' ', parts.state),
    element('p', { class: 'person-way' }, parts.path, ' ', parts.rtt, ' ', parts.candidates))
  return { root, ...parts }
}

function drawPath(shown, path) {
  shown.root.dataset.path = path?.kind ?? ''
  write(shown.path, path?.kind ?? '')
  write(shown.rtt, path?.roundTrip === undefined ? '' : `${Math.max(1, Math.round(path.roundTrip))} ms`)
  write(shown.candidates, path ? `${path.local} – ${path.remote}, ${path.protocol}` : '')
}
