// A thread that floods: connections that send payments which prove nothing, as fast as they are told, and come back when they are closed.
import { randomBytes } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { Wire, frame } from './wire.mjs'

const { node, address, rate, connections, spent } = workerData
const TICK_MS = 5
/** Frames that are made ahead for a connection, to be sent over and over. */
const FRAMES = 64
/** Bytes that may wait for a node that does not read. */
const MOST_WAITING = 1 << 18

const counts = { sent: 0, opened: 0, closed: {} }
const open = new Set()
let stopped = false

const paid = (payment, ref) => frame(JSON.stringify({ type: 'paid', pow: payment, body: JSON.stringify({ type: 'join', ref }) }))

/** A good quote and sorted nonces that are found nowhere. */
function wrong(quote) {
  const proof = randomBytes(72)
  new Uint32Array(16).map(() => Math.random() * 2 ** 32).sort().forEach((nonce, index) => proof.writeUInt32BE(nonce, 8 + 4 * index))
  return `${quote}.${proof.toString('base64url')}`
}

/** Of ten, eight prove nothing, one is noise, one has been spent. */
function frames(quote) {
  return Array.from({ length: FRAMES }, (_, index) => {
    if (index % 10 === 8) return paid(randomBytes(120).toString('base64url'), index)
    return index % 10 === 9 ? frame(spent.frame) : paid(wrong(quote), index)
  })
}

class Flooder {
  #wire
  #frames = []
  #next = 0

  constructor() {
    this.#connect()
  }

  #connect() {
    counts.opened++
    this.#frames = []
    this.#wire = new Wire(node, spent.room, address, {
      text: (text) => {
        if (this.#frames.length) return
        const { type, quote } = JSON.parse(String(text))
        if (type === 'price') this.#frames = frames(quote)
      },
      closed: (code) => {
        counts.closed[code] = (counts.closed[code] ?? 0) + 1
        if (!stopped) setTimeout(() => this.#connect(), code === 1006 ? 50 : 0)
      },
    })
  }

  /** How many of those it has sent. */
  send(count) {
    if (!this.#frames.length || !this.#wire.open || this.#wire.waiting > MOST_WAITING) return 0
    const batch = Array.from({ length: count }, () => this.#frames[this.#next++ % FRAMES])
    this.#wire.send(Buffer.concat(batch))
    return count
  }

  stop() {
    this.#wire.end(1000)
  }
}

for (let i = 0; i < connections; i++) open.add(new Flooder())

const began = performance.now()
const timer = setInterval(() => {
  const owed = Math.floor((performance.now() - began) / 1000 * rate) - counts.sent - counts.skipped
  const each = Math.max(1, Math.ceil(owed / connections))
  let left = owed
  for (const flooder of open) {
    if (left <= 0) break
    left -= flooder.send(Math.min(each, left))
  }
  counts.sent += owed - Math.max(0, left)
  // What could not be sent in a second's time is not made up for: a rate is a rate.
  counts.skipped += Math.max(0, left - rate)
}, TICK_MS)
counts.skipped = 0

parentPort.on('message', () => {
  stopped = true
  clearInterval(timer)
  for (const flooder of open) flooder.stop()
  parentPort.postMessage({ ...counts, seconds: (performance.now() - began) / 1000 })
  parentPort.close()
})
