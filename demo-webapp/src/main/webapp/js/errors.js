// What went wrong, in words, and what to do about it.

const ROOM_ERRORS = {
  unreachable: ['No node could be reached.', 'The page keeps trying. Look at your network; behind a strict proxy, leave and choose “Server-sent events” under Connection options.'],
  timeout: ['The node did not answer in time.', 'Join again; if that does not help, try another node.'],
  closed: ['The room is closed for this page.', 'It may have been taken over by another tab. Join again to come back.'],
  aborted: ['Joining was called off.', 'Join again when you like.'],
  misuse: ['The address of this page has something the SDK cannot use.', 'Look at the nodes and the room in the address.'],
  'connect-failed': ['No connection to one of the people here.', 'It is tried again by itself. Networks that allow no direct connection need a relay (TURN) on the server.'],
  'bad-room': ['This is not a room.', 'Ask for the link again, or create a room.'],
  'room-full': ['The room is full.', 'Wait until somebody leaves, then join again.'],
  'too-many-rooms': ['The server has no space for another room.', 'Try again later, or use another node.'],
  price: ['The node asks for more work than this page does unasked.', 'Allow it, or try another node.'],
  overloaded: ['The node is too busy.', 'Wait a moment, then join again.'],
  unavailable: ['The node cannot serve right now.', 'Wait a moment, then join again.'],
  draining: ['The node is being shut down.', 'Join again; another node takes over.'],
  'forbidden-origin': ['The server does not serve pages from this address.', 'Open the demo from the server itself, or ask its operator to allow this address.'],
  unsupported: ['This browser has not what sealed rooms take.', 'Use Chrome or Edge 137, Firefox 130, Safari 17 or later, over https.'],
  'bad-message': ['Something that came was dropped.', 'It was altered on its way, sent twice, or made by somebody who does not know the secret. The room goes on.'],
  proof: ['The node did not take the proof for this room.', 'Join again. A clock that is wrong, or a server between you and the node, can be the cause.'],
  'bad-token': ['The server no longer knows this visit.', 'Join again.'],
  internal: ['The server made a mistake.', 'Join again; the log of the node says more.']
}

const DEVICE_ERRORS = {
  NotAllowedError: 'The browser did not get permission. Allow it in the address bar or the system settings, then try again.',
  SecurityError: 'The browser does not allow it on this page.',
  NotFoundError: 'None was found. Plug one in, then try again.',
  NotReadableError: 'It is in use by another program, or it does not work. Close that program, then try again.',
  OverconstrainedError: 'None that fits was found.',
  AbortError: 'It stopped by itself. Try again.',
  NotSupportedError: 'This browser cannot do that.'
}

export function explainRoomError(error) {
  const [what, advice] = ROOM_ERRORS[error?.code] ?? ['Something went wrong.', 'Join again.']
  const detail = error?.message ? `${error.code ?? error.name}: ${error.message}`.slice(0, 300) : ''
  return { what, advice, detail, about: 'room' }
}

export function explainDeviceError(label, error) {
  return {
    what: `${label} could not be switched on.`,
    advice: DEVICE_ERRORS[error.name] ?? 'Try again.',
    detail: `${error.name}: ${error.message}`.slice(0, 300)
  }
}

const FILE_ERRORS = {
  'too-large': 'It is larger than 512 MiB. Share it in pieces.',
  'too-many': 'Stop sharing another one first.',
  'bad-message': 'Who shares it has sent something else. Ask for the file again.',
  misuse: 'Its name or type is longer than 255 bytes. Rename it, then try again.',
  NotFoundError: 'It could not be read: folders cannot be shared, and files that have been moved cannot either.',
  NotReadableError: 'It could not be read: folders cannot be shared, and files that have been changed have to be chosen again.'
}

export function explainFileError(name, error) {
  return {
    what: `The file “${name.slice(0, 80)}” was not shared or fetched.`,
    advice: FILE_ERRORS[error.code] ?? FILE_ERRORS[error.name] ?? 'Try again.',
    detail: `${typeof error.code === 'string' ? error.code : error.name}: ${error.message}`.slice(0, 300),
    about: 'room'
  }
}
