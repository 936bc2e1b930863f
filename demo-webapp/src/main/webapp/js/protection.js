// What is protected in this room, and from whom, in plain words.

import { byId, element, write } from './dom.js'

const WORDS = {
  sealed: {
    sign: 'Sealed',
    facts: [
      'Only who has the link, or the name and the password, comes in. A room with a password is as safe as the password.',
      'No server can read or change what introduces you to each other, or sit in the middle of a connection.',
      'Servers still see who meets whom and when, and from which network addresses.'
    ]
  },
  public: {
    sign: 'Public',
    facts: [
      'Anybody who knows the link or the name of the room can come in.',
      'What you say and show is encrypted between the browsers. But a server that lies could have put itself in the middle: compare emoji with the others to be sure that none has.',
      'Servers see who meets whom and when, and from which network addresses.'
    ]
  }
}

export function showProtection(place) {
  const kind = place.secret ? 'sealed' : 'public'
  const { sign, facts } = WORDS[kind]
  const panel = byId('protection')
  panel.dataset.kind = kind
  panel.open = false
  write(byId('protection-sign'), sign)
  byId('protection-facts').replaceChildren(...facts.map(fact => element('li', {}, fact)))
}
