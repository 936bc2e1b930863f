import { expect, test, vi } from 'vitest'
import { type FileDescriptor, type FileStore, memoryStore, type Progress } from '../../src/files/index.js'
import { Manifest } from '../../src/files/manifest.js'
import { encode } from '../../src/files/messages.js'
import { bytesOf, hashOf, noise, Swarm } from './swarm.js'

const CHUNK = 1_024
const small = { chunkSize: CHUNK }

// Hashing takes real time, and more of it on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 100 * CHUNK + 7])('a file of %i bytes arrives as it was, with its name and type', async (size) => {
  const swarm = new Swarm()
  const { files: giver } = swarm.enter('a')
  const { files: taker } = swarm.enter('b')
  const bytes = noise(size)
  const descriptor = await giver.share(new File([bytes], 'größe.bin', { type: 'application/x-test' }), small)
  expect(descriptor).toEqual({ id: expect.stringMatching(/^[\w-]{43}$/), name: 'größe.bin', type: 'application/x-test', size })

  const file = await swarm.during(taker.fetch(descriptor))
  expect(file).toMatchObject({ name: 'größe.bin', type: 'application/x-test', size })
  expect(await bytesOf(file)).toEqual(bytes)
  expect(swarm.refused).toEqual([])
})

test('the same file with the same name has the same id, another name has another', async () => {
  const { files } = new Swarm().enter('a')
  const ids = await Promise.all(['x', 'x', 'y'].map(async (name) => (await files.share(new Blob([noise(5_000)]), { name, ...small })).id))
  expect(ids[0]).toBe(ids[1])
  expect(ids[0]).not.toBe(ids[2])
})

test('chunks come from several peers at once, each about as much', async () => {
  const swarm = new Swarm({ rate: 100 })
  const givers = ['a', 'b', 'c'].map((name) => swarm.enter(name))
  const { files: taker } = swarm.enter('t')
  const blob = new Blob([noise(300 * CHUNK)])
  const [{ id }] = await Promise.all(givers.map(({ files }) => files.share(blob, small))) as [FileDescriptor, FileDescriptor]
  const began = swarm.clock.now()
  await swarm.during(taker.fetch(id))
  for (const { room } of givers) {
    expect(room.sent).toBeGreaterThan(75 * CHUNK)
    expect(room.sent).toBeLessThan(150 * CHUNK)
  }
  expect(swarm.clock.now() - began, 'one alone needs 3,200 ms').toBeLessThan(2_000)
})

test('who fetches gives on what it has: three get a file, and the giver sends it less than twice', async () => {
  const swarm = new Swarm({ rate: 50 })
  const giver = swarm.enter('a')
  const takers = ['b', 'c', 'd'].map((name) => swarm.enter(name))
  const bytes = noise(400 * CHUNK)
  const { id } = await giver.files.share(new Blob([bytes]), small)
  const all = await swarm.during(Promise.all(takers.map(({ files }) => files.fetch(id))))
  for (const file of all) expect(hashOf(await bytesOf(file))).toBe(hashOf(bytes))
  expect(giver.room.sent).toBeLessThan(2 * bytes.length)
  for (const { room } of takers) expect(room.sent).toBeGreaterThan(0.2 * bytes.length)
})

test('what was fetched is given on when the one who shared it is gone', async () => {
  const swarm = new Swarm()
  const giver = swarm.enter('a')
  const { files: second } = swarm.enter('b')
  const bytes = noise(50 * CHUNK)
  const { id } = await giver.files.share(new Blob([bytes]), small)
  await swarm.during(second.fetch(id))
  giver.room.leave()
  const { files: third } = swarm.enter('c')
  expect(await bytesOf(await swarm.during(third.fetch(id)))).toEqual(bytes)
})

test('when a peer leaves half-way its chunks come from another', async () => {
  const swarm = new Swarm({ rate: 50 })
  const [one, other] = [swarm.enter('a'), swarm.enter('b')]
  const { files: taker } = swarm.enter('t')
  const bytes = noise(200 * CHUNK)
  const { id } = await one.files.share(new Blob([bytes]), small)
  await other.files.share(new Blob([bytes]), small)
  const progress: Progress[] = []
  const file = taker.fetch(id, { onProgress: (each) => progress.push(each) })
  await swarm.until(() => (progress.at(-1)?.received ?? 0) > bytes.length / 2)
  one.room.leave()
  expect(await bytesOf(await swarm.during(file))).toEqual(bytes)
  const received = progress.map((each) => each.received)
  expect(received).toEqual([...received].sort((a, b) => a - b))
  expect(progress.at(-1)).toEqual({ received: bytes.length, size: bytes.length, peers: 1 })
  expect(progress[0]).toEqual({ received: 0, size: bytes.length, peers: 2 })
})

