import { randomBytes } from 'node:crypto'
import { newRoom } from '../../support/room-page.js'
import { BINARY, frame, RawSocket } from './raw-socket.js'

/** Something no client should send, and how the node is to take it. */
interface Garbage {
  readonly name: string
  readonly open: (node: string) => Promise<RawSocket>
  readonly send: (raw: RawSocket) => Promise<void> | void
  readonly expected: (raw: RawSocket) => boolean
}

type Answer = (raw: RawSocket) => boolean

const CONTINUATION = 0x0
const PING = 0x9
const MEGABYTE = 1024 * 1024

const bare = (node: string): Promise<RawSocket> => RawSocket.open(node)
const socket = (node: string): Promise<RawSocket> => RawSocket.upgraded(node, newRoom())
const joined = async (node: string): Promise<RawSocket> => {
  const raw = await socket(node)
  await raw.join()
  return raw
}

const ended: Answer = (raw) => raw.ended
const closed = (...codes: number[]): Answer => (raw) => codes.includes(raw.closeCode() ?? 0)
const refused = (code: string): Answer => (raw) => raw.texts().some((text) => text.includes('"refused"') && text.includes(`"${code}"`))
const protocolError: Answer = (raw) => raw.ended || closed(1002)(raw)

function sends(name: string, bytes: Buffer | (() => Buffer), expected: Answer, open = joined): Garbage {
  return { name, open, expected, send: (raw) => raw.write(typeof bytes === 'function' ? bytes() : bytes) }
}

const head = (...bytes: number[]): Buffer => Buffer.from(bytes)
const nested = (levels: number): string => '{"type":"signal","data":' + '['.repeat(levels) + ']'.repeat(levels) + '}'

export const GARBAGE: readonly Garbage[] = [
  sends('random bytes instead of HTTP', () => randomBytes(4096), ended, bare),
  sends('a request line without an end', Buffer.from(`GET /${'a'.repeat(MEGABYTE)}`), ended, bare),
  sends('random bytes after the handshake', () => Buffer.concat([head(0xff, 0xff), randomBytes(4096)]), protocolError),
  sends('a frame that is not masked', frame('{"type":"ping"}', { masked: false }), protocolError),
  sends('text that is not UTF-8', frame(Buffer.of(0x22, 0xc3, 0x28, 0xff, 0x22)), closed(1007)),
  sends('a lone surrogate in bytes', frame(Buffer.of(0x22, 0xed, 0xa0, 0x80, 0x22)), closed(1007)),
  sends('a continuation of nothing', frame('more', { opcode: CONTINUATION }), protocolError),
  sends('a message inside a message', Buffer.concat([frame('{"a":', { final: false }), frame('{"type":"ping"}')]), protocolError),
  sends('a ping in two parts', frame('ping', { opcode: PING, final: false }), protocolError),
  sends('a ping of 200 bytes', frame('p'.repeat(200), { opcode: PING }), protocolError),
  sends('the opcode 3', frame('what?', { opcode: 0x3 }), protocolError),
  sends('the opcode 11', frame('what?', { opcode: 0xb }), protocolError),
  sends('reserved bits', frame('{"type":"ping"}', { reserved: 0x7 }), protocolError),
  sends('a text of 2 MB', () => frame('a'.repeat(2 * MEGABYTE)), closed(1009)),
  sends('a text of 2 MB in parts of 1 kB', () => Buffer.concat([
    frame('a'.repeat(1024), { final: false }), ...Array.from({ length: 2048 }, () => frame('a'.repeat(1024), { opcode: CONTINUATION, final: false })),
  ]), closed(1009)),
  sends('a binary message of 2 MB', () => frame(Buffer.alloc(2 * MEGABYTE), { opcode: BINARY }), closed(1009)),
  sends('a binary message', frame('{"type":"ping"}', { opcode: BINARY }), refused('bad-message')),
  sends('no JSON', frame('}{'), refused('bad-json')),
  sends('JSON of 5,000 levels', frame(nested(5000)), refused('too-deep')),
  sends('an unknown command', frame('{"type":"format"}'), refused('unknown-command')),
  sends('a number of 60,000 digits', frame(`{"type":"signal","data":${'9'.repeat(60_000)}}`), refused('bad-json')),
  sends('a command before joining', frame('{"type":"signal","data":1}'), refused('not-joined'), socket),
  sends('nothing, for more than 10 s', Buffer.alloc(0), closed(4408), socket),
  sends('half a frame and no more, for more than 10 s', head(0x81, 0xff, 0x7f), closed(4408), socket),
]
