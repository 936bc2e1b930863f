import { expect, test, vi } from 'vitest'
import { HIGH_WATER } from '../../src/data/room.js'
import { Manifest } from '../../src/files/manifest.js'
import { encode } from '../../src/files/messages.js'
import { bytesOf, claims, noise, Stranger, Swarm } from './swarm.js'

const CHUNK = 1_024
const small = { chunkSize: CHUNK }

// Hashing takes real time, and more of it on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

test('a peer that sends a wrong chunk is reported and not asked again', async () => {
  const swarm = new Swarm({ rate: 100 })
  const giver = swarm.enter('a')
  const bytes = noise(120 * CHUNK)
  const { id } = await giver.files.share(new Blob([bytes]), small)
  const manifest = await Manifest.of(new Blob([bytes]), '', CHUNK)
  const liars = [noise(CHUNK, 9), noise(CHUNK - 1), noise(0), noise(CHUNK + 1)].map((wrong, index) => new Stranger(swarm, `liar ${index}`, claims(manifest, (chunk, liar) => {
    liar.send(encode.chunk(id, chunk, wrong))
    liar.send(encode.haveAll(id))
  })))
  const { files: taker } = swarm.enter('t')
  const file = await swarm.during(taker.fetch(id))
  expect(await bytesOf(file)).toEqual(bytes)
  expect(swarm.refused.map(({ peer, reason }) => `${peer}: ${reason}`).sort()).toEqual(liars.map(({ room }) => `${room.self}: bad-chunk`))
  for (const { asked } of liars) expect(asked.length).toBeLessThanOrEqual(4)
})

test('a peer that never brings what it says it has, or refuses it, holds nothing up', async () => {
  const swarm = new Swarm({ rate: 100 })
  const giver = swarm.enter('a')
  const bytes = noise(120 * CHUNK)
  const { id } = await giver.files.share(new Blob([bytes]), small)
  const manifest = await Manifest.of(new Blob([bytes]), '', CHUNK)
  const silent = new Stranger(swarm, 'silent', claims(manifest, () => {}))
  const unwilling = new Stranger(swarm, 'unwilling', claims(manifest, (chunk, stranger) => stranger.send(encode.no(id, [chunk], false))))
  new Stranger(swarm, 'busy', claims(manifest, (chunk, stranger) => stranger.send(encode.no(id, [chunk], true))))
  const { files: taker } = swarm.enter('t')
  const began = swarm.clock.now()
  expect(await bytesOf(await swarm.during(taker.fetch(id)))).toEqual(bytes)
  expect(swarm.clock.now() - began).toBeLessThan(5_000)
  expect(new Set(unwilling.asked).size, 'it is asked once for each').toBe(unwilling.asked.length)
  expect(silent.asked.length).toBeLessThan(10)
  expect(silent.heard.some(({ kind }) => kind === 'drop'), 'it is told that nothing is wanted any more').toBe(true)
})

test('a wrong manifest is refused, and the right one is taken from another', async () => {
  const swarm = new Swarm()
  const bytes = noise(50 * CHUNK)
  const { id } = await Manifest.of(new Blob([bytes]), '', CHUNK)
  const liars = [
    { total: 100, data: noise(100) }, { total: 10_000_000, data: noise(100) }, { total: 100, data: noise(101) }, { total: 100, data: noise(0) },
  ].map((piece, index) => new Stranger(swarm, `liar ${index}`, (message, stranger) => {
    if (message.kind === 'who') stranger.send(encode.haveAll(id))
    if (message.kind === 'manifest') stranger.send(encode.piece(id, { at: message.at, ...piece }))
  }))
  new Stranger(swarm, 'silent', (message, stranger) => { if (message.kind === 'who') stranger.send(encode.haveAll(id)) })
  await swarm.enter('z').files.share(new Blob([bytes]), small)
  for (let round = 0; round < 8; round++) {
    const { files: taker, room } = swarm.enter(String.fromCharCode(97 + round), { patience: 600 })
    expect(await bytesOf(await swarm.during(taker.fetch(id)))).toEqual(bytes)
    room.leave()
  }
  expect(new Set(swarm.refused.map(({ peer, reason }) => `${peer}: ${reason}`))).toEqual(new Set(liars.map(({ room }) => `${room.self}: bad-manifest`)))
})

