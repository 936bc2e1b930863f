import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AlmenaraError } from '../src/errors.js'
import { EventStreamParser } from '../src/eventstream.js'
import { decode as decodeFileMessage } from '../src/files/messages.js'
import { fileLimits } from '../src/files/limits.js'
import { Manifest } from '../src/files/manifest.js'
import { decodeFrame, encodeData } from '../src/frames.js'
import { base64url } from '../src/ids.js'
import { decode } from '../src/messages.js'
import { open } from '../src/mirror/signed.js'
import { readBencode, writeBencode, type Writable } from '../src/nodes/bencode.js'
import { readItem, writeItem } from '../src/nodes/item.js'
import { readRecord, SALT } from '../src/nodes/record.js'
import { isNodeUrl } from '../src/nodes/url.js'
import { parseFrame } from '../src/overlay/frames.js'
import { readQuote } from '../src/pow/quote.js'
import { formatEnvelope, pad, readEnvelope, unpad } from '../src/seal/envelope.js'
import { SealError } from '../src/seal/errors.js'
import { fingerprintOf, readProof, ufragsOf } from '../src/seal/link.js'
import { isSecret, newSecret, secretIn, withSecret } from '../src/seal/secret.js'
import { sha256 } from '../src/seal/webcrypto.js'
import { fromWire } from '../src/state/entry.js'
import { limitsOf } from '../src/state/limits.js'
import { decodeMessage as decodeComparison } from '../src/state/sync.js'
import { decodeMessage, decodePiece, decodePresence, decodeQuestion } from '../src/yjs/messages.js'

/** What others send, against everything that reads it; FUZZ_RUNS says how many inputs each test has. */
const RUN = { seed: 5, numRuns: Number(process.env.FUZZ_RUNS ?? 3_000) }
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

/** Bytes that are almost these, and any others. */
function bent(...sound: Uint8Array[]): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const changes = fc.array(fc.tuple(fc.nat(1_000), fc.constantFrom(0, 0, 1, 2), fc.uint8Array({ maxLength: 3 })), { minLength: 1, maxLength: 4 })
  const almost = fc.tuple(fc.constantFrom(...sound), changes).map(([bytes, changes]) => changes.reduce<Uint8Array>((all, [place, taken, put]) => {
    const at = place % (all.length + 1)
    return Uint8Array.of(...all.subarray(0, at), ...put, ...all.subarray(at + taken))
  }, bytes))
  return fc.oneof({ weight: 3, arbitrary: almost }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 80 }) }).map((bytes) => new Uint8Array(bytes))
}

const bentText = (...sound: string[]): fc.Arbitrary<string> => fc.oneof(bent(...sound.map(utf8)).map((bytes) => new TextDecoder().decode(bytes)), fc.string({ unit: 'binary' }))

/** The result, or undefined when it was refused by one of these errors; any other flies. */
function refused<T>(run: () => T, ...errors: (new (...args: never[]) => Error)[]): T | undefined {
  try {
    return run()
  } catch (error) {
    if (errors.some((each) => error instanceof each)) return undefined
    throw error
  }
}

test('a frame of a peer is known, unknown or broken', () => {
  const sound = ['{"m":{"a":1}}', '{"a":"name","m":0}', '{"l":{"description":{"type":"offer","sdp":""}}}', '{"bye":true}', '{"self":"x"}', '{"check":"x"}'].map(utf8)
  fc.assert(fc.property(bent(...sound, Uint8Array.of(0, 1), Uint8Array.of(1, 1, 97, 2)), fc.boolean(), (bytes, isText) => {
    refused(() => decodeFrame(isText ? new TextDecoder().decode(bytes) : bytes), AlmenaraError, SyntaxError)
  }), RUN)
  fc.assert(fc.property(fc.jsonValue(), (value) => { expect(decodeFrame(encodeData(value))).toEqual({ kind: 'message', data: JSON.parse(JSON.stringify(value)) as unknown }) }), RUN)
})

