import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { Itinerary } from '../src/itinerary.js'
import { type Command, decode, encode, type ServerMessage } from '../src/messages.js'
import { Signaling } from '../src/signaling.js'
import type { OpenTransport, TransportListener } from '../src/transport.js'
import { FakeClock, settle } from './time.js'

const folder = fileURLToPath(new URL('../../docs/transcripts/', import.meta.url))
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.txt')) : []

interface Line { from: 'client' | 'node'; text: string }

/** The lines of a transcript; a $word in the place of a number becomes a number. */
function read(file: string): Line[] {
  const numbers = new Map<string, number>()
  const bind = (key: string, value: unknown): unknown => {
    if ((key !== 'offset' && key !== 'expires') || typeof value !== 'string' || !value.startsWith('$')) return value
    if (!numbers.has(value)) numbers.set(value, numbers.size + 1)
    return numbers.get(value)
  }
  return readFileSync(`${folder}${file}`, 'utf8').split('\n').filter((line) => /^[<>] \{/.test(line)).map((line) => ({
    from: line.startsWith('>') ? 'client' : 'node',
    text: JSON.stringify(JSON.parse(line.slice(2), bind)),
  }))
}

test.each(files)('%s: every line of the node is understood, every line of a client is one that can be written', (file) => {
  const lines = read(file)
  expect(lines.length).toBeGreaterThan(0)
  for (const { from, text } of lines) {
    if (from === 'node') expect(decode(text)).toBeDefined()
    else expect(JSON.parse(encode(JSON.parse(text) as Command))).toEqual(JSON.parse(text))
  }
})

/** Plays the part of the client with a Signaling, and that of the node from the transcript. */
class Replay {
  readonly clock = new FakeClock()
  readonly signaling: Signaling
  readonly #refs = new Map<unknown, number>()
  readonly #answers = new Map<number, Promise<unknown>>()
  #listener: TransportListener | undefined
  #sent: (Command & { ref: number })[] = []

  constructor() {
    const open: OpenTransport = (_url, opening, listener) => {
      this.#sent = [opening]
      this.#listener = listener
      return { send: ({ text }) => void this.#sent.push(JSON.parse(text)), close: () => {} }
    }
    this.signaling = new Signaling({
      room: 'A'.repeat(43), clock: this.clock, backoff: () => 100,
      itinerary: new Itinerary(['http://node.example']), transports: { websocket: open, sse: open },
      purse: () => Promise.reject(new Error('nothing costs here')),
    })
  }

  async client({ ref, ...command }: Command & { ref: unknown }): Promise<void> {
    const answer = command.type === 'join' || command.type === 'resume' ? await this.#connect(command.type) : this.#send(command)
    answer?.catch(() => {})
    const sent = this.#sent.shift()
    const { ref: _, ...fields } = sent ?? { ref: 0 }
    expect({ ...fields, id: 0 }).toEqual({ ...command, id: 0 })
    this.#refs.set(ref, sent?.ref ?? 0)
    if (answer && sent) this.#answers.set(sent.ref, answer)
  }

  async node(message: ServerMessage): Promise<void> {
    const ref = 'ref' in message ? this.#refs.get(message.ref) : undefined
    this.#listener?.message({ ...message, ...(ref === undefined ? {} : { ref }) } as ServerMessage)
    const answer = ref === undefined ? undefined : this.#answers.get(ref)
    if (message.type === 'ok') await answer
    if (message.type === 'refused') await expect(answer).rejects.toMatchObject({ code: message.code })
  }

  async #connect(by: 'join' | 'resume'): Promise<undefined> {
    if (by === 'join') this.signaling.start()
    else {
      this.#listener?.closed({ code: 1006, text: '' })
      await this.clock.pass(100)
    }
    this.#listener?.opened()
  }

  #send(command: Command): Promise<unknown> {
    return command.type === 'signal' ? this.signaling.signal(command.data, command.to) : this.signaling.request(command)
  }
}

test.each(files)('%s: the SDK says what the transcript says, and takes the answers for what they are', async (file) => {
  const replay = new Replay()
  const lines = read(file)
  for (const { from, text } of lines) {
    if (from === 'client') await replay.client(JSON.parse(text))
    else await replay.node(JSON.parse(text))
    await settle()
  }
  expect(replay.signaling.state).toBe('joined')
})
