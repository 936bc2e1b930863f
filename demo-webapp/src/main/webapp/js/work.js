// What the node asks in work: the price, the work under way, and the time it took. Work that is dear is asked for first.

import { byId, during, write } from './dom.js'
import { showMessage } from './messages.js'

/** How much is done before the person is asked, in hashes; 2^22 take a small phone a second, 2^24 are the most that a node asks. */
export const UNASKED = { some: 2 ** 22, none: 0, any: 2 ** 24 }

const FOR = { post: 'a message', join: 'entering the room', claim: 'meeting somebody', token: 'a relay', 'dht-put': 'an entry of the DHT' }
// The price may rise between the question and the answer.
const SLACK = 2
// Until something has been measured: one thread of a small phone.
const SLOW = 4_000

export class Work {
  #room
  #rate = SLOW
  #payments = 0
  #hashes = 0
  #took = 0

  constructor(room, signal) {
    this.#room = room
    write(byId('work-price'), '–')
    write(byId('work-now'), 'none')
    write(byId('work-sum'), '–')
    byId('work-progress').hidden = true
    during(signal, room, 'work', work => this.#draw(work))
    during(signal, room, 'price', price => this.#ask(price))
    during(signal, room, 'state', state => { if (state === 'joined' && this.#payments === 0) write(byId('work-price'), 'nothing') })
  }

  #draw({ action, work, done, took, state }) {
    const bar = byId('work-progress')
    bar.hidden = state !== 'working'
    bar.value = Math.min(1, done / work)
    write(byId('work-price'), `${hashes(work)} for ${FOR[action]}`)
    write(byId('work-now'), state === 'working' ? `for ${FOR[action]}` : `${state === 'paid' ? 'done' : 'given up'} in ${seconds(took)}`)
    if (took > 0 && done > 0) this.#rate = done / took
    if (state === 'paid') this.#count(done, took)
  }

  #count(done, took) {
    this.#payments += 1
    this.#hashes += done
    this.#took += took
    write(byId('work-sum'), `${this.#payments} ${this.#payments === 1 ? 'payment' : 'payments'}, ${hashes(this.#hashes)}, ${seconds(this.#took)}`)
  }

  #ask({ action, work }) {
    showMessage({
      what: `The node asks for much work: ${hashes(work)} for ${FOR[action]}.`,
      advice: `It has a lot to do. The work takes this device about ${seconds(work / this.#rate)}.`,
      about: 'room',
      topic: 'price',
      choice: { label: 'Do the work', run: () => { this.#room.maxWork = Math.max(this.#room.maxWork, work * SLACK) } }
    })
  }
}

const hashes = count => count < 1_000_000 ? `${Math.round(count / 1_000)} thousand hashes` : `${(count / 1_000_000).toFixed(1)} million hashes`
const seconds = ms => `${(ms / 1000).toFixed(ms < 995 ? 2 : 1)} s`
