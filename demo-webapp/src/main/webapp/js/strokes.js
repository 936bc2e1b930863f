// Strokes of the whiteboard as plain data: how they are kept in shared state, and how they are made from points.

/** The paper, in units of its own. */
export const PAPER = { width: 1600, height: 1000 }
export const COLOURS = ['black', 'red', 'orange', 'green', 'blue', 'purple']
export const WIDTHS = { fine: 4, broad: 14 }
/** Points of a part of a stroke: as JSON they fit into the 4,096 bytes that a value of shared state has. */
export const MOST_POINTS = 300
/** How far, in units of the paper, a point may be from the line that is drawn without it. */
const TOLERANCE = 1.5
const MOST_NAME = 64

/** The value of a part: {by, at, colour, width, points}; the points are x, y, x, y as whole numbers. */
export function writePart({ by, at, colour, width }, points) {
  return { by, at, colour, width, points: points.flat() }
}

/** A part as somebody has shared it, made safe to draw; undefined when it is none. */
export function readPart(key, value) {
  const [stroke] = key.split('/')
  const { by, at, colour, width, points } = value ?? {}
  const known = COLOURS.includes(colour) && Object.hasOwn(WIDTHS, width) && Number.isFinite(at)
  if (!known || typeof by !== 'string' || by.length > MOST_NAME || !arePoints(points)) return undefined
  return { key, stroke, by, at, colour, width, points: pairs(points) }
}

/** Where on the paper a point is kept: whole, and not beside it. */
export function onPaper(x, y) {
  return [clamp(x, PAPER.width), clamp(y, PAPER.height)]
}

/** Leaves out the points that a line does without (Douglas and Peucker, 1973); the first and the last stay. */
export function simplify(points) {
  const kept = new Set([0, points.length - 1])
  const spans = [[0, points.length - 1]]
  while (spans.length > 0) {
    const [from, to] = spans.pop()
    const far = farthest(points, from, to)
    if (far === undefined) continue
    kept.add(far)
    spans.push([from, far], [far, to])
  }
  return points.filter((_, index) => kept.has(index))
}

/** Whether a line passes the place as close as that. */
export function passes({ points }, place, reach) {
  return points.some((point, index) => distance(place, points[Math.max(0, index - 1)], point) <= reach)
}

function farthest(points, from, to) {
  let [far, most] = [undefined, TOLERANCE]
  for (let index = from + 1; index < to; index++) {
    const away = distance(points[index], points[from], points[to])
    if (away > most) [far, most] = [index, away]
  }
  return far
}

/** From a place to the line between two points. */
function distance([x, y], [fromX, fromY], [toX, toY]) {
  const [alongX, alongY] = [toX - fromX, toY - fromY]
  const length = alongX * alongX + alongY * alongY
  const part = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - fromX) * alongX + (y - fromY) * alongY) / length))
  return Math.hypot(x - fromX - part * alongX, y - fromY - part * alongY)
}

function arePoints(points) {
  return Array.isArray(points) && points.length >= 2 && points.length <= 2 * MOST_POINTS && points.length % 2 === 0 && points.every(Number.isFinite)
}

function pairs(points) {
  return Array.from({ length: points.length / 2 }, (_, index) => onPaper(points[2 * index], points[2 * index + 1]))
}

const clamp = (value, most) => Math.round(Math.min(most, Math.max(0, value)))
