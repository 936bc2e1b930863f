import { expect, test } from 'vitest'
import { base64url, newRoomId } from '../../src/ids.js'
import { channelOf, type Ends } from '../../src/seal/channel.js'
import { contactOf } from '../../src/seal/contacts.js'
import type { KnownPeers } from '../../src/seal/knownpeers.js'
import { type Description, sign, statement } from '../../src/seal/link.js'
import { seconds } from '../../src/seal/post.js'
import { openPublicRoom, type SignedRoom } from '../../src/seal/room.js'
import { Dice } from './dice.js'
import { Tally, tamperings } from './evil.js'
import { bytesFor, identityFor, pairOf, sdpOf, turnable } from './means.js'

// The same node in rooms without a secret, where it reads everything: what signatures, known keys and the first message of a link still hold.

const SIGNED = 12_000
const KNOWN = 3_000
const MACS = 5_000
const dice = new Dice(20_261_122)

const opened = (room: string, name: string): Promise<SignedRoom> => identityFor(name).then((identity) => openPublicRoom(room, { identity, means: turnable() }))
const fingerprint = /a=fingerprint:.*/

/** What the node may do to a description that it can read. */
const changes: Record<string, (sdp: string) => string> = {
  'swaps the fingerprint': (sdp) => sdp.replace(fingerprint, fingerprint.exec(sdpOf('evil'))![0]),
  'adds a fingerprint of its own': (sdp) => sdp.replace(fingerprint, `$&\r\n${fingerprint.exec(sdpOf('evil'))![0]}`),
  'hides a fingerprint of its own': (sdp) => sdp.replace(fingerprint, `$&\n${dice.one([' ', '\t', ''])}A=Fingerprint:${fingerprint.exec(sdpOf('evil'))![0].slice(14)}`),
  'takes a broken hash': (sdp) => sdp.replace('sha-256', 'md5'),
  'takes the fingerprint away': (sdp) => sdp.replace(fingerprint, 'a=x'),
  'changes the user fragment': (sdp) => sdp.replace(/(a=ice-ufrag:).*/, '$1evil'),
  'changes the password of ICE': (sdp) => sdp.replace(/(a=ice-pwd:).*/, '$1evilevilevilevilevilevil'),
  'changes who is the client': (sdp) => sdp.replace('actpass', 'passive'),
  'adds a candidate': (sdp) => `${sdp}a=candidate:1 1 udp 2113937151 198.51.100.66 666 typ host\r\n`,
  'changes the ends of lines': (sdp) => sdp.replace(/\r\n/g, '\n'),
  'changes a character'(sdp) {
    const at = dice.below(sdp.length)
    return `${sdp.slice(0, at)}${sdp[at] === 'x' ? 'y' : 'x'}${sdp.slice(at + 1)}`
  },
}

function turned(proof: string): string {
  const bytes = Buffer.from(proof, 'base64url')
  bytes[dice.below(bytes.length)]! ^= 1 << dice.below(8)
  return base64url(bytes)
}

test('of 12,000 signed descriptions that were tampered with none is taken', { timeout: 240_000 }, async () => {
  const tally = new Tally()
  const room = newRoomId()
  const [roomBytes, means] = [Uint8Array.from(Buffer.from(room, 'base64url')), turnable()]
  const [alice, bob, carol, evil, before] = await Promise.all(['alice', 'bob', 'carol', 'evil', 'alice before'].map((name) => opened(room, name)))
  const elsewhere = await opened(newRoomId(), 'bob')
  const [offerer, answerer, third, author] = [alice!, bob!, carol!, evil!]
  const from = offerer.identity.peer
  const refused = (attack: string, victim: SignedRoom, description: Description, inward: Parameters<SignedRoom['verifyLink']>[1]) =>
    tally.refused(attack, () => victim.verifyLink(description, inward))
  let genuine = 0
  for (let count = 0; tally.total < SIGNED; count++) {
    const offer: Description = { type: 'offer', sdp: sdpOf(`alice ${count}`) }
    const to = dice.below(2) ? answerer.identity.peer : undefined
    const { proof, hash } = await offerer.signLink(offer, { to })
    for (const [attack, change] of Object.entries(changes)) await refused(attack, answerer, { type: 'offer', sdp: change(offer.sdp) }, { proof, from })
    await refused('turns a bit of the proof', answerer, offer, { proof: turned(proof), from })
    await refused('takes the proof away', answerer, offer, { proof: undefined, from })
    const own: Description = { type: 'offer', sdp: sdpOf('evil') }
    await refused('signs in the name of another', answerer, own, { proof: (await author.signLink(own, { to })).proof, from })
    const said = { room: roomBytes, from, to, offer: undefined, time: seconds(means) }
    const proofOfEvil = await sign(author.identity, await statement(own, said), said)
    await refused('signs by its own key what another might say', answerer, own, { proof: proofOfEvil, from })
    await refused('says that somebody else has made it', answerer, offer, { proof, from: third.identity.peer })
    await refused('says that it is of an earlier session', answerer, offer, { proof, from: before!.identity.peer })
    await refused('says that it is its own', answerer, offer, { proof, from: author.identity.peer })
    await refused('sends it back', offerer, offer, { proof, from })
    await refused('brings it to another room', elsewhere, offer, { proof, from })
    if (to) await refused('gives it to somebody else', third, offer, { proof, from })
    await refused('makes an answer of an offer', answerer, { ...offer, type: 'answer' }, { proof, from, offer: hash })
    expect(await answerer.verifyLink(offer, { proof, from })).toEqual(hash)
    await refused('brings it again', answerer, offer, { proof, from })
    const answer: Description = { type: 'answer', sdp: sdpOf(`bob ${count}`) }
    const reply = await answerer.signLink(answer, { to: from, offer: hash })
    const inward = { proof: reply.proof, from: answerer.identity.peer }
    await refused('answers another offer with it', offerer, answer, { ...inward, offer: bytesFor('another offer') })
    await refused('makes an offer of an answer', offerer, { ...answer, type: 'offer' }, inward)
    expect(await offerer.verifyLink(answer, { ...inward, offer: hash })).toEqual(reply.hash)
    await refused('brings it again', offerer, answer, { ...inward, offer: hash })
    genuine += 2
  }
  expect(tally.delivered).toEqual([])
  expect(genuine).toBeGreaterThan(500)
  const faults = tally.faults()
  expect(faults['swaps the fingerprint']).toEqual(['forged'])
  expect(faults['adds a fingerprint of its own']).toEqual(['malformed'])
  expect(faults['hides a fingerprint of its own']).toEqual(['malformed'])
  expect(faults['brings it again']).toEqual(['replayed'])
  expect(faults['sends it back']).toEqual(['reflected'])
  expect(Object.keys(faults)).toHaveLength(Object.keys(changes).length + 14)
})

