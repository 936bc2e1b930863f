// The chat of a room: text, as text.

import { byId, during, element, isAtEnd } from './dom.js'

const MOST_LINES = 500
const MOST_TEXT = 4000
const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })

export class Chat {
  #action
  #profiles
  #arrived

  /** The arrived function is called for each message of somebody else. */
  constructor(room, profiles, arrived, signal) {
    this.#profiles = profiles
    this.#arrived = arrived
    this.#action = room.action('chat')
    byId('chat').replaceChildren()
    const off = this.#action.on((message, peer) => { if (!signal.aborted) this.#receive(message, peer) })
    signal.addEventListener('abort', off, { once: true })
    profiles.onIntroduced(peer => this.#note(`${profiles.nameOf(peer.id)} is connected.`))
    during(signal, room, 'left', (peer, reason) =>
      this.#note(`${profiles.nameOf(peer.id)} ${reason === 'timeout' ? 'was lost' : 'left'}.`))
    byId('chat-form').addEventListener('submit', event => this.#send(event), { signal })
    this.#stayAtEnd(signal)
  }

  // Pictures that come and go and a phone that is turned change the height of the list: who saw the newest line still does.
  #stayAtEnd(signal) {
    const view = byId('chat-log')
    let atEnd = true
    view.addEventListener('scroll', () => { atEnd = isAtEnd(view) }, { signal })
    const sizes = new ResizeObserver(() => { if (atEnd) view.scrollTop = view.scrollHeight })
    sizes.observe(view)
    signal.addEventListener('abort', () => sizes.disconnect(), { once: true })
  }

  #send(event) {
    event.preventDefault()
    const field = byId('chat-text')
    const text = field.value.trim()
    if (text === '') return
    const reached = this.#action.send({ text })
    this.#add('mine', this.#profiles.name || 'You', text)
    if (reached === 0) this.#note('Nobody is connected yet, so nobody got this.')
    field.value = ''
    field.focus()
  }

  #receive(message, peer) {
    if (typeof message?.text !== 'string' || message.text === '') return
    this.#add('theirs', this.#profiles.nameOf(peer.id), message.text.slice(0, MOST_TEXT))
    this.#arrived()
  }

  #add(whose, author, text) {
    const now = new Date()
    this.#append(element('li', { class: whose, 'data-testid': 'chat-message', 'data-from': whose },
      element('p', { class: 'chat-head' },
        element('bdi', { class: 'chat-author', 'data-testid': 'chat-author' }, author), ' ',
        element('time', { datetime: now.toISOString() }, time.format(now))),
      element('p', { class: 'chat-text', dir: 'auto', 'data-testid': 'chat-body' }, text)))
  }

  #note(text) {
    this.#append(element('li', { class: 'note', 'data-testid': 'chat-note' }, text))
  }

  #append(line) {
    const list = byId('chat')
    const view = byId('chat-log')
    const atEnd = isAtEnd(view)
    list.append(line)
    while (list.children.length > MOST_LINES) list.firstElementChild.remove()
    if (atEnd) view.scrollTop = view.scrollHeight
  }
}
