// The page's address: which room (in the fragment, which browsers keep to themselves), which nodes, which transport.

import { byId } from './dom.js'

// 32 bytes leave two bits of the last character empty.
const ROOM_ID = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/
const SECRET = /^s1\.[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/
const TRANSPORTS = ['auto', 'websocket', 'sse']

/** A place is {room, nodes}, that of a sealed room {secret, nodes}; undefined when the address names no room. */
export function placeInAddress(address = location) {
  const fragment = address.hash.slice(1)
  const secret = fragment.split('&').find(part => SECRET.test(part))
  if (secret) return { secret, nodes: nodesOf(address) }
  const room = new URLSearchParams(fragment).get('room') ?? ''
  return ROOM_ID.test(room) ? { room, nodes: nodesOf(address) } : undefined
}

export function nodesOf(address = location) {
  const named = (new URLSearchParams(address.search).get('nodes') ?? '').split(',')
    .map(node => node.trim()).filter(node => node !== '')
  return named.length > 0 ? named : [address.origin]
}

export function transportInAddress() {
  const asked = new URLSearchParams(location.search).get('transport')
  return TRANSPORTS.includes(asked) ? asked : 'auto'
}

/** Whether an address says that the room is at the nodes of a mesh. */
export const usesMesh = address => new URLSearchParams(address.search).has('mesh')

/** What somebody typed or pasted: {place} of a link, an id or a secret, {name} of anything else; neither when it is a broken one. A link says in {mesh} whether it uses that. */
export function readInvitation(text) {
  const typed = text.trim()
  if (ROOM_ID.test(typed)) return { place: { room: typed, nodes: nodesOf() } }
  if (SECRET.test(typed)) return { place: { secret: typed, nodes: nodesOf() } }
  if (/^https?:\/\//i.test(typed) && URL.canParse(typed)) {
    const link = new URL(typed)
    const place = placeInAddress(link)
    return place ? { place, mesh: usesMesh(link) } : {}
  }
  // A secret with a slip in it is no name: names are shown.
  return typed === '' || typed.startsWith('s1.') ? {} : { name: typed }
}

/** What the SDK joins: the id of a room, or the secret of a sealed one. */
export const keyToJoin = place => place.secret ?? place.room

/** One text for a place, to know it again. It may hold a secret: for the memory of this page only. */
export function keyOf(place) {
  return [keyToJoin(place), ...place.nodes].join(' ')
}

/** The link to give away: no transport, and no nodes when they are the page's own; who comes by it uses the mesh if this page does. */
export function linkTo(place) {
  const link = new URL(location.pathname, location.origin)
  if (!isOwn(place.nodes)) link.searchParams.set('nodes', place.nodes.join(','))
  if (byId('mesh').checked) link.searchParams.set('mesh', '')
  link.hash = fragmentOf(place)
  return link.href
}

/** Puts the place into the address, and notes in the history that it has been entered. */
export function showPlace(place) {
  const address = new URL(location.href)
  if (isOwn(place.nodes)) address.searchParams.delete('nodes')
  else address.searchParams.set('nodes', place.nodes.join(','))
  // For a reload. Where it says so already it stays as it was written.
  if (!byId('mesh').checked) address.searchParams.delete('mesh')
  else if (!usesMesh(address)) address.searchParams.set('mesh', '')
  address.hash = fragmentOf(place)
  if (address.href === location.href) history.replaceState({ entered: true }, '')
  else history.pushState({ entered: true }, '', address)
}

/** Whether the page was in the room of its address: it has been loaded again. */
export const wasEntered = () => history.state?.entered === true

export function forgetEntry() {
  history.replaceState(null, '')
}

export function clearPlace() {
  history.replaceState(null, '', location.pathname + location.search)
}

/** The nodes of a place that are not the page's own server: who invites has chosen them. */
export function foreignNodes(place) {
  return place.nodes.filter(node => node !== location.origin)
}

function fragmentOf(place) {
  return place.secret ?? `room=${place.room}`
}

function isOwn(nodes) {
  return nodes.length === 1 && nodes[0] === location.origin
}
