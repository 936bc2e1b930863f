import { createHash, createHmac, randomBytes } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

const COOKIE = Buffer.from('2112a442', 'hex')
const ALLOCATE = 0x0003
const CREATE_PERMISSION = 0x0008
const REFRESH = 0x0004
const ERROR = 0x0110
const USERNAME = 0x0006, INTEGRITY = 0x0008, ERROR_CODE = 0x0009, LIFETIME = 0x000d, PEER = 0x0012, REALM = 0x0014, NONCE = 0x0015, TRANSPORT = 0x0019
const HEADER = 20
const INTEGRITY_BYTES = 24
const PATIENCE = 5_000

export interface Credential { readonly username: string; readonly credential: string }

interface Answer {
  readonly method: number
  /** 0 for a success. */
  readonly error: number
  readonly attributes: ReadonlyMap<number, Buffer>
}

/** As much of a TURN client over UDP as the tests ask for (RFC 8656): an allocation, and permissions for peers. An answer is 0 or the number of an error. */
export class TurnClient {
  readonly #socket: Socket = createSocket('udp4')
  readonly #host: string
  readonly #port: number
  readonly #credential: Credential
  #realm: Buffer = Buffer.alloc(0)
  #nonce: Buffer = Buffer.alloc(0)

  /** The first URL tells the server. */
  constructor(url: string, credential: Credential) {
    const [, host, port] = /^turn:([^?]+):(\d+)/.exec(url) ?? []
    if (host === undefined) throw new Error(`${url} is no URL of a TURN server with a port`)
    this.#host = host
    this.#port = Number(port)
    this.#credential = credential
  }

  allocate(): Promise<number> {
    const transport = attribute(TRANSPORT, Buffer.from([17, 0, 0, 0]))
    return this.#authenticated(ALLOCATE, transport)
  }

  /** Whether the server would relay to that address. */
  permit(address: string): Promise<number> {
    return this.#authenticated(CREATE_PERMISSION, attribute(PEER, xored(address)))
  }

  /** Ends the allocation. */
  async close(): Promise<void> {
    if (this.#nonce.length > 0) await this.#authenticated(REFRESH, attribute(LIFETIME, Buffer.alloc(4)))
    this.#socket.close()
  }

  async #authenticated(method: number, attributes: Buffer): Promise<number> {
    if (this.#nonce.length === 0) {
      const challenge = await this.#ask(method, attributes, false)
      if (challenge.error !== 401) return challenge.error
      this.#realm = challenge.attributes.get(REALM) ?? this.#realm
      this.#nonce = challenge.attributes.get(NONCE) ?? this.#nonce
    }
    return (await this.#ask(method, attributes, true)).error
  }

  async #ask(method: number, attributes: Buffer, signed: boolean): Promise<Answer> {
    const transaction = randomBytes(12)
    const request = signed ? this.#signed(method, transaction, attributes) : message(method, transaction, attributes, 0)
    this.#socket.send(request, this.#port, this.#host)
    const timer = AbortSignal.timeout(PATIENCE)
    for (;;) {
      const [answer] = await once(this.#socket, 'message', { signal: timer }) as [Buffer]
      if (answer.subarray(8, HEADER).equals(transaction)) return parsed(answer)
    }
  }

  #signed(method: number, transaction: Buffer, attributes: Buffer): Buffer {
    const { username, credential } = this.#credential
    const named = Buffer.concat([attributes, attribute(USERNAME, Buffer.from(username)), attribute(REALM, this.#realm), attribute(NONCE, this.#nonce)])
    const head = message(method, transaction, named, INTEGRITY_BYTES)
    const key = createHash('md5').update(`${username}:${this.#realm.toString()}:${credential}`).digest()
    return Buffer.concat([head, attribute(INTEGRITY, createHmac('sha1', key).update(head).digest())])
  }
}

function attribute(type: number, value: Buffer): Buffer {
  const whole = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4)
  whole.writeUInt16BE(type, 0)
  whole.writeUInt16BE(value.length, 2)
  value.copy(whole, 4)
  return whole
}

/** `more` are the bytes that the length counts beforehand. */
function message(method: number, transaction: Buffer, attributes: Buffer, more: number): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16BE(method, 0)
  head.writeUInt16BE(attributes.length + more, 2)
  return Buffer.concat([head, COOKIE, transaction, attributes])
}

function xored(address: string): Buffer {
  const value = Buffer.from([0, 1, 0x21 ^ 0x1f, 0x12 ^ 0x90, ...address.split('.').map(Number)])
  for (let i = 0; i < 4; i++) value.writeUInt8(value.readUInt8(4 + i) ^ COOKIE.readUInt8(i), 4 + i)
  return value
}

function parsed(answer: Buffer): Answer {
  const type = answer.readUInt16BE(0)
  const attributes = new Map<number, Buffer>()
  for (let at = HEADER; at < answer.length;) {
    const length = answer.readUInt16BE(at + 2)
    attributes.set(answer.readUInt16BE(at), answer.subarray(at + 4, at + 4 + length))
    at += 4 + Math.ceil(length / 4) * 4
  }
  const code = attributes.get(ERROR_CODE)
  const failed = (type & ERROR) === ERROR
  return { method: type & ~ERROR, error: failed && code !== undefined ? code.readUInt8(2) * 100 + code.readUInt8(3) : 0, attributes }
}
