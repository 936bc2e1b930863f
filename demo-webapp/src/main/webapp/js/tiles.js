// Video tiles: one's own, mirrored and silent, and one for each stream of the others.

import { byId, during, element, write } from './dom.js'

const LABELS = { camera: '', microphone: 'sound', screen: 'screen' }

export class Tiles {
  #profiles
  #tiles = new Map()

  constructor(room, profiles, signal) {
    this.#profiles = profiles
    byId('tiles').replaceChildren()
    during(signal, room, 'track', (track, stream, peer) => this.#showRemote(stream, peer))
    during(signal, room, 'open', peer => peer.streams.forEach(stream => this.#showRemote(stream, peer)))
    during(signal, room, 'close', peer => this.#removeAllOf(peer.id))
    during(signal, room, 'left', peer => this.#removeAllOf(peer.id))
    profiles.onChange(() => this.#label())
    signal.addEventListener('abort', () => this.#clear(), { once: true })
    this.#arrange()
  }

  showOwn(kind, stream) {
    const tile = this.#tile('own', stream, kind)
    tile.video.muted = true
    tile.root.classList.toggle('mirrored', kind === 'camera')
    this.#arrange()
  }

  remove(key) {
    const tile = this.#tiles.get(key)
    if (!tile) return
    tile.video.srcObject = null
    tile.root.remove()
    this.#tiles.delete(key)
    this.#arrange()
  }

  #showRemote(stream, peer) {
    const key = keyOf(peer.id, stream)
    if (this.#tiles.has(key)) return this.#arrange()
    const tile = this.#tile(peer.id, stream)
    stream.addEventListener('addtrack', () => this.#arrange())
    stream.addEventListener('removetrack', () => {
      if (stream.getTracks().length === 0) this.remove(key)
      else this.#arrange()
    })
    this.#label()
    this.#arrange()
    void play(tile)
  }

  #tile(owner, stream, kind) {
    const video = element('video', { autoplay: '', playsinline: '' })
    const caption = element('figcaption', {})
    const testId = owner === 'own' ? 'tile-own' : 'tile'
    const root = element('figure', { class: 'tile', 'data-testid': testId, 'data-peer': owner }, video, caption)
    if (kind) root.dataset.kind = kind
    video.srcObject = stream
    video.addEventListener('resize', () => root.classList.toggle('tall', video.videoHeight > video.videoWidth))
    const tile = { root, video, caption, stream, owner }
    this.#tiles.set(keyOf(owner, stream), tile)
    byId('tiles').append(root)
    this.#label()
    return tile
  }

  #label() {
    for (const { owner, stream, root, caption, video } of this.#tiles.values()) {
      const own = owner === 'own'
      const kind = own ? root.dataset.kind : this.#profiles.kindOf(owner, stream.id)
      if (kind) root.dataset.kind = kind
      const who = own ? 'You' : this.#profiles.nameOf(owner)
      const words = LABELS[kind] ? `${who}, ${LABELS[kind]}` : who
      write(caption, words)
      video.setAttribute('aria-label', own ? `Your ${kind}` : `Video of ${words}`)
    }
  }

  // Sound alone needs no picture, but its element has to stay on the page to be heard.
  #arrange() {
    let pictures = 0
    for (const { stream, root } of this.#tiles.values()) {
      root.hidden = stream.getVideoTracks().length === 0
      if (!root.hidden) pictures += 1
    }
    byId('tiles').dataset.count = String(pictures)
    byId('stage-empty').hidden = pictures > 0
  }

  #removeAllOf(owner) {
    for (const [key, tile] of [...this.#tiles]) if (tile.owner === owner) this.remove(key)
  }

  #clear() {
    for (const key of [...this.#tiles.keys()]) this.remove(key)
  }
}

export const keyOf = (owner, stream) => `${owner} ${stream.id}`

// Without a click on the page (after a reload) browsers play nothing that sounds.
async function play(tile) {
  try {
    await tile.video.play()
  } catch (error) {
    if (error.name === 'NotAllowedError') offerSound(tile)
  }
}

function offerSound({ root, video }) {
  video.muted = true
  root.hidden = false
  const button = element('button', { type: 'button', class: 'sound', 'data-testid': 'unmute' }, 'Play sound')
  button.addEventListener('click', () => {
    video.muted = false
    button.remove()
    void video.play()
  })
  root.append(button)
  void video.play().catch(() => undefined)
}