test('a message of a node has what the SDK reads, or is broken', () => {
  const sound = ['{"type":"joined","self":"a","epoch":"e","offset":0,"node":"n","token":"t","members":[]}', '{"type":"signal","offset":1,"data":null}', '{"type":"refused","code":"price","message":"m","quote":"q"}', '{"type":"drain","delay":1}']
  fc.assert(fc.property(bentText(...sound), (text) => {
    const message = refused(() => decode(text), AlmenaraError, SyntaxError)
    if (message?.type === 'signal') expect(typeof message.offset).toBe('number')
  }), RUN)
})

test('an event stream says the same in pieces of any size', () => {
  const stream = fc.array(fc.constantFrom('data: x', 'data:{}', 'data', ':', 'id: a.1.t', '\n', '\r', '\r\n', '\n\n', '\ufeff', 'é'), { maxLength: 30 }).map((parts) => parts.join(''))
  fc.assert(fc.property(stream, fc.array(fc.nat(9), { maxLength: 30 }), (text, lengths) => {
    const torn = new EventStreamParser()
    let at = 0
    const pieces = [...lengths.map((length) => text.slice(at, at += length)), text.slice(at), '\n\n']
    expect(pieces.flatMap((piece) => torn.push(piece))).toEqual(new EventStreamParser().push(`${text}\n\n`))
  }), RUN)
})

test('bencode has one form, and is read as it was written', () => {
  const leaf = fc.oneof(fc.maxSafeInteger(), fc.uint8Array({ maxLength: 8 }))
  const { value } = fc.letrec<{ value: Writable }>((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.uint8Array({ maxLength: 4 }).map(latin), tie('value'), { maxKeys: 3 }).map((each) => new Map(Object.entries(each)))),
  }))
  fc.assert(fc.property(value, (each) => { expect(writeBencode(readBencode(writeBencode(each)) as Writable)).toEqual(writeBencode(each)) }), RUN)
  fc.assert(fc.property(bent(...['d1:ai1e1:bl1:xee', 'i-7e', 'i999999999999999999e', '0:', 'd0:0:e'].map(utf8)), (bytes) => {
    const read = readBencode(bytes)
    if (read !== undefined) expect(writeBencode(read)).toEqual(bytes)
  }), RUN)
})

test('a record and the item that holds it are read, or are none', () => {
  const key = new Uint8Array(32)
  const signature = new Uint8Array(64)
  const sound = utf8('d12:capabilitiesl4:turne6:efforti0e6:expiryi1800000060e3:url21:https://node.example/e')
  fc.assert(fc.property(bent(sound), (value) => {
    const item = { key, salt: SALT, seq: 1, signature, value }
    expect(readItem(JSON.parse(JSON.stringify(writeItem(item))))).toEqual(item)
    const record = readRecord(item)
    if (record) expect(isNodeUrl(record.url)).toBe(true)
  }), RUN)
  const json = JSON.stringify(writeItem({ key, salt: SALT, seq: 1, signature, value: sound }))
  fc.assert(fc.property(bentText(json), (text) => {
    const item = readItem(refused(() => JSON.parse(text) as unknown, SyntaxError))
    if (item) expect(readItem(writeItem(item))).toEqual(item)
  }), RUN)
})

test('the URL of a node names one host, however it is looked at', () => {
  fc.assert(fc.property(bentText('https://node.example/', 'http://10.0.0.1:8080/a/b.c/', 'https://[2001:db8::1]:444/'), (text) => {
    if (isNodeUrl(text)) expect(text).toMatch(new RegExp(`^https?://${new URL(text).host.replace(/[[\].]/g, '\\$&')}/`))
  }), RUN)
})

test('a secret comes back from the URL that it was put into, and nothing else is one', () => {
  const secret = newSecret()
  fc.assert(fc.property(bentText('https://app.example/x?y#z', `https://app.example/#a=1&${secret}&b`), (url) => {
    const found = secretIn(url)
    if (found !== undefined) expect(isSecret(found) && url.includes(found)).toBe(true)
    expect(secretIn(withSecret(url, secret))).toBe(secret)
  }), RUN)
  fc.assert(fc.property(bentText(secret), (text) => { if (isSecret(text)) expect(withSecret('', text)).toBe(`#${text}`) }), RUN)
})

