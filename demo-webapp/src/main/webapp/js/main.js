// The page: either the start screen or a visit to a room, as its address says.

import { clearPlace, forgetEntry, keyOf, placeInAddress, showPlace, transportInAddress, wasEntered } from './address.js'
import { byId } from './dom.js'
import { explainRoomError } from './errors.js'
import { savedName } from './memory.js'
import { offerMesh } from './mesh.js'
import { clearMessages, showMessage } from './messages.js'
import { shortRoom } from './names.js'
import { Start } from './start.js'
import { showState } from './state.js'
import { Visit } from './visit.js'

const SDK = '/sdk/almenara.js'
const NO_SDK = { what: 'The SDK could not be loaded.', advice: `Look whether the server answers at ${SDK}, then reload.` }

let sdk
let start
let visit

async function open() {
  if (!window.RTCPeerConnection) return
  byId('unsupported').hidden = true
  try {
    sdk = await import(SDK)
  } catch (error) {
    return showMessage({ ...NO_SDK, detail: error.message })
  }
  start = new Start(sdk, enter)
  byId('leave').addEventListener('click', leave)
  addEventListener('popstate', followAddress)
  addEventListener('hashchange', followAddress)
  // A page that comes back from the browser's cache has left its room.
  addEventListener('pageshow', event => { if (event.persisted) location.reload() })
  await offerMesh()
  const place = placeInAddress()
  // A reload stays in the room; a link that was followed asks first.
  if (place && wasEntered()) enter({ ...place, transport: transportInAddress() }, '', savedName())
  else showStart()
}

function enter(place, label, name) {
  clearMessages()
  try {
    visit = new Visit(sdk.join, place, name, lost)
  } catch (error) {
    showStart()
    return showMessage(explainRoomError(error))
  }
  showPlace(place)
  const kind = place.secret ? 'Sealed room' : 'Room'
  const called = label || (place.secret ? '' : shortRoom(place.room))
  byId('room-kind').textContent = kind
  byId('room-name').textContent = called
  showSection('room', `${kind} ${called}`.trim() + ' – Almenara')
}

function leave() {
  const left = visit?.leave()
  left?.catch(error => showMessage(explainRoomError(error)))
  clearPlace()
  showStart()
}

function lost(error) {
  showStart()
  showMessage(explainRoomError(error))
}

function followAddress() {
  const place = placeInAddress()
  if (visit && place && keyOf(place) === visit.key) return
  void visit?.leave()
  showStart()
}

function showStart() {
  visit = undefined
  forgetEntry()
  start.show()
  showState('none')
  showSection('start', 'Almenara')
}

// The focus goes to the new screen's heading, where a screen reader starts to read; not on the first load.
function showSection(id, title) {
  const first = byId('start').hidden && byId('room').hidden
  for (const section of ['start', 'room']) byId(section).hidden = section !== id
  document.title = title
  if (first) return
  scrollTo(0, 0)
  byId(`${id}-title`).focus({ preventScroll: true })
}

await open()
