// Five emoji for two people to compare by voice: the same at both ends unless somebody sits in the middle of their link.

import { during, element, write } from './dom.js'
import { showMessage } from './messages.js'

const DIFFERENT = {
  what: 'The emoji differ: somebody may be listening.',
  advice: 'Leave, and meet again in a sealed room or through another node.',
  about: 'room'
}
const NO_LINK = { what: 'There is no connection whose emoji could be compared.', advice: 'Wait until it stands, then try again.', about: 'room' }

const DECIDED = ['verified', 'different']
const VERDICTS = {
  verified: 'Verified: nobody sits between you, as long as this connection stands.',
  different: 'Not safe: the emoji differ.',
  failed: 'Not safe: somebody has tampered with the comparison.'
}

export class Safety {
  #room
  #profiles
  #signal
  #rows = new Map()

  constructor(room, profiles, signal) {
    this.#room = room
    this.#profiles = profiles
    this.#signal = signal
    during(signal, room, 'emoji', (emoji, peer) => this.#hear(emoji, peer))
    // The comparison is of one link: the next has to be compared again.
    during(signal, room, 'close', peer => this.#become(peer.id, 'none'))
  }

  /** The part of a person's card. */
  rowFor(id) {
    const row = parts()
    this.#rows.set(id, row)
    row.compare.addEventListener('click', () => void this.#compare(id))
    row.same.addEventListener('click', () => this.#decide(id, 'verified'))
    row.differ.addEventListener('click', () => this.#decide(id, 'different'))
    this.#become(id, 'none')
    return row.root
  }

  /** The button is there while there is a link to compare. */
  draw({ id, state }) {
    const { root, compare } = this.#rows.get(id)
    root.hidden = state !== 'connected' && root.dataset.safety === 'none'
    compare.disabled = state !== 'connected'
  }

  forget(id) {
    this.#rows.delete(id)
  }

  async #compare(id) {
    this.#become(id, 'asking')
    try {
      this.#show(await this.#room.peers.get(id).emoji(), id)
    } catch (error) {
      if (this.#signal.aborted) return
      if (error.code === 'bad-message') return this.#become(id, 'failed')
      this.#become(id, 'none')
      showMessage(NO_LINK)
    }
  }

  // The other end has asked, or both have: what was decided stays.
  #hear(emoji, { id }) {
    if (!DECIDED.includes(this.#rows.get(id)?.root.dataset.safety)) this.#show(emoji, id)
  }

  #show(emoji, id) {
    const row = this.#rows.get(id)
    if (!row) return
    row.emoji.replaceChildren(...emoji.map(({ sign, name }) => element('li', { 'data-testid': 'emoji-sign' },
      element('span', { class: 'emoji', 'aria-hidden': 'true' }, sign), ' ', element('span', { class: 'emoji-name' }, name))))
    write(row.hint, `Read these to ${this.#profiles.nameOf(id)} aloud. The same five, in the same order?`)
    this.#become(id, 'shown')
  }

  #decide(id, verdict) {
    this.#become(id, verdict)
    if (verdict === 'different') showMessage(DIFFERENT)
  }

  #become(id, safety) {
    const row = this.#rows.get(id)
    if (!row) return
    row.root.dataset.safety = safety
    row.compare.hidden = ['shown', 'failed'].includes(safety)
    write(row.compare, DECIDED.includes(safety) ? 'Show emoji again' : 'Compare emoji')
    row.compare.setAttribute('aria-busy', String(safety === 'asking'))
    row.question.hidden = safety !== 'shown'
    write(row.verdict, VERDICTS[safety] ?? '')
  }
}

function parts() {
  const button = (name, words) => element('button', { type: 'button', 'data-testid': name }, words)
  const made = {
    compare: button('compare', 'Compare emoji'), same: button('same', 'The same'), differ: button('differ', 'They differ'),
    hint: element('p', { class: 'hint' }), emoji: element('ol', { class: 'emojis', 'data-testid': 'emoji' }),
    verdict: element('p', { class: 'verdict', 'data-testid': 'verdict', role: 'status' })
  }
  const question = element('div', { class: 'question' }, made.hint, made.emoji, element('div', { class: 'buttons' }, made.same, made.differ))
  const root = element('div', { class: 'safety', 'data-testid': 'safety' }, made.compare, question, made.verdict)
  return { ...made, question, root }
}
