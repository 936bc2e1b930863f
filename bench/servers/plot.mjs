// Draws a run: ours beside the others, and how cost grows with members, rooms and nodes. A figure that is not sound is left out.
import { COLOURS, dots, HIGH, LEFT, line, panel, text, WIDE } from '../svg.mjs'
import { FLOOR, figure, OWN } from './report.mjs'
import { CONTESTS } from './scenarios.mjs'

const TOPS = [40, 240, 440, 640]
const MARGIN = 40
const STEPS = 4

const cost = (result) => figure(result, 'most', 'perMessage')
const roundUp = (number) => {
  const unit = 10 ** Math.floor(Math.log10(number))
  return Math.ceil(number / unit) * unit
}

/** Points at their places over a scale from 0; `series` are [name, [[place, value, label]…]], a place being from 0 to 1. */
function drawn(top, title, series, connected) {
  const most = roundUp(Math.max(1e-9, ...series.flatMap(([, all]) => all.map(([, value]) => value)).filter(Number.isFinite)))
  const x = (place) => LEFT + MARGIN + (WIDE - 2 * MARGIN) * place
  const ticks = Array.from({ length: STEPS + 1 }, (_, index) => [index / STEPS, `${most * index / STEPS}`])
  const labels = new Map(series.flatMap(([, all]) => all.map(([place, , label]) => [place, label])))
  return panel(top, title, ticks, series.map(([name]) => name))
    + series.map(([, all], index) => {
      const points = all.filter(([, value]) => Number.isFinite(value)).map(([place, value]) => [x(place), top + HIGH * (1 - value / most)])
      return (connected && points.length > 1 ? line(points, COLOURS[index]) : '') + dots(points, COLOURS[index])
    }).join('')
    + [...labels].map(([place, label]) => text(x(place).toFixed(1), top + HIGH + 18, label, 'middle')).join('')
}

function beside(top, contests) {
  const of = (id, chosen) => cost(contests.find((result) => result.id === id && chosen(result.server)) ?? { rounds: [] })
  const series = [['ours', (name) => name === OWN], ['reference', (name) => name !== OWN && name !== FLOOR], [FLOOR, (name) => name === FLOOR]]
  return drawn(top, 'µs of processor for a delivered message, at the highest rate', series.map(([name, chosen]) =>
    [name, CONTESTS.map(({ id, what }, index) => [index / (CONTESTS.length - 1), of(id, chosen), what])]), false)
}

/** One line for each series of results, over the logarithm of what they are at. */
function over(top, title, series) {
  const all = series.flatMap(([, results]) => results.map(({ at }) => Math.log(at)))
  const [least, most] = [Math.min(...all), Math.max(...all)]
  return drawn(top, title, series.map(([name, results]) => [name, results.map((result) => [(Math.log(result.at) - least) / (most - least || 1), cost(result), result.at.toLocaleString('en')])]), true)
}

export function plot({ contests, growth, cluster }) {
  const nodes = [...new Set(cluster.map(({ what }) => what))].map((what) => [what, cluster.filter((result) => result.what === what)])
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 780 820" font-family="sans-serif" font-size="13" fill="#222">
<title>What a message costs the server</title>
<rect width="780" height="820" fill="#fff"/>
` + beside(TOPS[0], contests)
    + over(TOPS[1], 'the same, by members of a room', [['native', growth.members], ['y-webrtc', growth.foreign]])
    + over(TOPS[2], 'the same, native, by rooms of two', [['rooms', growth.rooms]])
    + over(TOPS[3], 'the same, native, all nodes together, by nodes', nodes) + '</svg>\n'
}
