// One visit to one room: joins, puts the parts of the page to work, and ends them together.

import { keyOf, keyToJoin } from './address.js'
import { Board } from './board.js'
import { Chat } from './chat.js'
import { Devices } from './devices.js'
import { byId, during } from './dom.js'
import { explainRoomError } from './errors.js'
import { FilesPanel } from './files.js'
import { Graph } from './graph.js'
import { Inspector } from './inspector.js'
import { SignalingLog } from './log.js'
import { saveName } from './memory.js'
import { chosen, showMesh } from './mesh.js'
import { clearMessages, showMessage } from './messages.js'
import { cleanName } from './names.js'
import { People } from './people.js'
import { Profiles } from './profiles.js'
import { showProtection } from './protection.js'
import { Safety } from './safety.js'
import { offerLink } from './share.js'
import { followState } from './state.js'
import { Tabs } from './tabs.js'
import { Tiles } from './tiles.js'
import { UNASKED, Work } from './work.js'

export class Visit {
  #ending = new AbortController()
  #room
  #lost
  #warned = false

  /** The lost function is called when the room ends without leave(). */
  constructor(join, place, name, lost) {
    this.#lost = lost
    const nodes = chosen(place.nodes)
    this.#room = join(nodes, keyToJoin(place), { transport: place.transport, maxWork: UNASKED[place.unasked ?? 'some'] })
    this.key = keyOf(place)
    showMesh(this.#room, nodes, this.#ending.signal)
    this.#furnish(place, name)
    this.#watch()
  }

  leave() {
    if (this.#ending.signal.aborted) return
    this.#ending.abort()
    return this.#room.leave()
  }

  #furnish(place, name) {
    const { signal } = this.#ending
    const profiles = new Profiles(this.#room, name, signal)
    const tiles = new Tiles(this.#room, profiles, signal)
    new SignalingLog(this.#room, signal)
    new Work(this.#room, signal)
    new People(this.#room, profiles, new Safety(this.#room, profiles, signal), signal)
    this.#layOutTools(profiles, signal)
    new Devices(this.#room, profiles, tiles, signal)
    followState(this.#room, signal)
    offerLink(place, signal)
    showProtection(place)
    this.#askName(name, profiles, signal)
  }

  #layOutTools(profiles, signal) {
    const tabs = new Tabs(signal)
    new Chat(this.#room, profiles, () => tabs.announce('chat'), signal)
    new Board(this.#room, profiles, tabs, signal)
    new FilesPanel(this.#room, profiles, tabs, signal)
    new Graph(this.#room, profiles, signal)
    new Inspector(this.#room, tabs, signal)
  }

  #askName(name, profiles, signal) {
    const field = byId('own-name')
    field.value = name
    field.addEventListener('change', () => {
      field.value = profiles.name = cleanName(field.value)
      saveName(profiles.name)
    }, { signal })
  }

  #watch() {
    const { signal } = this.#ending
    during(signal, this.#room, 'error', error => this.#report(error))
    during(signal, this.#room, 'state', state => {
      if (state === 'joined') clearMessages('room')
      if (state === 'closed') void this.#closed()
    })
    this.#room.joined.catch(error => this.#end(error))
  }

  // A link is tried again and again: its card shows that, one message is enough.
  #report(error) {
    if (error.code === 'connect-failed' && this.#warned) return
    this.#warned ||= error.code === 'connect-failed'
    showMessage(explainRoomError(error))
  }

  // A room that was never joined has a better reason than that it is closed.
  async #closed() {
    await this.#room.joined.then(() => this.#end({ code: 'closed' }), error => this.#end(error))
  }

  #end(error) {
    if (this.#ending.signal.aborted) return
    void this.leave()
    this.#lost(error)
  }
}
