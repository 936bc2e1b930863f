// What the browser remembers: the name. That may be forbidden.

const NAME = 'almenara.name'

export function savedName() {
  try {
    return localStorage.getItem(NAME) ?? ''
  } catch {
    return ''
  }
}

export function saveName(name) {
  try {
    localStorage.setItem(NAME, name)
  } catch {
    // Storage is switched off or full: the page works without it.
  }
}
