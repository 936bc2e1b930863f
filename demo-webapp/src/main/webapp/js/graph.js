// The graph of the room: who is connected to whom and how, as a picture and as a table.

import { byId, element } from './dom.js'
import { Links } from './links.js'

/** Units of the picture, which are those of the page: it is as wide as its place, within these bounds. */
const WIDTH = { least: 300, most: 1_000, unseen: 640 }
/** Its height in parts of the width, with bounds of its own. */
const HEIGHT = { part: 0.6, least: 290, most: 440 }
/** What stays free around the dots. */
const MARGIN = { across: 56, down: 64 }
const DOT = 18
/** With more people than this the lines have no words: the table has them. */
const MOST_WORDS = 6
/** Units between a name and the edge of the picture, or another name beside it. */
const GAP = 6
/** In a picture that is narrower, they say the round trip alone: the line itself shows the kind. */
const NARROW = 420
const MOST_LETTERS = 16
const SVG = 'http://www.w3.org/2000/svg'

export class Graph {
  #room
  #profiles
  #links
  #drawn = ''

  constructor(room, profiles, signal) {
    this.#room = room
    this.#profiles = profiles
    this.#links = new Links(room, signal)
    const draw = () => { if (!signal.aborted) this.#draw() }
    const sizes = new ResizeObserver(() => requestAnimationFrame(draw))
    sizes.observe(byId('graph'))
    signal.addEventListener('abort', () => sizes.disconnect(), { once: true })
    this.#links.onChange(draw)
    profiles.onChange(draw)
    draw()
  }

  // Only what has changed is drawn again: who reads the table keeps their place.
  #draw() {
    const people = this.#links.peers().map(({ id, node }) => ({ id, node, own: id === this.#room.self, name: this.#nameOf(id) }))
    const edges = this.#links.edges()
    const view = viewOf(byId('graph').clientWidth)
    const model = JSON.stringify([people, edges, view])
    if (model === this.#drawn) return
    this.#drawn = model
    drawPicture(people, edges, view)
    drawTable(people, edges)
  }

  #nameOf(id) {
    return id === this.#room.self ? this.#profiles.name || 'You' : this.#profiles.nameOf(id)
  }
}

function viewOf(clientWidth) {
  const width = clamp(clientWidth || WIDTH.unseen, WIDTH)
  // Nothing is as wide as it will be before it can be seen.
  return { width, height: clamp(Math.round(width * HEIGHT.part), HEIGHT), seen: clientWidth > 0 }
}

function drawPicture(people, edges, view) {
  const picture = byId('graph')
  const places = new Map(people.map(({ id }, index) => [id, placeOf(index, people.length, view)]))
  const lines = edges.map(edge => line(edge, places.get(edge.from), places.get(edge.to), people.length <= MOST_WORDS ? wordsOf(edge, view) : ''))
  picture.setAttribute('viewBox', `0 0 ${view.width} ${view.height}`)
  picture.setAttribute('aria-label', `${people.length} ${people.length === 1 ? 'person' : 'people'}, ${edges.length} ${edges.length === 1 ? 'connection' : 'connections'}; the table below has them.`)
  picture.replaceChildren(...lines.map(({ stroke }) => stroke), ...lines.map(({ label }) => label).filter(Boolean),
    ...people.map(person => dot(person, places.get(person.id), view)))
  for (const group of picture.querySelectorAll('.dot')) fit([...group.querySelectorAll('text')], view)
}

// Letters are as wide as they are: words that are wider than half of the picture lose some, and nothing stands beyond its edge.
function fit(texts, { width }) {
  for (const text of texts) {
    const letters = [...text.textContent]
    while (letters.length > 1 && text.getComputedTextLength() > width / 2 - 2 * GAP) {
      letters.pop()
      text.textContent = `${letters.join('')}…`
    }
  }
  const half = Math.max(...texts.map(text => text.getComputedTextLength())) / 2 + GAP
  for (const text of texts) text.setAttribute('x', clamp(Number(text.getAttribute('x')), { least: half, most: width - half }))
}

// Around an ellipse: two beside each other, more from the top on.
function placeOf(index, count, { width, height }) {
  const angle = 2 * Math.PI * index / count + (count === 2 ? Math.PI : -Math.PI / 2)
  const spread = count === 1 ? 0 : 0.5
  const [across, down] = [width - 2 * MARGIN.across, height - 2 * MARGIN.down]
  return [MARGIN.across + across * (0.5 + spread * Math.cos(angle)), MARGIN.down + down * (0.5 + spread * Math.sin(angle))]
}

function line(edge, [fromX, fromY], [toX, toY], words) {
  const stroke = drawn('line', { x1: fromX, y1: fromY, x2: toX, y2: toY, class: 'edge', 'data-kind': edge.kind, 'data-testid': 'graph-edge' })
  const label = words ? drawn('text', { x: (fromX + toX) / 2, y: (fromY + toY) / 2 + 4, class: 'edge-words' }) : undefined
  label?.append(words)
  return { stroke, label }
}

function wordsOf({ kind, ms }, { width }) {
  const trip = ms === undefined ? [] : [`${ms} ms`]
  return (width < NARROW ? trip : [kind, ...trip]).join(', ')
}

// The words stand outside, where no line goes: above the upper ones, below the others.
function dot({ id, name, node, own }, [x, y], { height }) {
  const group = drawn('g', { class: own ? 'dot own' : 'dot', 'data-testid': 'graph-node', 'data-peer': id })
  const top = y < height / 2 - 1 ? y - DOT - 26 : y + DOT + 19
  const text = (below, kind, words) => {
    const made = drawn('text', { x, y: top + below, class: kind })
    made.append(words)
    return made
  }
  group.append(drawn('circle', { cx: x, cy: y, r: DOT }), text(0, 'dot-name', shorten(name)), text(18, 'dot-node', node ? `at ${shorten(node)}` : ''))
  return group
}

function drawTable(people, edges) {
  const names = new Map(people.map(({ id, name, own }) => [id, own ? `${name} (you)` : name]))
  const nodes = new Map(people.map(({ id, node }) => [id, node]))
  byId('graph-rows').replaceChildren(...edges.map(({ from, to, kind, local, remote, protocol, ms }) =>
    element('tr', { 'data-testid': 'graph-row', 'data-kind': kind }, ...[
      end(names.get(from), nodes.get(from)), end(names.get(to), nodes.get(to)), `${kind}, ${local} – ${remote}, ${protocol}`, ms === undefined ? '–' : `${ms} ms`
    ].map(cell => element('td', {}, cell)))))
  byId('graph-empty').hidden = edges.length > 0
  byId('graph-table').hidden = edges.length === 0
}

const clamp = (value, { least, most }) => Math.min(most, Math.max(least, value))

function end(name, node) {
  return node ? `${name}, at ${node}` : name
}

function shorten(text) {
  const letters = [...text]
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join('')}…` : text
}

function drawn(name, attributes) {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}
