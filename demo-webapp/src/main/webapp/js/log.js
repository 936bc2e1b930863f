// The signaling log of the SDK, line by line, and which node serves us.

import { byId, confirmBriefly, copy, during, element, isAtEnd, write } from './dom.js'
import { shortId } from './names.js'

const MOST_LINES = 400
const WAYS = { websocket: 'WebSocket', sse: 'server-sent events' }

export class SignalingLog {
  #room
  #lines = []
  #seen = 0

  constructor(room, signal) {
    this.#room = room
    byId('log').replaceChildren()
    this.#drawNode()
    during(signal, room, 'log', entry => this.#add(entry))
    during(signal, room, 'state', () => this.#drawNode())
    byId('copy-log').addEventListener('click', () => this.#copy(), { signal })
  }

  #add(entry) {
    const at = new Date(entry.time).toISOString().slice(11, 23)
    const peer = entry.peer ? ` ${shortId(String(entry.peer.id ?? entry.peer))}` : ''
    this.#lines.push(`${at} ${entry.kind}${peer} ${entry.text}`)
    if (this.#lines.length > MOST_LINES) this.#lines.shift()
    this.#append(element('li', { 'data-testid': 'log-line', 'data-kind': entry.kind },
      element('time', {}, at), ' ', element('b', {}, entry.kind), `${peer} ${entry.text}`))
    this.#seen += 1
    write(byId('log-count'), String(this.#seen))
    this.#drawNode()
  }

  #append(line) {
    const list = byId('log')
    const atEnd = isAtEnd(list)
    list.append(line)
    while (list.children.length > MOST_LINES) list.firstElementChild.remove()
    if (atEnd) list.scrollTop = list.scrollHeight
  }

  async #copy() {
    const done = await copy(this.#lines.join('\n'))
    confirmBriefly(byId('copy-log-done'), done ? 'Copied.' : 'The browser did not let us copy.')
  }

  #drawNode() {
    const node = this.#room.node
    write(byId('node-name'), node?.name ?? '–')
    write(byId('node-url'), node?.url ?? '–')
    write(byId('node-transport'), node ? WAYS[node.transport] ?? node.transport : '–')
    byId('node-transport').dataset.transport = node?.transport ?? ''
  }
}
