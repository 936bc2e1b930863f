// The page's address: which room (in the fragment, which browsers keep to themselves), which nodes, which transport.

// 32 bytes leave two bits of the last character empty.
const ROOM_ID = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/
const TRANSPORTS = ['auto', 'websocket', 'sse']

/** A place is {room, nodes}; undefined when the address names no room. */
export function placeInAddress(address = location) {
  const room = new URLSearchParams(address.hash.slice(1)).get('room') ?? ''
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

/** What somebody typed or pasted: {place} of a link or an id, {name} of anything else. */
export function readInvitation(text) {
  const typed = text.trim()
  if (ROOM_ID.test(typed)) return { place: { room: typed, nodes: nodesOf() } }
  if (/^https?:\/\//i.test(typed) && URL.canParse(typed)) {
    const place = placeInAddress(new URL(typed))
    return place ? { place } : {}
  }
  return typed === '' ? {} : { name: typed }
}

/** One text for a place, to know it again. */
export function keyOf(place) {
  return [place.room, ...place.nodes].join(' ')
}

/** The link to give away: no transport, and no nodes when they are the page's own. */
export function linkTo(place) {
  const link = new URL(location.pathname, location.origin)
  if (!isOwn(place.nodes)) link.searchParams.set('nodes', place.nodes.join(','))
  link.hash = `room=${place.room}`
  return link.href
}

export function showPlace(place) {
  const address = new URL(location.href)
  if (isOwn(place.nodes)) address.searchParams.delete('nodes')
  else address.searchParams.set('nodes', place.nodes.join(','))
  address.hash = `room=${place.room}`
  if (address.href !== location.href) history.pushState(null, '', address)
}

export function clearPlace() {
  history.replaceState(null, '', location.pathname + location.search)
}

/** The nodes of a place that are not the page's own server: who invites has chosen them. */
export function foreignNodes(place) {
  return place.nodes.filter(node => node !== location.origin)
}

function isOwn(nodes) {
  return nodes.length === 1 && nodes[0] === location.origin
}
