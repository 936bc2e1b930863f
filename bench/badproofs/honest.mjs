// Clients that do the work they are asked for and post now and then, as people do.
import { createSolver } from '../../js-sdk/dist/almenara-pow.js'
import { Wire, frame, newRoom } from './wire.mjs'

/** Between two posts of a client: below the 20 a minute above which a peer pays more. */
const PAUSE_MS = 4000
const PATIENCE_MS = 15_000

const solver = createSolver()
export const closeSolver = () => solver.close()

/** One client, in a room of its own. */
export class Client {
  price = { effort: 0 }
  self
  /** The code of the connection's end. */
  ended
  #wire
  #room = newRoom()
  #refs = 0
  #last = ''
  #waiting = new Map()

  static async open(node, address) {
    const client = new Client()
    await new Promise((resolve) => {
      client.#wire = new Wire(node, client.#room, address, {
        text: (text) => client.#heard(JSON.parse(String(text)), resolve),
        closed: (code) => {
          client.ended = code
          for (const settle of client.#waiting.values()) settle({ code: `closed with ${code}` })
          resolve()
        },
      })
    })
    return client
  }

  #heard(message, priced) {
    if (message.type === 'price') {
      this.price = message
      priced()
    }
    this.#waiting.get(message.ref)?.(message)
  }

  /** Pays for a command and sends it; the answer, and the milliseconds from the sending to it. A price that has risen is paid once more. */
  async buy(action, fields, quote = this.price.quote) {
    const ref = ++this.#refs
    const body = JSON.stringify({ ...fields, ref })
    const pow = quote && await solver.solve({ quote, action, room: this.#room, subject: this.self, body })
    const sent = performance.now()
    const answer = await new Promise((resolve) => {
      if (this.ended) return resolve({ code: `closed with ${this.ended}` })
      this.#waiting.set(ref, resolve)
      setTimeout(() => resolve({ code: 'no answer' }), PATIENCE_MS).unref()
      this.#last = pow ? JSON.stringify({ type: 'paid', pow, body }) : body
      this.#wire.send(frame(this.#last))
    })
    this.#waiting.delete(ref)
    if (answer.code === 'price' && answer.quote !== quote) return this.buy(action, fields, answer.quote)
    return { answer, ms: performance.now() - sent }
  }

  /** A frame that has been paid for and carried out, and the room it was for: whoever sends it there again pays with what is spent. */
  static async spent(node, address) {
    const client = await Client.open(node, address)
    await client.join()
    client.close()
    return { room: client.#room, frame: client.#last }
  }

  /** True when it is in its room now. */
  async join() {
    const { answer } = await this.buy('join', { type: 'join' })
    this.self = answer.self
    return answer.type === 'joined'
  }

  close() {
    this.#wire.end(1000)
  }
}

/** A crowd that has joined; it posts evenly, each of them every 4 s. */
export class Crowd {
  #clients = []

  static async join(node, address, size) {
    const crowd = new Crowd()
    for (let i = 0; i < size; i++) {
      const client = await Client.open(node, address)
      if (!await client.join()) throw new Error('an honest client could not join')
      crowd.#clients.push(client)
    }
    return crowd
  }

  /** What the first of them was told last. */
  get effort() {
    return this.#clients[0].price.effort
  }

  /** Posts for so many seconds: the times to `ok`, sorted, and what else was answered. */
  async post(seconds) {
    const times = []
    const failed = {}
    const end = performance.now() + seconds * 1000
    let effort = this.effort
    await Promise.all(this.#clients.map(async (client, index) => {
      await pause(PAUSE_MS * index / this.#clients.length)
      while (performance.now() < end) {
        const began = performance.now()
        const { answer, ms } = await client.buy('post', { type: 'signal', data: 'x'.repeat(200) })
        effort = Math.max(effort, client.price.effort)
        if (answer.type === 'ok') times.push(ms)
        else failed[answer.code] = (failed[answer.code] ?? 0) + 1
        await pause(PAUSE_MS - (performance.now() - began))
      }
    }))
    return { times: times.sort((one, other) => one - other), failed, effort }
  }

  close() {
    for (const client of this.#clients) client.close()
  }
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))
