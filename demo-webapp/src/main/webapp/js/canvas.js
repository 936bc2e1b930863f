// Draws the sheet, the others' pens and one's own cross for the keyboard, once a frame at most.

import { COLOURS, PAPER, WIDTHS } from './strokes.js'

const INK = { black: '#17212b', red: '#c62828', orange: '#e07b00', green: '#1a7044', blue: '#1d5fbf', purple: '#7b2fa8' }
/** Of another's pen and of the cross, in pixels of the page, however small the paper is shown. */
const SIGN = { size: 5, font: 13, reach: 9, name: 140 }
const CROSS = { reach: 12, width: 2 }

export class Canvas {
  #canvas
  #scene
  #signal
  #frame = 0

  /** The scene function gives {parts, pens: [{x, y, name}], cross: [x, y] or undefined}. */
  constructor(canvas, scene, signal) {
    this.#canvas = canvas
    this.#scene = scene
    this.#signal = signal
    const sizes = new ResizeObserver(() => this.draw())
    sizes.observe(canvas)
    signal.addEventListener('abort', () => sizes.disconnect(), { once: true })
  }

  draw() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      if (!this.#signal.aborted) this.#paint()
    })
  }

  /** Where on the paper something on the page is. */
  toPaper(clientX, clientY) {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect()
    return [(clientX - left) / width * PAPER.width, (clientY - top) / height * PAPER.height]
  }

  #paint() {
    const width = Math.round(this.#canvas.clientWidth * devicePixelRatio)
    if (width === 0) return
    if (this.#canvas.width !== width) {
      this.#canvas.width = width
      this.#canvas.height = Math.round(width * PAPER.height / PAPER.width)
    }
    const pen = this.#canvas.getContext('2d')
    pen.setTransform(width / PAPER.width, 0, 0, width / PAPER.width, 0, 0)
    pen.clearRect(0, 0, PAPER.width, PAPER.height)
    pen.lineCap = pen.lineJoin = 'round'
    const { parts, pens, cross } = this.#scene()
    for (const part of parts) drawPart(pen, part)
    const pixel = PAPER.width / this.#canvas.clientWidth
    for (const other of pens) drawPen(pen, other, pixel)
    if (cross) drawCross(pen, cross, pixel)
  }
}

function drawPart(pen, { points, colour, width }) {
  pen.strokeStyle = INK[COLOURS.find(known => known === colour)]
  pen.lineWidth = WIDTHS[width]
  pen.beginPath()
  pen.moveTo(...points[0])
  for (const point of points) pen.lineTo(...point)
  pen.stroke()
}

function drawPen(pen, { x, y, name }, pixel) {
  pen.fillStyle = INK.orange
  pen.beginPath()
  pen.arc(x, y, SIGN.size * pixel, 0, 2 * Math.PI)
  pen.fill()
  pen.fillStyle = INK.black
  pen.font = `600 ${SIGN.font * pixel}px system-ui, sans-serif`
  const right = x > PAPER.width - SIGN.name * pixel
  pen.textAlign = right ? 'right' : 'left'
  pen.fillText(name, x + (right ? -SIGN.reach : SIGN.reach) * pixel, Math.max(SIGN.font * pixel, y - SIGN.size * pixel))
}

function drawCross(pen, [x, y], pixel) {
  pen.strokeStyle = INK.blue
  pen.lineWidth = CROSS.width * pixel
  const reach = CROSS.reach * pixel
  pen.beginPath()
  for (const [alongX, alongY] of [[1, 0], [0, 1]]) {
    pen.moveTo(x - reach * alongX, y - reach * alongY)
    pen.lineTo(x + reach * alongX, y + reach * alongY)
  }
  pen.stroke()
}
