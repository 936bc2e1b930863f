// Camera, microphone and screen: each a stream of its own, added to the room and taken out again.

import { byId } from './dom.js'
import { explainDeviceError } from './errors.js'
import { showMessage } from './messages.js'
import { keyOf } from './tiles.js'

const KINDS = {
  camera: {
    label: 'The camera',
    open: () => navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 } } })
  },
  microphone: {
    label: 'The microphone',
    open: () => navigator.mediaDevices.getUserMedia({ audio: true })
  },
  screen: {
    label: 'Sharing the screen',
    open: () => navigator.mediaDevices.getDisplayMedia({ video: true })
  }
}

export class Devices {
  #room
  #profiles
  #tiles
  #signal
  #streams = new Map()

  constructor(room, profiles, tiles, signal) {
    this.#room = room
    this.#profiles = profiles
    this.#tiles = tiles
    this.#signal = signal
    for (const kind of Object.keys(KINDS)) {
      byId(kind).addEventListener('click', () => void this.#toggle(kind), { signal })
      draw(kind, 'off')
    }
    byId('screen').hidden = window.isSecureContext && !navigator.mediaDevices?.getDisplayMedia
    signal.addEventListener('abort', () => this.#stopAll(), { once: true })
  }

  async #toggle(kind) {
    const state = byId(kind).dataset.state
    if (state === 'on') return this.#switchOff(kind)
    if (state === 'opening') return
    draw(kind, 'opening')
    try {
      this.#switchOn(kind, await openDevice(kind))
    } catch (error) {
      if (this.#signal.aborted) return
      draw(kind, 'off')
      if (!calledOff(kind, error)) showMessage(explainDeviceError(KINDS[kind].label, error))
    }
  }

  #switchOn(kind, stream) {
    if (this.#signal.aborted) return stop(stream)
    this.#streams.set(kind, stream)
    for (const track of stream.getTracks()) track.addEventListener('ended', () => this.#switchOff(kind))
    this.#profiles.announceStream(stream.id, kind)
    this.#room.addStream(stream)
    if (kind !== 'microphone') this.#tiles.showOwn(kind, stream)
    draw(kind, 'on')
  }

  #switchOff(kind) {
    const stream = this.#streams.get(kind)
    if (!stream) return
    this.#streams.delete(kind)
    stop(stream)
    this.#room.removeStream(stream)
    this.#profiles.forgetStream(stream.id)
    this.#tiles.remove(keyOf('own', stream))
    draw(kind, 'off')
  }

  #stopAll() {
    for (const stream of this.#streams.values()) stop(stream)
    this.#streams.clear()
    for (const kind of Object.keys(KINDS)) draw(kind, 'off')
  }
}

async function openDevice(kind) {
  if (navigator.mediaDevices) return KINDS[kind].open()
  throw new DOMException('The page was not opened over https.', 'SecurityError')
}

// Closing the picker of screens is no error.
function calledOff(kind, error) {
  return kind === 'screen' && error.name === 'NotAllowedError'
}

function stop(stream) {
  for (const track of stream.getTracks()) track.stop()
}

function draw(kind, state) {
  const button = byId(kind)
  button.dataset.state = state
  button.setAttribute('aria-pressed', String(state === 'on'))
  button.setAttribute('aria-busy', String(state === 'opening'))
}
