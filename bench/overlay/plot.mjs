// Draws the courses: what a join costs the node, how far apart peers are, and how the overlay heals.
import { COLOURS, dots, HIGH, LEFT, line, panel, text, WIDE } from '../svg.mjs'

const ticks = (most, steps) => Array.from({ length: steps + 1 }, (_, index) => [index / steps, `${most * index / steps}`])
const log = (size, sizes) => LEFT + 60 + (WIDE - 120) * (Math.log10(size / sizes[0]) / Math.max(1, Math.log10(sizes.at(-1) / sizes[0])))

/** One line for each series over the sizes, which stand at equal ratios. */
function bySize(top, title, most, steps, courses, series) {
  const sizes = courses.map(({ size }) => size)
  const drawn = series.map(([, value], index) => {
    const points = courses.map((course) => [log(course.size, sizes), top + HIGH * (1 - Math.min(1, value(course) / most))])
    return line(points, COLOURS[index]) + dots(points, COLOURS[index])
  })
  return panel(top, title, ticks(most, steps), series.map(([name]) => name)) + drawn.join('')
    + sizes.map((size) => text(log(size, sizes).toFixed(1), top + HIGH + 18, `${size.toLocaleString('en')} peers`, 'middle')).join('')
}

function healing(top, courses) {
  const drawn = courses.map(({ healing }, index) => {
    const { share } = healing.find(({ name }) => name === '50 % crashed')
    return line(share.map((each, second) => [LEFT + WIDE * second / (share.length - 1), top + HIGH * (1 - (each - 0.9) * 10)]), COLOURS[index])
  })
  const scale = [0.9, 0.95, 1].map((share) => [(share - 0.9) * 10, `${Math.round(share * 100)} %`])
  return panel(top, 'the largest part, after half of the peers have crashed at once', scale, courses.map(({ size }) => `${size.toLocaleString('en')}`)) + drawn.join('')
    + [0, 15, 30, 45, 60].map((second) => text(LEFT + WIDE * second / 60, top + HIGH + 18, `${second} s`, 'middle')).join('')
}

const phase = (course, name) => course.phases.find((each) => each.name === name)

export function plot(courses) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 620" font-family="sans-serif" font-size="13" fill="#222">
<title>What an overlay costs and how it heals, by its number of peers</title>
<rect width="760" height="620" fill="#fff"/>
`
    + bySize(40, 'commands at the node for a join', 8, 4, courses, [['claims', ({ cost }) => cost.claims], ['offers', ({ cost }) => cost.offers], ['joins', ({ cost }) => cost.joins]])
    + bySize(240, 'links', 12, 4, courses, [
      ['diameter', (course) => phase(course, 'ten minutes later').shape.diameter],
      ['mean way', (course) => phase(course, 'ten minutes later').shape.meanWay],
      ['mean degree', (course) => phase(course, 'ten minutes later').shape.meanDegree],
    ])
    + healing(440, courses) + '</svg>\n'
}
