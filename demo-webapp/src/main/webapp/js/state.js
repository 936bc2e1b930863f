// The state of the room in words, on top of the page.

import { byId, during, write } from './dom.js'

const WORDS = {
  connecting: 'Looking for the room…',
  joined: 'In the room',
  'signal-reconnecting': 'The server is away; your connections go on',
  reconnecting: 'Connection lost, coming back…',
  closed: 'Closed'
}

const HINTS = {
  connecting: 'The beacon is being lit.',
  alone: 'Nobody else is here yet. Send the link to somebody.',
  together: 'Say hello in the chat, or switch on your camera.'
}

export function followState(room, signal) {
  const draw = () => {
    showState(room.state)
    const hint = room.state === 'connecting' ? 'connecting' : room.peers.size === 0 ? 'alone' : 'together'
    write(byId('stage-hint'), HINTS[hint])
  }
  for (const event of ['state', 'peer', 'left']) during(signal, room, event, draw)
  draw()
}

export function showState(state) {
  document.documentElement.dataset.state = state
  byId('state').dataset.state = state
  write(byId('state'), WORDS[state] ?? '')
}
