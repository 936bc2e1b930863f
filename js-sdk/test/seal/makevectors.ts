import { base64url } from '../../src/ids.js'
import { channelOf, type Ends } from '../../src/seal/channel.js'
import { EmojiCheck } from '../../src/seal/check.js'
import { contactOf } from '../../src/seal/contacts.js'
import { emoji } from '../../src/seal/emoji.js'
import { joinProof } from '../../src/seal/joinproof.js'
import { roomKeys } from '../../src/seal/keys.js'
import { type Description, statement } from '../../src/seal/link.js'
import { Tags } from '../../src/seal/known/tags.js'
import { secretFromPassword } from '../../src/seal/password.js'
import { openPublicRoom, openRoom } from '../../src/seal/room.js'
import { formatSecret, readSecret } from '../../src/seal/secret.js'
import { challenge } from './challenge.js'
import { bytesFor, fixed, hex, identityFor, pairOf, sdpOf, unhex } from './means.js'

// Makes docs/vectors/seal.json. All that is random comes from names, so that every run makes the same file.

const NOW = 1_800_000_123
const HOST = 'node.example.org:8443'
const SECRET = formatSecret(bytesFor('the secret of a room'))
const ROOT = bytesFor('the root secret of a cluster')

async function people() {
  return { alice: await identityFor('alice'), bob: await identityFor('bob') }
}

async function rooms() {
  const keys = await roomKeys(readSecret(SECRET))
  const { alice, bob } = await people()
  return [{
    secret: SECRET, bytes: hex(readSecret(SECRET)), key: hex(keys.signer.key), room: keys.room,
    peers: [['alice', alice], ['bob', bob]].map(([name, peer]) => {
      const { key, peer: id } = peer as typeof alice
      return { seed: hex(bytesFor(name as string)), key: hex(key), peer: id }
    }),
  }]
}

async function joins() {
  const { signer, room } = await roomKeys(readSecret(SECRET))
  const { alice, bob } = await people()
  const id = Buffer.from(room, 'base64url')
  const make = async (random: string, host: string, member: boolean, identity = alice) => {
    const drawn = bytesFor(random).slice(0, 11)
    const text = challenge(ROOT, NOW, drawn, host)
    const proof = await joinProof({ challenge: text, host: HOST, room: Uint8Array.from(id), identity, signer: member ? signer : undefined })
    return { issued: NOW, random: hex(drawn), host, challenge: text, room, peer: identity.peer, member, proof }
  }
  return [await make('one', HOST, true), await make('two', '', true, bob), await make('three', '', false)]
}

/** Proofs that are wrong, each in one way. */
async function refused() {
  const [first] = await joins()
  const bytes = Buffer.from(first!.proof, 'base64url')
  const { alice } = await people()
  const changed = (...changes: [number, Uint8Array][]): string => {
    const copy = Buffer.from(bytes)
    for (const [at, put] of changes) copy.set(put, at)
    return copy.toString('base64url')
  }
  const strangers = await roomKeys(bytesFor('another secret'))
  const room = Uint8Array.from(Buffer.from(first!.room, 'base64url'))
  const late = challenge(ROOT, NOW - 200, bytesFor('late').slice(0, 11))
  const foreign = challenge(bytesFor('another cluster'), NOW, bytesFor('foreign').slice(0, 11))
  const proofFor = (text: string, signer = strangers.signer) => joinProof({ challenge: text, host: HOST, room, identity: alice, signer })
  const own = (await roomKeys(readSecret(SECRET))).signer
  return [
    { why: 'one character is missing', verdict: 'malformed', proof: first!.proof.slice(0, -1) },
    { why: 'padding', verdict: 'malformed', proof: `${first!.proof}=` },
    { why: 'standard base64', verdict: 'malformed', proof: first!.proof.slice(0, -1) + '+' },
    { why: 'version 2', verdict: 'forged', proof: changed([0, Uint8Array.of(2)]) },
    { why: 'a challenge of another cluster', verdict: 'forged', proof: await proofFor(foreign, own) },
    { why: 'a challenge of 200 s ago', verdict: 'expired', proof: await proofFor(late, own) },
    { why: 'the key of another room', verdict: 'other-room', proof: await proofFor(first!.challenge) },
    { why: 'a peer key of small order', verdict: 'unsound', proof: changed([48, unhex(`01${'00'.repeat(31)}`)], [80, unhex(`01${'00'.repeat(63)}`)]) },
    { why: 'a peer key that is not below p', verdict: 'unsound', proof: changed([48, unhex(`f0${'ff'.repeat(30)}7f`)]) },
    { why: 'the signature of the peer is altered', verdict: 'unsigned', proof: changed([90, Uint8Array.of(bytes[90]! ^ 1)]) },
    { why: 'the signature of the room is altered', verdict: 'unsigned', proof: changed([200, Uint8Array.of(bytes[200]! ^ 1)]) },
    { why: 'the signatures change places', verdict: 'unsigned', proof: changed([80, bytes.subarray(176, 240)], [176, bytes.subarray(80, 144)]) },
  ]
}

