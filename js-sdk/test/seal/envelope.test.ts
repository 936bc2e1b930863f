import { expect, test } from 'vitest'
import { newSecret, openRoom, type SealedRoom } from '../../src/seal/index.js'
import { turnable } from './means.js'

async function pair(fresh = 600): Promise<{ alice: SealedRoom; bob: SealedRoom; carol: SealedRoom; clock: { time: number } }> {
  const secret = newSecret()
  const clock = turnable()
  const [alice, bob, carol] = await Promise.all([0, 1, 2].map(() => openRoom(secret, { means: clock, fresh })))
  return { alice: alice!, bob: bob!, carol: carol!, clock }
}

test.each([null, true, 0, -1.5, '', 'Grüße, 世界 🦡', [], [1, [2]], {}, { link: 'x', description: { type: 'offer', sdp: 'v=0\r\n' } }])('%j arrives as it was sent', async (data) => {
  const { alice, bob } = await pair()
  const envelope = await alice.seal('signal', bob.identity.peer, data)
  expect(await bob.unseal('signal', alice.identity.peer, envelope)).toEqual({ data, toAll: false, lost: 0 })
})

test('what is for everybody opens for everybody else', async () => {
  const { alice, bob, carol } = await pair()
  const envelope = await alice.seal('signal', undefined, 'hello')
  for (const each of [bob, carol]) expect(await each.unseal('signal', alice.identity.peer, envelope)).toEqual({ data: 'hello', toAll: true, lost: 0 })
  await expect(alice.unseal('signal', alice.identity.peer, envelope)).rejects.toMatchObject({ fault: 'reflected' })
})

test.each([[0, 382], [244, 382], [245, 1406], [1012, 1406], [1013, 5502], [4084, 5502], [4085, 21_886], [16_372, 21_886], [16_373, 43_731], [32_756, 43_731]])(
  'a text of %i bytes takes %i characters', async (length, size) => {
    const { alice, bob } = await pair()
    const envelope = await alice.seal('signal', bob.identity.peer, 'x'.repeat(length))
    expect(envelope).toHaveLength(size)
    expect((await bob.unseal('signal', alice.identity.peer, envelope)).data).toHaveLength(length)
  })

test('what is longer than the longest is refused, and takes no number', async () => {
  const { alice, bob } = await pair()
  await expect(alice.seal('signal', bob.identity.peer, 'x'.repeat(32_757))).rejects.toMatchObject({ code: 'too-large' })
  await expect(alice.seal('signal', bob.identity.peer, undefined)).rejects.toMatchObject({ code: 'misuse' })
  await expect(alice.seal('signal', 'bob', 1)).rejects.toMatchObject({ code: 'misuse' })
  const envelope = await alice.seal('signal', bob.identity.peer, 1)
  expect(await bob.unseal('signal', alice.identity.peer, envelope)).toMatchObject({ lost: 0 })
})

test('the same data never make the same envelope', async () => {
  const { alice, bob } = await pair()
  const envelopes = await Promise.all(Array.from({ length: 100 }, () => alice.seal('signal', bob.identity.peer, 'hello')))
  expect(new Set(envelopes).size).toBe(100)
})

test('envelopes come out in the order of the calls, and open in it', async () => {
  const { alice, bob } = await pair()
  const envelopes = await Promise.all(Array.from({ length: 50 }, (_, index) => alice.seal('signal', bob.identity.peer, 'x'.repeat(index % 2 ? 1 : 20_000) + index)))
  const opened = await Promise.all(envelopes.map((each) => bob.unseal('signal', alice.identity.peer, each)))
  expect(opened.every(({ lost }) => lost === 0)).toBe(true)
})

test('one that is refused holds nobody up', async () => {
  const { alice, bob } = await pair()
  const envelope = await alice.seal('signal', bob.identity.peer, 1)
  const refused = bob.unseal('signal', alice.identity.peer, 'nonsense')
  const taken = bob.unseal('signal', alice.identity.peer, envelope)
  await expect(refused).rejects.toMatchObject({ fault: 'malformed' })
  expect(await taken).toMatchObject({ data: 1 })
})

test('an anonymous post is nobody\'s envelope', async () => {
  const { alice, bob } = await pair()
  await expect(bob.unseal('signal', undefined, await alice.seal('signal', undefined, 1))).rejects.toMatchObject({ fault: 'malformed' })
})

test('what the node leaves out is counted when the next one comes', async () => {
  const { alice, bob } = await pair()
  const [first, , , fourth] = await Promise.all([1, 2, 3, 4].map((data) => alice.seal('signal', bob.identity.peer, data)))
  expect(await bob.unseal('signal', alice.identity.peer, first)).toMatchObject({ lost: 0 })
  expect(await bob.unseal('signal', alice.identity.peer, fourth)).toMatchObject({ data: 4, lost: 2 })
})

test('standing offers are opened in any order, each once', async () => {
  const { alice, bob } = await pair()
  const offers = await Promise.all([1, 2, 3].map((data) => alice.seal('offer', undefined, data)))
  for (const offer of offers.toReversed()) await bob.unseal('offer', alice.identity.peer, offer)
  for (const offer of offers) await expect(bob.unseal('offer', alice.identity.peer, offer)).rejects.toMatchObject({ fault: 'replayed' })
})

test.each([[600_999, undefined], [601_000, 'stale'], [-600_000, undefined], [-601_000, 'stale']])('what is for everybody, %i ms later: %s', async (later, fault) => {
  const { alice, bob, clock } = await pair()
  const [toAll, toBob] = [await alice.seal('signal', undefined, 1), await alice.seal('signal', bob.identity.peer, 1)]
  clock.time += later
  const outcome = await bob.unseal('signal', alice.identity.peer, toAll).then(() => undefined, (error: { fault: string }) => error.fault)
  expect(outcome).toBe(fault)
  // Nobody else ever had this id, so what is for one peer can't be an old one.
  expect(await bob.unseal('signal', alice.identity.peer, toBob)).toMatchObject({ data: 1 })
})
