import { afterEach, expect, test } from 'vitest'
import type { Room } from '../../src/room.js'
import { newIdentity, openRoom, type SealedRoom } from '../../src/seal/index.js'
import { connected, only, record } from '../world.js'
import { eventually, SealedWorld } from './world.js'

// A member of the room who has the node on their side: they know the secret, but not the keys of the others.

let world: SealedWorld
afterEach(() => world.close())

/** What seals in the name of a peer, with a key of its own, and numbers that nobody has used. */
async function inTheNameOf(peer: Room): Promise<SealedRoom> {
  const sealing = await openRoom(world.secret, { identity: { ...await newIdentity(), peer: peer.self ?? '' } })
  for (const other of world.rooms) for (let n = 0; n < 1_000; n++) if (other !== peer) await sealing.seal('signal', other.self, n)
  return sealing
}

/** Has the node say something in the name of a peer. */
async function say(from: Room, to: Room, sealing: SealedRoom, data: unknown): Promise<void> {
  const sealed = await sealing.seal('signal', to.self, data)
  world.checkpoint.served.append({ type: 'signal', offset: 0, from: from.self ?? '', to: to.self ?? '', data: { sealed } }, (peer) => peer === to.self)
}

const sdp = 'v=0\r\na=ice-ufrag:evil\r\na=fingerprint:sha-256 EE:EE\r\n'

test.each(['missing', 'of no shape', 'by another member', 'by another key'])('a description whose proof is %s does nothing to a link that stands', async (kind) => {
  world = await SealedWorld.open()
  const [a, b] = await world.pair({ transport: 'websocket' })
  const [sealing, another] = [await inTheNameOf(b), await openRoom(world.secret)]
  const description = { type: 'offer' as const, sdp }
  const proofs: Record<string, string> = {
    'of no shape': 'A'.repeat(135),
    'by another member': (await another.signLink(description, { to: a.self })).proof,
    'by another key': (await sealing.signLink(description, { to: a.self })).proof,
  }
  const [errors, heard, connections, connection] = [record(a, 'error'), record(a, 'signal'), world.rtc.all.length, only(a).connection]
  await say(b, a, sealing, { link: 'evil', description, n: 0, proof: proofs[kind] })
  await say(b, a, sealing, { link: only(a).link?.id, description, n: 7, proof: proofs[kind] })
  await say(b, a, sealing, 'after it')
  await eventually(() => expect(heard).toHaveLength(1))
  expect(errors).toEqual([[expect.objectContaining({ code: 'bad-message' })]])
  expect([only(a).connection, world.rtc.all.length, connected(a)]).toEqual([connection, connections, 1])
})

test('nobody gets the link of another by saying that it has a new id', async () => {
  world = await SealedWorld.open()
  const [a, b] = await world.pair({ transport: 'websocket' })
  const mallory = world.enter({ transport: 'websocket' })
  await eventually(() => expect([a, b, mallory].map(connected)).toEqual([2, 2, 2]))
  const at = a.peers.get(b.self ?? '')
  const connection = at?.connection
  const errors = record(a, 'error')
  const self = /a=fingerprint:.*/.exec(connection?.remoteDescription?.sdp ?? '')?.[0].toLowerCase()
  await say(mallory, a, await inTheNameOf(mallory), { link: at?.link?.id, self })
  await eventually(() => expect(errors).toHaveLength(1))
  expect(a.peers.get(b.self ?? '')?.connection).toBe(connection)
  expect(connected(a)).toBe(2)
})
