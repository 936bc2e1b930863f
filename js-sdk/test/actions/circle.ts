import { Actions } from '../../src/actions/actions.js'
import type { ActionLimits, ActionRefused } from '../../src/actions/index.js'
import { decode, encode, type Head, type Message } from '../../src/actions/messages.js'
import { type FakeRoom, Hub, type Weather } from '../state/fakeroom.js'
import { FakeClock } from '../time.js'

export { hashOf, noise } from '../files/swarm.js'

export interface Member { readonly room: FakeRoom; readonly actions: Actions; readonly refused: ActionRefused[] }

/** Members who have actions, under one clock. */
export class Circle {
  readonly clock = new FakeClock()
  readonly hub: Hub

  constructor(weather: Partial<Weather> = {}) {
    this.hub = new Hub(this.clock)
    this.hub.weather = { delay: [5, 5], lost: 0, twice: 0, rate: Infinity, ...weather }
  }

  enter(name: string, options: Partial<ActionLimits> = {}): Member {
    const room = this.hub.enter(name)
    const actions = new Actions(room, options, this.clock)
    const refused: ActionRefused[] = []
    actions.on('refused', (each) => refused.push(each))
    return { room, actions, refused }
  }

  /** What the promise comes to, while time passes. */
  async during<T>(promise: Promise<T>): Promise<T> {
    let phase: 'pending' | 'settled' = 'pending'
    const settled = (): void => { phase = 'settled' }
    promise.then(settled, settled)
    await this.clock.until(() => phase === 'settled')
    return promise
  }

  /** The error that the promise comes to, as far as it is of interest. */
  async failure(promise: Promise<unknown>): Promise<{ code: string; peer: string | undefined; message: string; reason: string | undefined }> {
    const error = await this.during(promise).then(() => { throw new Error('it did not fail') }, (error) => error)
    const { code, peer, message, reason } = error
    return { code, peer, message, reason }
  }
}

/** A member that says by hand what it likes. */
export class Stranger {
  readonly room: FakeRoom
  readonly heard: Message[] = []
  readonly #action: ReturnType<FakeRoom['action']>

  constructor(circle: Circle, name: string) {
    this.room = circle.hub.enter(name)
    this.#action = this.room.action('almenara/actions')
    this.#action.on((raw) => {
      const message = decode(raw)
      if (message) this.heard.push(message)
    })
  }

  send(message: unknown, to?: string): void {
    this.#action.send(message as object, to)
  }

  begin(head: Partial<Head> & { id: number }, bytes: Uint8Array = new Uint8Array()): void {
    this.send(encode.begin({ kind: 'message', name: 'x', form: 'bytes', size: bytes.length, ...head } as Head, bytes))
  }

  /** The heads of what was begun. */
  get begun(): Head[] {
    return this.heard.flatMap((message) => message.type === 'begin' ? message.head : [])
  }

  /** The codes of what it was refused, with the ids. */
  get refusals(): string[] {
    return this.heard.flatMap((message) => message.type === 'refuse' ? `${message.id}: ${message.code}` : [])
  }
}
