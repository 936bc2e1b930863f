// The screen before a room: a name, and a way in.

import { foreignNodes, nodesOf, placeInAddress, readInvitation, transportInAddress } from './address.js'
import { byId } from './dom.js'
import { saveName, savedName } from './memory.js'
import { chooseMesh } from './mesh.js'
import { showMessage } from './messages.js'
import { cleanName, shortRoom } from './names.js'
import { part } from './parts.js'
import { PasswordDoor } from './password.js'

const NOT_A_ROOM = { what: 'That link leads to no room.', advice: 'Copy the whole link, with everything after the # sign.' }
const NOTHING = { what: 'No room was named.', advice: 'Paste a link or type a name first.' }
const NEEDS_HTTPS = {
  what: 'Rooms by name and sealed rooms need https.',
  advice: 'Open this page over https (or on localhost), or create a room and send its link.'
}

/** Who is invited is told that others' servers are in use, while they are. */
function showMeshNotice() {
  byId('invitation-mesh').hidden = !byId('mesh').checked
}

export class Start {
  #sdk
  #enter

  /** The enter function is called with a place, the label of the room when it has one, and the person's name. */
  constructor(sdk, enter) {
    this.#sdk = sdk
    this.#enter = enter
    byId('transport').value = transportInAddress()
    byId('start-form').addEventListener('submit', event => this.#submitName(event))
    byId('join-invited').addEventListener('click', () => this.#joinInvited())
    byId('create-room').addEventListener('click', () => this.#create())
    byId('create-sealed').addEventListener('click', () => void this.#createSealed())
    new PasswordDoor((place, label) => this.#go(place, label))
    byId('place-form').addEventListener('submit', event => void this.#submitPlace(event))
    byId('mesh').addEventListener('change', showMeshNotice)
  }

  show() {
    const invited = placeInAddress()
    byId('name').value = savedName()
    byId('invitation').hidden = !invited
    byId('create-room').classList.toggle('primary', !invited)
    byId('invitation-kind').textContent = invited?.secret ? 'a sealed room.' : 'room'
    byId('invitation-room').textContent = invited?.room ? shortRoom(invited.room) : ''
    // Sealing takes what browsers keep for pages from https.
    byId('password-door').hidden = !window.isSecureContext
    const foreign = invited ? foreignNodes(invited) : []
    byId('invitation-foreign').hidden = foreign.length === 0
    byId('invitation-nodes').textContent = foreign.join(', ')
    showMeshNotice()
    byId('nodes').textContent = nodesOf().join(', ')
  }

  #submitName(event) {
    event.preventDefault()
    if (placeInAddress()) this.#joinInvited()
    else this.#create()
  }

  #joinInvited() {
    this.#go(placeInAddress())
  }

  #create() {
    this.#go({ room: this.#sdk.newRoomId(), nodes: nodesOf() })
  }

  async #createSealed() {
    if (!window.isSecureContext) return showMessage(NEEDS_HTTPS)
    const seal = await part('seal')
    if (seal) this.#go({ secret: seal.newSecret(), nodes: nodesOf() })
  }

  async #submitPlace(event) {
    event.preventDefault()
    const typed = byId('place').value
    const { place, name, mesh } = readInvitation(typed)
    // Who has sent it is at those nodes, whatever was chosen here.
    if (mesh !== undefined) await chooseMesh(mesh)
    if (place) this.#go(place)
    else if (typed.trim() === '') this.#refuse(NOTHING)
    else if (!name) this.#refuse(NOT_A_ROOM)
    else if (!window.isSecureContext) this.#refuse(NEEDS_HTTPS)
    else this.#go({ room: await this.#sdk.roomIdFor(name), nodes: nodesOf() }, cleanName(name))
  }

  #refuse(message) {
    showMessage(message)
    byId('place').focus()
  }

  #go(place, label) {
    const name = cleanName(byId('name').value)
    saveName(name)
    byId('place').value = ''
    this.#enter({ ...place, transport: byId('transport').value, unasked: byId('unasked').value }, label, name)
  }
}