test('envelopes, their contents and proofs are sound, or refused', () => {
  const envelope = formatEnvelope({ version: 1, toAll: true, rest: new Uint8Array(256 + 28) })
  fc.assert(fc.property(bentText(envelope), fc.constantFrom(1 as const, 2 as const), (text, version) => {
    const read = readEnvelope(text, version)
    if (read) expect(formatEnvelope(read)).toBe(text)
  }), RUN)
  fc.assert(fc.property(fc.jsonValue(), fc.nat(), (data, seq) => {
    expect(unpad(pad({ seq, time: 1, data }))).toEqual({ seq, time: 1, data: JSON.parse(JSON.stringify(data)) as unknown })
  }), RUN)
  fc.assert(fc.property(bent(pad({ seq: 1, time: 2, data: { a: 1 } })), (bytes) => {
    // None of the lengths of an envelope is shorter.
    if (bytes.length >= 256) refused(() => unpad(bytes), SealError)
  }), RUN)
  fc.assert(fc.property(bentText(base64url(new Uint8Array(101))), (text) => {
    const proof = readProof(text)
    if (proof) expect(proof.signature.length).toBe(64)
    refused(() => readQuote(text), AlmenaraError)
  }), RUN)
})

test('a session description names one certificate, or is refused', () => {
  const sdp = `v=0\r\na=ice-ufrag:abcd\r\na=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}\r\n`
  fc.assert(fc.property(bentText(sdp, sdp + sdp.toLowerCase()), (text) => {
    ufragsOf(text)
    const named = refused(() => fingerprintOf(text), SealError)
    if (named !== undefined) expect(named).toMatch(/^sha-(256|384|512) ([\dA-F]{2}:)+[\dA-F]{2}$/)
  }), RUN)
})

test('what peers say about files, state and documents is sound, or none', async () => {
  const limits = limitsOf({})
  fc.assert(fc.property(fc.oneof(fc.anything(), bentText('{"salt":1,"of":2,"ids":[[1],[2]]}', '["k",1,"a",null,{"x":1}]', '{"want":"x","at":[0]}').map((text) => refused(() => JSON.parse(text) as unknown, SyntaxError))), (raw) => {
    fromWire(raw, limits, 1_000)
    decodeComparison(raw)
    parseFrame(raw)
    decodeFileMessage(raw)
  }), RUN)
  fc.assert(fc.property(bent(Uint8Array.of(5, ...utf8('[1,2,{}]')), Uint8Array.of(0, 1, 2, 3)), (bytes) => {
    decodeFileMessage(bytes)
    const message = decodeMessage(bytes)
    for (const read of [decodeQuestion, decodePiece, decodePresence]) if (message) read(message.body)
  }), RUN)
  const head = utf8(`${JSON.stringify({ name: 'n', type: '', size: 1, chunkSize: 16_384 })}\n`)
  await fc.assert(fc.asyncProperty(bent(Uint8Array.of(...head, ...new Uint8Array(32))), async (bytes) => {
    const id = base64url(await sha256(bytes))
    const manifest = await Manifest.read(id, bytes, fileLimits({})).catch((error: unknown) => { if (!(error instanceof AlmenaraError)) throw error })
    if (manifest) expect(manifest.chunks).toBe(Math.ceil(manifest.size / manifest.chunkSize))
  }), RUN)
})

test('nobody signs an entry of a table but its author', async () => {
  const author = base64url(new Uint8Array(32))
  const data = `${base64url(new Uint8Array(64))}.1700000000000.1700000060000.value`
  await fc.assert(fc.asyncProperty(bentText(author), bentText(data), async (author, data) => {
    expect(await open('almenara-x', `${author}/k`, { bleachTTL: 1, author, data })).toBeUndefined()
  }), { ...RUN, numRuns: RUN.numRuns / 10 })
})