test('what waits in a data channel is bounded, however much was asked for', async () => {
  const swarm = new Swarm({ rate: 20 })
  const { files, room } = swarm.enter('a', { uploads: 1_024 })
  const { id } = await files.share(new Blob([noise(2_000 * CHUNK)]), small)
  const greedy = new Stranger(swarm, 'greedy')
  let most = 0
  for (let round = 0; round < 5; round++) greedy.send(encode.get(id, Array.from({ length: 1_000 }, (_, index) => index)))
  for (let i = 0; i < 200; i++) {
    await swarm.clock.pass(50)
    most = Math.max(most, room.peers.get('greedy')?.channel?.bufferedAmount ?? 0)
  }
  expect(most).toBeGreaterThan(HIGH_WATER / 2)
  expect(most).toBeLessThan(HIGH_WATER + 10 * CHUNK)
})

test('a peer may wait for so many chunks and no more', async () => {
  const swarm = new Swarm({ rate: 20 })
  const { files } = swarm.enter('a', { uploads: 10 })
  const { id } = await files.share(new Blob([noise(20 * CHUNK)]), small)
  const greedy = new Stranger(swarm, 'greedy')
  greedy.send(encode.get(id, Array.from({ length: 12 }, (_, index) => index)))
  await swarm.until(() => greedy.heard.length === 11)
  expect(greedy.heard[0]).toEqual({ kind: 'no', id, chunks: [10, 11], busy: true })
  expect(greedy.heard.slice(1).map((message) => message.kind === 'chunk' && message.index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  const { files: taker } = swarm.enter('b')
  expect((await swarm.during(taker.fetch(id))).size).toBe(20 * CHUNK)
})

test('nothing that a peer sends throws; what is malformed and who asks too often is reported', async () => {
  const swarm = new Swarm()
  const { files } = swarm.enter('a')
  const { id } = await files.share(new Blob([noise(3_000)]), small)
  const stranger = new Stranger(swarm, 'evil')
  const odd = [
    7, null, 'x', [], {}, { who: 'short' }, { get: id }, { get: id, chunks: [-1] }, { get: id, chunks: new Array(1_025).fill(0) }, { manifest: id, at: -1 }, { have: 7 },
    new Uint8Array(0), new Uint8Array([9]), new Uint8Array(40).fill(1, 0, 1).subarray(0, 36), new Uint8Array([3, ...noise(10)]), new Uint8Array(33).fill(7),
  ]
  for (const message of odd) stranger.send(message)
  await swarm.clock.pass(50)
  expect(swarm.refused).toEqual(odd.map(() => ({ by: 'a', peer: 'evil', reason: 'malformed' })))
  const unknown = 'A'.repeat(43)
  for (const message of [encode.get(unknown, [0]), encode.get(id, [3, 4_000_000_000]), encode.manifest(id, 4_000), encode.drop(unknown, [1]), encode.no(id, [1], true), encode.chunk(id, 1, noise(5)), encode.have(id, noise(5)), encode.piece(unknown, { at: 0, total: 1, data: noise(1) })]) stranger.send(message)
  await swarm.clock.pass(50)
  expect(stranger.heard).toEqual([
    { kind: 'no', id: unknown, chunks: [0], busy: false }, { kind: 'no', id, chunks: [3, 4_000_000_000], busy: false }, { kind: 'no', id, chunks: [], busy: false },
  ])
  for (let i = 0; i < 250; i++) stranger.send(encode.who(id))
  await swarm.clock.pass(50)
  expect(swarm.refused.filter(({ reason }) => reason === 'busy')).toHaveLength(50)
})