async function envelopes() {
  const { alice, bob } = await people()
  const sender = await openRoom(SECRET, { identity: alice, means: fixed('envelopes') })
  const make = async (kind: 'signal' | 'offer' | 'answer', to: string | undefined, seq: number, data: unknown) =>
    ({ kind, from: alice.peer, to: to ?? '', seq, time: NOW, data, envelope: await sender.seal(kind, to, data) })
  return [
    await make('signal', bob.peer, 0, { link: 'a', candidates: [{ candidate: '' }] }),
    await make('signal', bob.peer, 1, 'Grüße, 世界 🦡'),
    await make('signal', undefined, 0, null),
    await make('offer', undefined, 0, { description: { type: 'offer', sdp: sdpOf('alice') } }),
    await make('answer', bob.peer, 0, 'x'.repeat(247)),
  ]
}

async function links() {
  const { alice, bob } = await people()
  const room = Uint8Array.from(Buffer.from((await roomKeys(readSecret(SECRET))).room, 'base64url'))
  const make = async (from: typeof alice, to: string | undefined, description: Description, offer?: Uint8Array<ArrayBuffer>) => {
    const signing = await openRoom(SECRET, { identity: from, means: fixed('links') })
    const { proof, hash } = await signing.signLink(description, { to, offer })
    const said = await statement(description, { room, from: from.peer, to, offer, time: NOW })
    return { vector: { from: from.peer, to: to ?? '', ...description, time: NOW, offer: offer ? hex(offer) : '', statement: hex(said), hash: hex(hash), proof }, hash }
  }
  const offer = await make(alice, undefined, { type: 'offer', sdp: sdpOf('alice') })
  const directed = await make(alice, bob.peer, { type: 'offer', sdp: sdpOf('alice', 'a=end-of-candidates') })
  const answer = await make(bob, alice.peer, { type: 'answer', sdp: sdpOf('bob').replace('actpass', 'active') }, offer.hash)
  return [offer, directed, answer].map(({ vector }) => vector)
}

async function ends(): Promise<[Ends, Ends]> {
  const { alice, bob } = await people()
  const [one, other] = [sdpOf('alice'), sdpOf('bob')]
  return [{ self: alice.peer, peer: bob.peer, local: one, remote: other }, { self: bob.peer, peer: alice.peer, local: other, remote: one }]
}

async function channels() {
  const key = bytesFor('the key of a channel')
  const both = await Promise.all((await ends()).map(async (end) => ({ ...end, mac: await channelOf(key).mac(end) })))
  return [{ key: hex(key), ends: both }]
}

async function checks() {
  const sent: string[] = []
  const [one, other] = await ends()
  const first: EmojiCheck = new EmojiCheck({ ends: one, means: fixed('alice checks'), send: (text) => { sent.push(text); void second.hear(text) } })
  const second: EmojiCheck = new EmojiCheck({ ends: other, means: fixed('bob checks'), send: (text) => { sent.push(text); void first.hear(text) } })
  const commits = one.self < one.peer ? first : second
  commits.begin()
  const signs = await commits.emoji
  return [{ commits: commits === first ? one : other, texts: sent, signs: signs.map(({ sign }) => sign).join(' '), names: signs.map(({ name }) => name) }]
}

async function contacts() {
  const { alice, bob } = await people()
  const [hers, his] = await Promise.all(['alice known', 'bob known'].map(async (name) => contactOf(await pairOf(bytesFor(name)))))
  const room = base64url(bytesFor('a public room'))
  const sender = (await openPublicRoom(room, { identity: alice, means: fixed('contacts') })).knownPeers(hers!)
  const data = { description: { type: 'offer', sdp: sdpOf('alice') } }
  const { envelope, channel } = await sender.seal('offer', bob.peer, data, his!.key)
  const tags = await Tags.of(hers!, [his!.key], { room: bytesFor('a public room'), self: alice.peer }, fixed('tags'))
  return [{
    room, kind: 'offer', from: alice.peer, to: bob.peer, seq: 0, time: NOW, data, envelope, sender: hers!.key, receiver: his!.key,
    receiverSecret: hex(bytesFor('bob known')), mac: await channel.mac((await ends())[0]), tag: await tags.own(bob.peer, his!.key),
  }]
}

async function passwords() {
  const typed = { name: ' the allotment  gardeners', password: 'Brachiosaur  trowel ﬁnch umbel Klöppel' }
  const stretched = { name: 'the allotment gardeners', password: 'Brachiosaur trowel finch umbel Klöppel' }
  return [{ ...typed, normal: stretched, secret: await secretFromPassword(typed.name, typed.password) }]
}

/** The text of the file. */
export async function vectors(): Promise<string> {
  const all = {
    about: 'Vectors for docs/protocol.md, section 10. Bytes are hexadecimal; an empty `to` or `offer` stands for none. Made by: npm run vectors',
    emoji: emoji.map(({ sign }) => sign),
    root: hex(ROOT), now: NOW, life: 120, host: HOST,
    rooms: await rooms(), joins: await joins(), refused: await refused(), envelopes: await envelopes(), links: await links(),
    channels: await channels(), checks: await checks(), contacts: await contacts(), passwords: await passwords(),
  }
  return `${JSON.stringify(all, null, 2)}\n`
}

