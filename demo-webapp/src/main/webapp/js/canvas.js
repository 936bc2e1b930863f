// Draws the sheet, the others' pens and one's own cross for the keyboard, once a frame at most.

import { COLOURS, PAPER, WIDTHS } from './strokes.js'

const INK = { black: '#17212b', red: '#c62828', orange: '#e07b00', green: '#1a7044', blue: '#1d5fbf', purple: '#7b2fa8' }
const SIGN = { size: 9, text: '600 26px system-ui, sans-serif', reach: 16 }

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
    for (const other of pens) drawPen(pen, other)
    if (cross) drawCross(pen, cross)
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

function drawPen(pen, { x, y, name }) {
  pen.fillStyle = INK.orange
  pen.beginPath()
  pen.arc(x, y, SIGN.size, 0, 2 * Math.PI)
  pen.fill()
  pen.fillStyle = INK.black
  pen.font = SIGN.text
  const right = x > PAPER.width - 320
  pen.textAlign = right ? 'right' : 'left'
  pen.fillText(name, right ? x - SIGN.reach : x + SIGN.reach, Math.max(28, y - 10))
}

function drawCross(pen, [x, y]) {
  pen.strokeStyle = INK.blue
  pen.lineWidth = 3
  pen.beginPath()
  for (const [alongX, alongY] of [[1, 0], [0, 1]]) {
    pen.moveTo(x - 24 * alongX, y - 24 * alongY)
    pen.lineTo(x + 24 * alongX, y + 24 * alongY)
  }
  pen.stroke()
}
