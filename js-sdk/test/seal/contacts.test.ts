import { expect, test } from 'vitest'
import { newRoomId } from '../../src/ids.js'
import { contactOf, isContactKey, type KnownPeers, newContact, openPublicRoom } from '../../src/seal/index.js'
import { incoming, outgoing } from '../../src/seal/hpke.js'
import { sdpOf, hex, pairOf, unhex } from './means.js'

/** RFC 9180, A.1.3: mode_auth of DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. */
const RFC = {
  info: unhex('4f6465206f6e2061204772656369616e2055726e'),
  ephemeral: unhex('ff4442ef24fbc3c1ff86375b0be1e77e88a0de1e79b30896d73411c5ff4c3518'),
  receiver: unhex('fdea67cf831f1ca98d8e27b1f6abeb5b7745e9d35348b80fa407ff6958f9137e'),
  sender: unhex('dc4a146313cce60a278a5323d321f051c5707e9c45ba21a3479fecdf76fc69dd'),
  enc: unhex('23fb952571a14a25e3d678140cd0e5eb47a0961bb18afcf85896e5453c312e76'),
  nonce: 'a1bc314c1942ade7051ffed0',
  text: unhex('4265617574792069732074727574682c20747275746820626561757479'),
  associated: unhex('436f756e742d30'),
  sealed: '5fd92cc9d46dbf8943e72a07e42f363ed5f721212cd90bcfd072bfd9f44e06b80fd17824947496e21b680c141b',
}

test('what is sealed is that of the vector of RFC 9180', async () => {
  const [own, receiver, ephemeral] = await Promise.all([RFC.sender, RFC.receiver, RFC.ephemeral].map(pairOf))
  const context = await outgoing({ own: own!, to: receiver!.publicKey, ephemeral: ephemeral!, info: RFC.info, aead: 1 })
  expect(hex(context.nonce)).toBe(RFC.nonce)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: context.nonce, additionalData: RFC.associated }, context.key, RFC.text)
  expect(hex(new Uint8Array(sealed))).toBe(RFC.sealed)
  const other = await incoming({ own: receiver!, from: own!.publicKey, enc: RFC.enc, info: RFC.info, aead: 1 })
  expect(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: other.nonce, additionalData: RFC.associated }, other.key, unhex(RFC.sealed))).toEqual(RFC.text.buffer)
  expect(await other.export(RFC.text)).toEqual(await context.export(RFC.text))
})

async function pair() {
  const room = newRoomId()
  const [here, there] = [await openPublicRoom(room), await openPublicRoom(room)]
  const [hers, his] = [await newContact(), await newContact()]
  const [alice, bob]: [KnownPeers, KnownPeers] = [here.knownPeers(hers), there.knownPeers(his)]
  return { alice, bob, hers, his, a: here.identity.peer, b: there.identity.peer }
}

test('a contact is a key that others are given, and can be kept', async () => {
  const contact = await newContact()
  expect(contact.key).toMatch(/^c1\.[\w-]{43}$/)
  expect(isContactKey(contact.key)).toBe(true)
  expect((await contactOf(structuredClone(contact.pair))).key).toBe(contact.key)
  expect(contact.pair.privateKey.extractable).toBe(false)
})

test('an envelope opens with the contact that has sealed it, out of several, and says which', async () => {
  const { alice, bob, hers, his, a, b } = await pair()
  const others = await Promise.all([1, 2, 3].map(async () => (await newContact()).key))
  const { envelope } = await alice.seal('offer', b, { x: 1 }, his.key)
  expect(await bob.unseal('offer', a, envelope, [...others, hers.key])).toMatchObject({ data: { x: 1 }, toAll: false, contact: hers.key })
})

test('an envelope of somebody unknown does not open', async () => {
  const { alice, bob, his, a, b } = await pair()
  const { envelope } = await alice.seal('offer', b, 1, his.key)
  await expect(bob.unseal('offer', a, envelope, [(await newContact()).key])).rejects.toMatchObject({ fault: 'forged' })
  await expect(bob.unseal('offer', a, envelope, [])).rejects.toMatchObject({ fault: 'forged' })
})

test('a link that was made by an envelope is proved with the key of that envelope', async () => {
  const { alice, bob, hers, his, a, b } = await pair()
  const sealed = await alice.seal('offer', b, 1, his.key)
  const opened = await bob.unseal('offer', a, sealed.envelope, [hers.key])
  const [one, other] = [sdpOf('alice'), sdpOf('bob')]
  const mac = await sealed.channel.mac({ self: a, peer: b, local: one, remote: other })
  await opened.channel.check({ self: b, peer: a, local: other, remote: one }, mac)
  const again = await alice.seal('offer', b, 1, his.key)
  await expect(again.channel.check({ self: b, peer: a, local: other, remote: one }, mac)).rejects.toMatchObject({ fault: 'forged' })
})

test('a key of small order agrees with nobody', async () => {
  const { bob, hers, a } = await pair()
  for (const small of ['00'.repeat(32), `01${'00'.repeat(31)}`, 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800']) {
    const envelope = Buffer.concat([Buffer.of(2, 1), unhex(small), Buffer.alloc(272)]).toString('base64url')
    await expect(bob.unseal('offer', a, envelope, [hers.key])).rejects.toMatchObject({ fault: 'forged' })
  }
})

test('what is no contact is misuse, and so are more than 64 to try', async () => {
  const { alice, bob, a, b, hers, his } = await pair()
  await expect(alice.seal('offer', b, 1, newRoomId())).rejects.toMatchObject({ code: 'misuse' })
  const { envelope } = await alice.seal('offer', b, 1, his.key)
  await expect(bob.unseal('offer', a, envelope, Array<string>(65).fill(hers.key))).rejects.toMatchObject({ code: 'misuse' })
  expect(await bob.unseal('offer', a, envelope, Array<string>(64).fill(hers.key))).toMatchObject({ data: 1 })
})
