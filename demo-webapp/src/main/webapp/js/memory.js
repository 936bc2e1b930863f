// What the browser remembers: the name for good, the room for a reload of this tab. Both may be forbidden.

const NAME = 'almenara.name'
const ROOM = 'almenara.room'

export const savedName = () => read('localStorage', NAME)
export const saveName = name => write('localStorage', NAME, name)
export const openRoomOfTab = () => read('sessionStorage', ROOM)
export const saveRoomOfTab = room => write('sessionStorage', ROOM, room)

function read(store, key) {
  try {
    return window[store].getItem(key) ?? ''
  } catch {
    return ''
  }
}

function write(store, key, value) {
  try {
    window[store].setItem(key, value)
  } catch {
    // Storage is switched off or full: the page works without it.
  }
}