test('of 3,000 tampered envelopes between known peers none is taken', { timeout: 240_000 }, async () => {
  const known = new Tally()
  const [room, other] = [newRoomId(), newRoomId()]
  const contact = async (name: string) => contactOf(await pairOf(bytesFor(`${name} known`)))
  const [hers, his, theirs, evils] = await Promise.all(['alice', 'bob', 'carol', 'evil'].map(contact))
  const peers = async (where: string, name: string): Promise<KnownPeers> => (await opened(where, name)).knownPeers(await contact(name))
  const [alice, bob, carol, evil] = await Promise.all(['alice', 'bob', 'carol', 'evil'].map((name) => peers(room, name)))
  const bobElsewhere = await peers(other, 'bob')
  const [a, b, c] = (await Promise.all(['alice', 'bob', 'carol'].map(identityFor))).map(({ peer }) => peer) as [string, string, string]
  const keys = [theirs!.key, hers!.key]
  let before = (await alice!.seal('signal', b, 'first', his!.key)).envelope
  await bob!.unseal('signal', a, before, keys)
  for (let count = 0; known.total < KNOWN; count++) {
    const { envelope } = await alice!.seal('signal', b, { count }, his!.key)
    const refused = (attack: string, victim: KnownPeers, from: string, text: unknown, tried = keys) => known.refused(attack, () => victim.unseal('signal', from, text, tried))
    for (const [attack, tamper] of Object.entries(tamperings)) await refused(attack, bob!, a, tamper(envelope, dice, [before]))
    await refused('says that somebody else has sent it', bob!, c, envelope)
    await refused('sends it back', alice!, b, envelope, [his!.key])
    await refused('gives it to somebody else', carol!, a, envelope)
    await refused('brings it to another room', bobElsewhere, a, envelope)
    await refused('seals by a key of its own', bob!, a, (await evil!.seal('signal', b, 'evil', his!.key)).envelope)
    await refused('seals for it in the name of the receiver', bob!, a, envelope, [evils!.key])
    await known.refused('says that it is something else', () => bob!.unseal('offer', a, envelope, keys))
    expect((await bob!.unseal('signal', a, envelope, keys))).toMatchObject({ data: { count }, contact: hers!.key, lost: 0 })
    await refused('brings it again', bob!, a, envelope)
    before = envelope
  }
  expect(known.delivered).toEqual([])
  expect([...known.counts.keys()]).toHaveLength(Object.keys(tamperings).length + 8)
})

test('of 5,000 first messages over a link that is not the one between the two none is taken', { timeout: 240_000 }, async () => {
  const macs = new Tally()
  const channel = channelOf(bytesFor('a key that both have'))
  const strangers = channelOf(bytesFor('a key of the node'))
  const [a, b, c] = (await Promise.all(['alice', 'bob', 'carol'].map(identityFor))).map(({ peer }) => peer) as [string, string, string]
  for (let count = 0; macs.total < MACS; count++) {
    const [local, remote, between] = [sdpOf(`alice ${count}`), sdpOf(`bob ${count}`), sdpOf(`evil ${count}`)]
    const alice: Ends = { self: a, peer: b, local, remote }
    const bob: Ends = { self: b, peer: a, local: remote, remote: local }
    const mac = await channel.mac(alice)
    const refused = (attack: string, ends: Ends, text: unknown) => macs.refused(attack, () => channel.check(ends, text))
    await refused('sends it back', alice, mac)
    await refused('sits between them and passes it on', { ...bob, remote: between }, await channel.mac({ ...alice, remote: between }))
    await refused('sits between them and passes on that of an earlier link', { ...bob, remote: between }, mac)
    await refused('gives it to somebody else', { ...bob, self: c }, mac)
    await refused('says that somebody else has sent it', { ...bob, peer: c }, mac)
    await refused('makes one', bob, await strangers.mac(alice))
    await refused('turns a bit', bob, turned(mac))
    await refused('cuts it', bob, mac.slice(1))
    await channel.check(bob, mac)
  }
  expect(macs.delivered).toEqual([])
  expect(macs.faults()['sends it back']).toEqual(['forged'])
})
