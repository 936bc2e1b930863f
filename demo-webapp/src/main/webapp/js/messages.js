// Messages on top of the page, until somebody dismisses them.

import { byId, element } from './dom.js'

const MOST = 3

/** A message about the room goes when the room is well again. With a choice it has a button for that, and takes the place of one about the same topic. */
export function showMessage({ what, advice, detail, about = 'page', choice, topic = what }) {
  const place = byId('messages')
  const same = [...place.children].find(shown => shown.dataset.topic === topic)
  if (same && topic === what && (!detail || same.textContent.includes(detail))) return
  same?.remove()
  const dismiss = element('button', { type: 'button', class: 'quiet', 'data-testid': 'dismiss' }, 'Dismiss')
  const words = element('p', {}, element('strong', {}, what), ` ${advice}`)
  if (detail) words.append(element('small', {}, detail))
  const message = element('div', { class: 'message', 'data-testid': 'message', 'data-topic': topic, 'data-about': about }, words, ...chosen(choice, () => dismissMessage(message)), dismiss)
  dismiss.addEventListener('click', () => dismissMessage(message))
  place.append(message)
  while (place.children.length > MOST) place.firstElementChild.remove()
}

function chosen(choice, done) {
  if (!choice) return []
  const button = element('button', { type: 'button', 'data-testid': 'choose' }, choice.label)
  button.addEventListener('click', () => {
    done()
    choice.run()
  })
  return [button]
}

export function clearMessages(about) {
  for (const message of [...byId('messages').children]) if (!about || message.dataset.about === about) message.remove()
}

// The focus must not fall off the page with the button that had it.
function dismissMessage(message) {
  message.remove()
  document.querySelector('main > section:not([hidden]) h1')?.focus()
}
