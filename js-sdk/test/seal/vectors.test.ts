import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contactOf } from '../../src/seal/contacts.js'
import type { Kind } from '../../src/seal/envelope.js'
import { roomKeys } from '../../src/seal/keys.js'
import { Tags } from '../../src/seal/known/tags.js'
import { openPublicRoom, openRoom, type SealedRoom } from '../../src/seal/room.js'
import { readSecret } from '../../src/seal/secret.js'
import { vectors } from './makevectors.js'
import { fixed, hex, identityFor, pairOf, unhex } from './means.js'

/** What server and SDK have in common: docs/vectors/seal.json. */
interface Vectors {
  rooms: { secret: string; bytes: string; key: string; room: string }[]
  envelopes: { kind: Kind; from: string; to: string; data: unknown; envelope: string }[]
  links: { from: string; to: string; type: 'offer' | 'answer'; sdp: string; offer: string; hash: string; proof: string }[]
  channels: { key: string; ends: { mac: string }[] }[]
  contacts: { room: string; kind: Kind; from: string; data: unknown; envelope: string; sender: string; receiverSecret: string; mac: string; tag: string }[]
  passwords: { normal: { name: string; password: string }; secret: string }[]
}

const text = readFileSync(new URL('../../../docs/vectors/seal.json', import.meta.url), 'utf8')
const all = JSON.parse(text) as Vectors
const roomOf = async (name: string): Promise<SealedRoom> => openRoom(all.rooms[0]!.secret, { identity: await identityFor(name), means: fixed(name) })

test('the file is that of the generator', { timeout: 60_000 }, async () => {
  expect(await vectors()).toBe(text)
})

test('the keys of a room follow from its secret', async () => {
  for (const { secret, bytes, key, room } of all.rooms) {
    const keys = await roomKeys(readSecret(secret))
    expect({ bytes: hex(readSecret(secret)), key: hex(keys.signer.key), room: keys.room }).toEqual({ bytes, key, room })
  }
})

test('envelopes open for whom they are', async () => {
  const bob = await roomOf('bob')
  for (const { kind, from, to, data, envelope } of all.envelopes) expect(await bob.unseal(kind, from, envelope)).toEqual({ data, toAll: to === '', lost: 0 })
})

test('signatures of descriptions are good, and give the hash that an answer names', async () => {
  const rooms = { alice: await roomOf('alice'), bob: await roomOf('bob') }
  for (const { from, type, sdp, offer, hash, proof } of all.links) {
    const receiver = from === rooms.alice.identity.peer ? rooms.bob : rooms.alice
    expect(hex(await receiver.verifyLink({ type, sdp }, { proof, from, offer: offer ? unhex(offer) : undefined }))).toBe(hash)
  }
})

test('an envelope for a known peer opens with the keys of both', async () => {
  for (const { room, kind, from, data, envelope, sender, receiverSecret } of all.contacts) {
    const bob = (await openPublicRoom(room, { identity: await identityFor('bob'), means: fixed('bob') })).knownPeers(await contactOf(await pairOf(unhex(receiverSecret))))
    expect(await bob.unseal(kind, from, envelope, [sender])).toMatchObject({ data, toAll: false, lost: 0, contact: sender })
  }
})

test('a tag tells a contact who has sent it', async () => {
  for (const { room, from, sender, receiverSecret, tag } of all.contacts) {
    const { peer: self } = await identityFor('bob')
    const tags = await Tags.of(await contactOf(await pairOf(unhex(receiverSecret))), [sender], { room: Uint8Array.from(Buffer.from(room, 'base64url')), self }, fixed('bob'))
    expect(await tags.match(from, tag)).toBe(sender)
  }
})