test('an aborted fetch rejects, and the next one goes on where it was, also with a damaged store', async () => {
  const swarm = new Swarm({ rate: 50 })
  const giver = swarm.enter('a')
  const store = memoryStore()
  const { files: taker } = swarm.enter('t', { store })
  const bytes = noise(160 * CHUNK)
  const { id } = await giver.files.share(new Blob([bytes]), small)
  const abort = new AbortController()
  const fetched = taker.fetch(id, { signal: abort.signal, onProgress: ({ received }) => { if (received >= bytes.length / 2) abort.abort('enough') } })
  await expect(swarm.during(fetched)).rejects.toMatchObject({ code: 'aborted', cause: 'enough' })
  await swarm.clock.pass(10_000)
  const before = giver.room.sent
  const there = (await store.parts(id)).filter((part) => part >= 0)
  expect(there.length).toBeGreaterThanOrEqual(80)
  await store.write(id, there[0] as number, noise(CHUNK, 2))
  await store.write(id, there[1] as number, noise(3))
  await store.write(id, 100_000, noise(3))

  const progress: Progress[] = []
  const file = await swarm.during(taker.fetch(id, { onProgress: (each) => progress.push(each) }))
  expect(await bytesOf(file)).toEqual(bytes)
  expect(progress[0]).toMatchObject({ received: (there.length - 2) * CHUNK, size: bytes.length })
  expect(giver.room.sent - before).toBeLessThan(100 * (CHUNK + 100))
  expect(await store.parts(id), 'a complete file is not kept there').toEqual([])
})

test('a fetch waits for somebody who has the file, and takes whoever comes or shares it later', async () => {
  const swarm = new Swarm()
  const { files: taker } = swarm.enter('t')
  const blob = new Blob([noise(50 * CHUNK)])
  const { id } = await Manifest.of(blob, '', CHUNK)
  const file = taker.fetch(id)
  await swarm.clock.pass(20_000)
  const late = swarm.enter('a')
  await swarm.clock.pass(20_000)
  await late.files.share(blob, small)
  expect((await swarm.during(file, 6_000)).size).toBe(blob.size)
})

test('links that break for a while, with messages lost, doubled and out of order, do no harm', async () => {
  for (const seed of [1, 2, 3]) {
    const swarm = new Swarm({ delay: [1, 300], lost: 0.05, twice: 0.1, rate: 200 }, seed)
    const givers = ['a', 'b'].map((name) => swarm.enter(name))
    const taker = swarm.enter('t', { patience: 500 })
    const bytes = noise(150 * CHUNK, seed)
    const [{ id }] = await Promise.all(givers.map(({ files }) => files.share(new Blob([bytes]), small))) as [FileDescriptor, FileDescriptor]
    const file = taker.files.fetch(id)
    for (const { room } of givers) {
      await swarm.clock.pass(500)
      swarm.hub.cut(room, taker.room)
    }
    await swarm.clock.pass(1_000)
    swarm.hub.part()
    expect(hashOf(await bytesOf(await swarm.during(file, 600_000)))).toBe(hashOf(bytes))
    expect(swarm.refused).toEqual([])
  }
})

test('a slow peer does not hold up the end, and one that is only slow is enough', async () => {
  const swarm = new Swarm({ rate: 0.8 })
  const options = { patience: 1_000 }
  const [slow, fast, taker] = [swarm.enter('s'), swarm.enter('f'), swarm.enter('t', options)]
  for (const link of [fast.room.peers.get('t'), taker.room.peers.get('f')]) if (link) link.weather = { ...link.weather, rate: 200 }
  const bytes = noise(25 * CHUNK)
  const { id } = await slow.files.share(new Blob([bytes]), small)
  await fast.files.share(new Blob([bytes]), small)
  const began = swarm.clock.now()
  expect(await bytesOf(await swarm.during(taker.files.fetch(id)))).toEqual(bytes)
  expect(swarm.clock.now() - began, 'the slow one alone needs 33 s').toBeLessThan(8_000)

  taker.room.leave()
  fast.room.leave()
  const { files: patient } = swarm.enter('u', options)
  const before = slow.room.sent
  expect(await bytesOf(await swarm.during(patient.fetch(id)))).toEqual(bytes)
  expect(slow.room.sent - before, 'what comes late is taken all the same').toBeLessThan(1.3 * bytes.length)
})

test('files are taken up to the limits of bytes and chunks, here and from others', async () => {
  const swarm = new Swarm()
  const { files: giver } = swarm.enter('a')
  const { files: bytesBound } = swarm.enter('b', { bytes: 5_000 })
  const { files: chunksBound } = swarm.enter('c', { chunks: 5 })
  const share = (size: number): Promise<{ id: string }> => giver.share(new Blob([noise(size)]), small)
  const refused = { code: 'too-large' }
  expect((await swarm.during(bytesBound.fetch((await share(5_000)).id))).size).toBe(5_000)
  await expect(swarm.during(bytesBound.fetch((await share(5_001)).id))).rejects.toMatchObject(refused)
  expect((await swarm.during(chunksBound.fetch((await share(5 * CHUNK)).id))).size).toBe(5 * CHUNK)
  await expect(swarm.during(chunksBound.fetch((await share(5 * CHUNK + 1)).id))).rejects.toMatchObject(refused)
  await expect(bytesBound.share(new Blob([noise(5_001)]), small)).rejects.toMatchObject(refused)
  await expect(chunksBound.share(new Blob([noise(5 * CHUNK + 1)]), small)).rejects.toMatchObject(refused)
})

