import { expect, test } from 'vitest'
import { newRoomId } from '../../src/ids.js'
import { openPublicRoom, type SignedRoom } from '../../src/seal/index.js'
import { fingerprintOf, ufragsOf } from '../../src/seal/link.js'
import { bytesFor, sdpOf, turnable } from './means.js'

async function pair(): Promise<{ alice: SignedRoom; bob: SignedRoom; clock: { time: number } }> {
  const room = newRoomId()
  const clock = turnable()
  const [alice, bob] = await Promise.all([0, 1].map(() => openPublicRoom(room, { means: clock })))
  return { alice: alice!, bob: bob!, clock }
}

const offer = { type: 'offer', sdp: sdpOf('alice') } as const
const answer = { type: 'answer', sdp: sdpOf('bob') } as const

test('an offer and its answer are signed, and the answer names its offer', async () => {
  const { alice, bob } = await pair()
  const standing = await alice.signLink(offer)
  const hash = await bob.verifyLink(offer, { proof: standing.proof, from: alice.identity.peer })
  expect(hash).toEqual(standing.hash)
  const reply = await bob.signLink(answer, { to: alice.identity.peer, offer: hash })
  expect(await alice.verifyLink(answer, { proof: reply.proof, from: bob.identity.peer, offer: standing.hash })).toEqual(reply.hash)
})

test('an answer needs whom it is for and its offer, and an offer answers nothing', async () => {
  const { alice, bob } = await pair()
  await expect(bob.signLink(answer)).rejects.toMatchObject({ code: 'misuse' })
  await expect(bob.signLink(answer, { to: alice.identity.peer })).rejects.toMatchObject({ code: 'misuse' })
  await expect(bob.signLink(offer, { offer: bytesFor('an offer') })).rejects.toMatchObject({ fault: 'malformed' })
  const { proof } = await bob.signLink(answer, { to: alice.identity.peer, offer: bytesFor('an offer') })
  await expect(alice.verifyLink(answer, { proof, from: bob.identity.peer })).rejects.toMatchObject({ fault: 'malformed' })
})

test('an offer for everybody grows old, one for a peer does not', async () => {
  const { alice, bob, clock } = await pair()
  const [standing, directed] = [await alice.signLink(offer), await alice.signLink(offer, { to: bob.identity.peer })]
  clock.time += 601_000
  await expect(bob.verifyLink(offer, { proof: standing.proof, from: alice.identity.peer })).rejects.toMatchObject({ fault: 'stale' })
  expect(await bob.verifyLink(offer, { proof: directed.proof, from: alice.identity.peer })).toEqual(directed.hash)
})

test('the fingerprint is read as browsers write it', () => {
  const value = 'AB:CD:'.repeat(15) + 'AB:CD'
  expect(fingerprintOf(`v=0\r\na=fingerprint:SHA-256 ${value.toLowerCase()}\r\n`)).toBe(`sha-256 ${value}`)
  expect(fingerprintOf(`a=fingerprint:sha-256 ${value}\r\nm=audio\r\na=fingerprint:sha-256 ${value.toLowerCase()}\r\n`)).toBe(`sha-256 ${value}`)
})

test.each([
  ['none', 'v=0\r\n'], ['two', 'a=fingerprint:sha-256 AA:BB\r\na=fingerprint:sha-256 AA:BC\r\n'], ['one by SHA-1', 'a=fingerprint:sha-1 AA:BB\r\n'],
  ['one that is none', 'a=fingerprint:sha-256\r\n'], ['one with more behind it', 'a=fingerprint:sha-256 AA:BB CC\r\n'],
  ['a hidden one beside it', 'a=fingerprint:sha-256 AA:BB\r\na=fingerprint:sha-256  CC:DD\r\n'],
])('a description with fingerprints: %s, is malformed', (_, sdp) => {
  expect(() => fingerprintOf(sdp)).toThrow('Refused a description')
})

test('the user fragments are read, each once', () => {
  expect(ufragsOf('a=ice-ufrag:ab+/\r\nm=audio\r\na=ice-ufrag:ab+/\r\na=ice-ufrag:cd\r\n')).toBe('ab+/ cd')
  expect(ufragsOf('v=0\r\n')).toBe('')
})
