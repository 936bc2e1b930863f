// Rooms at the nodes of many operators, where the page's own server is one of them and the person wants that.

import { usesMesh } from './address.js'
import { byId, during, write } from './dom.js'
import { part } from './parts.js'

// Milliseconds that the server's answer may hold up the page.
const LONGEST = 2_000

let meshOf

/** Shows the choice when the page's own server belongs to a mesh; `?mesh` in the address makes it at once. */
export async function offerMesh() {
  const asked = usesMesh(location)
  if (!asked && await belongs()) await load()
  await chooseMesh(asked)
}

/** Makes the choice that a link has made. */
export async function chooseMesh(wanted) {
  if (wanted) await load()
  byId('mesh').checked = wanted && meshOf !== undefined
}

/** What to join: the nodes, or the mesh that is found by them. */
export function chosen(nodes) {
  return meshOf && byId('mesh').checked ? meshOf(nodes) : nodes
}

/** Shows the nodes that a room of the mesh is at. */
export function showMesh(room, mesh, signal) {
  const isMesh = !Array.isArray(mesh)
  byId('mesh-row').hidden = !isMesh
  if (!isMesh) return
  const draw = () => write(byId('mesh-nodes'), mesh.nodes.map(({ url, state }) => state === 'joined' ? url : `${url} …`).join(', ') || '–')
  for (const event of ['state', 'log']) during(signal, room, event, draw)
  draw()
}

async function load() {
  meshOf ??= (await part('nodes'))?.meshOf
  byId('mesh-choice').hidden = !meshOf
}

async function belongs() {
  try {
    const answer = await fetch('/', { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(LONGEST) })
    return (await answer.json()).mesh !== undefined
  } catch {
    return false
  }
}