test('a store that fails ends the fetch with its error, and a listener that throws does not', async () => {
  const swarm = new Swarm()
  const { files: giver } = swarm.enter('a')
  const { files: taker } = swarm.enter('b')
  const { id } = await giver.share(new Blob([noise(20 * CHUNK)]), small)
  const cause = new Error('the disk is full')
  const full: FileStore = { ...memoryStore(), write: (_, part) => part > 5 ? Promise.reject(cause) : Promise.resolve() }
  await expect(swarm.during(taker.fetch(id, { store: full }))).rejects.toMatchObject({ code: 'internal', cause })
  const forgetful: FileStore = { ...memoryStore(), write: async () => {} }
  await expect(swarm.during(taker.fetch(id, { store: forgetful }))).rejects.toMatchObject({ code: 'internal' })
  const errors: unknown[] = []
  const own = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException').on('uncaughtException', (error) => errors.push(error))
  await swarm.during(taker.fetch(id, { onProgress: () => { throw cause } }))
  process.removeAllListeners('uncaughtException')
  for (const listener of own) process.on('uncaughtException', listener)
  expect(new Set(errors)).toEqual(new Set([cause]))
})

test('removing ends the giving and the fetching; closing ends everything, also when the room is left', async () => {
  const swarm = new Swarm({ rate: 5 })
  const giver = swarm.enter('a')
  const { files: taker, room } = swarm.enter('b')
  const blob = new Blob([noise(100 * CHUNK)])
  const { id } = await giver.files.share(blob, small)
  const progress: Progress[] = []
  const removed = taker.fetch(id, { onProgress: (each) => progress.push(each) })
  await swarm.until(() => progress.length > 10)
  await taker.remove(id)
  await expect(removed).rejects.toMatchObject({ code: 'aborted' })
  const again = taker.fetch(id, { onProgress: (each) => progress.push(each) })
  await swarm.until(() => progress.length > 30)
  expect(progress.filter(({ received }) => received === 0)).toHaveLength(2)
  await giver.files.remove({ id, name: '', type: '', size: 0 })
  // what was on its way when the giver stopped still comes, and is checked in time that no clock counts
  for (let length = -1; length !== progress.length;) {
    ({ length } = progress)
    await swarm.clock.pass(30_000)
  }
  expect(progress.at(-1)!.received).toBeLessThan(blob.size)
  room.leave()
  await expect(again).rejects.toMatchObject({ code: 'closed' })
  taker.close()
  giver.files.close()
  await swarm.clock.pass(3_000)
  expect(swarm.clock.waiting).toBe(0)
  await expect(taker.fetch(id)).rejects.toMatchObject({ code: 'closed' })
  await expect(giver.files.share(blob)).rejects.toMatchObject({ code: 'closed' })
})

test('one\'s own file is there at once; misuse rejects and says what to do', async () => {
  const swarm = new Swarm()
  const { files } = swarm.enter('a')
  const misuse = (message: RegExp): object => expect.objectContaining({ code: 'misuse', message: expect.stringMatching(message) })
  const { id } = await files.share(new Blob(['own'], { type: 'text/plain' }), { name: 'own.txt' })
  expect(await (await files.fetch(id)).text()).toBe('own')
  void files.fetch('A'.repeat(43)).catch(() => {})
  await expect(files.fetch('A'.repeat(43))).rejects.toThrow(misuse(/already/))
  await expect(files.fetch('short')).rejects.toThrow(misuse(/43/))
  await expect(files.share(new Blob(), { name: 'x'.repeat(256) })).rejects.toThrow(misuse(/255/))
  for (const chunkSize of [1_023, 61_441]) await expect(files.share(new Blob(), { chunkSize })).rejects.toThrow(misuse(/chunkSize/))
  await files.share(new Blob([noise(61_441)]), { chunkSize: 61_440, name: 'x'.repeat(255) })
  await expect(files.share(new Blob(['x']), { signal: AbortSignal.abort('no') })).rejects.toMatchObject({ code: 'aborted', cause: 'no' })
  await expect(files.fetch('B'.repeat(42) + 'A', { signal: AbortSignal.abort('no') })).rejects.toMatchObject({ code: 'aborted', cause: 'no' })
  for (const name of ['bytes', 'chunks', 'uploads', 'window', 'patience']) expect(() => swarm.enter('x', { [name]: 0 })).toThrow(misuse(new RegExp(name)))
  files.close()
})

test('the largest chunks and whole bitmaps go through a data channel that takes 64 KiB', async () => {
  const swarm = new Swarm()
  const { files: giver } = swarm.enter('a')
  const { files: taker } = swarm.enter('b')
  const bytes = noise(3 * 61_440 + 1)
  const { id } = await giver.share(new Blob([bytes]), { chunkSize: 61_440 })
  expect(await bytesOf(await swarm.during(taker.fetch(id)))).toEqual(bytes)
  expect(encode.have(id, new Uint8Array(262_144 / 8)).length).toBeLessThan(65_000)
})
