// The parts of the SDK beside its core. Each is fetched when it is first used.

import { showMessage } from './messages.js'

/** The module of a part (`seal`, `state`, `files`), or undefined when it did not come: then a message says so. */
export async function part(name) {
  const address = `/sdk/almenara-${name}.js`
  try {
    return await import(address)
  } catch (error) {
    showMessage({ what: 'A part of the SDK could not be loaded.', advice: `Look whether the server answers at ${address}, then reload.`, detail: error.message })
    return undefined
  }
}
