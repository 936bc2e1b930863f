// Small helpers over the document. Text from peers only ever becomes text nodes.

export const byId = id => document.getElementById(id)

export function element(name, attributes, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes ?? {})) made.setAttribute(key, value)
  made.append(...children)
  return made
}

/** Writes only what changed, so that screen readers do not announce the same words again. */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text
}

/** Somebody who reads further up should not be pulled down by a new line. */
export const isAtEnd = list => list.scrollHeight - list.scrollTop - list.clientHeight < 60

/** Puts text on the clipboard; false when the browser does not let us. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

// Pages without https have no navigator.clipboard.
function copyBySelection(text) {
  const holder = element('textarea', { class: 'unseen', 'aria-hidden': 'true' })
  const focused = document.activeElement
  holder.value = text
  document.body.append(holder)
  holder.select()
  const done = document.execCommand('copy')
  holder.remove()
  focused?.focus()
  return done
}

/** Says something beside a button and takes it back after a while. */
export function confirmBriefly(node, text) {
  node.textContent = text
  clearTimeout(Number(node.dataset.timer))
  node.dataset.timer = String(setTimeout(() => { node.textContent = '' }, 4000))
}

/** Subscribes to a room's event until the signal aborts. */
export function during(signal, room, event, listener) {
  const off = room.on(event, (...values) => { if (!signal.aborted) listener(...values) })
  signal.addEventListener('abort', off, { once: true })
}
