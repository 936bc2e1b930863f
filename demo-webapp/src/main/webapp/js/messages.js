// Messages on top of the page, until somebody dismisses them.

import { byId, element } from './dom.js'

const MOST = 3

/** A message about the room goes when the room is well again. */
export function showMessage({ what, advice, detail, about = 'page' }) {
  const place = byId('messages')
  const same = [...place.children].find(shown => shown.dataset.what === what)
  if (same && (!detail || same.textContent.includes(detail))) return
  same?.remove()
  const dismiss = element('button', { type: 'button', class: 'quiet', 'data-testid': 'dismiss' }, 'Dismiss')
  const words = element('p', {}, element('strong', {}, what), ` ${advice}`)
  if (detail) words.append(element('small', {}, detail))
  const message = element('div', { class: 'message', 'data-testid': 'message', 'data-what': what, 'data-about': about }, words, dismiss)
  dismiss.addEventListener('click', () => dismissMessage(message))
  place.append(message)
  while (place.children.length > MOST) place.firstElementChild.remove()
}

export function clearMessages(about) {
  for (const message of [...byId('messages').children]) if (!about || message.dataset.about === about) message.remove()
}

// The focus must not fall off the page with the button that had it.
function dismissMessage(message) {
  message.remove()
  document.querySelector('main > section:not([hidden]) h1')?.focus()
}
