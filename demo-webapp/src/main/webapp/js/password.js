// A sealed room by its name and a password: who types the same is in it. The password stays in this function of the page.

import { nodesOf } from './address.js'
import { byId, write } from './dom.js'
import { showMessage } from './messages.js'
import { cleanName } from './names.js'
import { part } from './parts.js'

const NO_NAME = { what: 'The room has no name.', advice: 'Agree on a name and a password first.' }
const WEAK = { what: 'The password is too weak.', advice: 'Take five or more words at random, or create a sealed room and send its link.' }
const FAILED = { what: 'The password could not be used.', advice: 'Reload the page and try again.' }

export class PasswordDoor {
  #enter

  /** The enter function is called with a place and the label of the room. */
  constructor(enter) {
    this.#enter = enter
    byId('password-door').addEventListener('toggle', () => void part('seal'), { once: true })
    byId('password').addEventListener('input', () => void this.#judge())
    byId('password-shown').addEventListener('change', ({ target }) => { byId('password').type = target.checked ? 'text' : 'password' })
    byId('password-form').addEventListener('submit', event => void this.#submit(event))
  }

  async #judge() {
    const seal = await part('seal')
    if (seal) this.#draw(seal, byId('password').value)
  }

  #draw({ LEAST_BITS, passwordStrength }, password) {
    const { bits, warning } = passwordStrength(password)
    const row = byId('password-strength')
    row.hidden = password === ''
    row.dataset.strength = warning ? 'weak' : 'enough'
    const meter = byId('password-bits')
    // Green is what is enough, and nothing below.
    Object.assign(meter, { max: LEAST_BITS, low: LEAST_BITS / 2, high: LEAST_BITS - 1, optimum: LEAST_BITS, value: Math.min(bits, LEAST_BITS) })
    write(byId('password-verdict'), warning ? `Weak: about ${bits} of ${LEAST_BITS} bits.` : `Strong enough: about ${bits} bits.`)
    write(byId('password-warning'), warning ?? '')
  }

  async #submit(event) {
    event.preventDefault()
    const [name, password] = [byId('sealed-name').value, byId('password').value]
    if (name.trim() === '') return refuse(NO_NAME, 'sealed-name')
    const seal = await part('seal')
    if (!seal) return
    this.#draw(seal, password)
    if (seal.passwordStrength(password).warning) return refuse(WEAK, 'password')
    await this.#work(() => seal.secretFromPassword(name, password), cleanName(name))
  }

  // The page does nothing else for the half second that this takes, so what it does is drawn first.
  async #work(derive, label) {
    const button = byId('join-password')
    if (button.getAttribute('aria-busy') === 'true') return
    showWork(button, true)
    try {
      await drawn()
      const secret = await derive()
      this.#clear()
      this.#enter({ secret, nodes: nodesOf() }, label)
    } catch (error) {
      showMessage({ ...FAILED, detail: error.message })
    } finally {
      showWork(button, false)
    }
  }

  #clear() {
    for (const id of ['sealed-name', 'password']) byId(id).value = ''
    byId('password-strength').hidden = true
  }
}

function refuse(message, field) {
  showMessage(message)
  byId(field).focus()
}

function showWork(button, busy) {
  button.setAttribute('aria-busy', String(busy))
  write(button, busy ? 'Working…' : 'Join sealed room')
}

// The second frame begins when the first has been drawn.
const drawn = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
