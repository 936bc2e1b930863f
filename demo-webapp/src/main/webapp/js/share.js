// The link of the room, to give away.

import { linkTo } from './address.js'
import { byId, confirmBriefly, copy } from './dom.js'

export function offerLink(place, signal) {
  const link = linkTo(place)
  const field = byId('room-link')
  field.value = link
  field.addEventListener('focus', () => field.select(), { signal })
  byId('copy-link').addEventListener('click', async () => {
    const done = await copy(link)
    confirmBriefly(byId('copy-done'), done ? 'Link copied.' : 'Copy the link from the field.')
    if (!done) field.focus()
  }, { signal })
  byId('share-link').hidden = !navigator.share
  byId('share-link').addEventListener('click', () => share(link), { signal })
}

async function share(link) {
  try {
    await navigator.share({ title: 'Almenara', text: 'Meet me here', url: link })
    confirmBriefly(byId('copy-done'), 'Shared.')
  } catch (error) {
    if (error.name !== 'AbortError') confirmBriefly(byId('copy-done'), 'Sharing did not work; copy the link.')
  }
}
