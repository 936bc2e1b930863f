// Draws who meets: by the nodes that each holds, after the best of them was killed, and how rooms and purchases spread.
import { COLOURS, dots, HIGH, LEFT, line, panel, text, WIDE } from '../svg.mjs'

/** The share of pairs that do not meet, from all down to one in ten thousand; whatever is below stands at the bottom. */
const missed = (top, share) => top + HIGH * Math.min(1, -Math.log10(Math.max(1e-4, 1 - share)) / 4)
const SCALE = [[1, '100 %'], [0.75, '10 %'], [0.5, '1 %'], [0.25, '0.1 %'], [0, 'none']]

function byHeld(top, all) {
  const x = (held) => LEFT + 110 + 220 * held
  return panel(top, 'pairs that share no honest node', SCALE, all.map(({ name }) => name))
    + all.map(({ course }, index) => {
      const points = course.always.map((share, held) => [x(held), missed(top, share)])
      return line(points, COLOURS[index]) + dots(points, COLOURS[index])
    }).join('')
    + ['one node each', 'two nodes each', 'three nodes each'].map((label, held) => text(x(held), top + HIGH + 18, label, 'middle')).join('')
}

function healing(top, { course }) {
  const last = course.healing.length - 1
  return panel(top, 'the same, after the best node of the room was killed', SCALE, ['one node each', 'two', 'three'])
    + [0, 1, 2].map((held) => line(course.healing.map((shares, second) => [LEFT + WIDE * second / last, missed(top, shares[held])]), COLOURS[held])).join('')
    + [0, 15, 30, 45, 60].map((second) => text(LEFT + WIDE * second / last, top + HIGH + 18, `${second} s`, 'middle')).join('')
}

function spread(top, { course }) {
  const { rooms } = course.load
  const most = 3
  return panel(top, 'rooms at a node, by the mean; all nodes, from that with the least to that with the most', [[1, `${most}`], [2 / 3, '2'], [1 / 3, '1'], [0, '0']], [])
    + line(rooms.map((each, index) => [LEFT + WIDE * index / (rooms.length - 1), top + HIGH * (1 - Math.min(1, each / most))]), COLOURS[1])
    + [0, 25, 50, 75, 100].map((share) => text(LEFT + WIDE * share / 100, top + HIGH + 18, `${share} %`, 'middle')).join('')
}

export function plot(all) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 780 620" font-family="sans-serif" font-size="13" fill="#222">
<title>Who meets in a mesh of a thousand nodes that come and go</title>
<rect width="780" height="620" fill="#fff"/>
` + byHeld(40, all) + healing(240, all[0]) + spread(440, all[0]) + '</svg>\n'
}
